"""`talkoot mail take` brings what it reads, and tells a mail server by its exit code what to do with it."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from cli.client import Refused
from cli.mailing import LATER, NOT_TAKEN
from cli.main import app
from cli.sentences import Failed

TAKEN = {"kind": "hard_bounce", "letters": ["l1"], "code": "5.1.1", "closed": True, "news": True}
RAW = b"From: a@example.org\r\n\r\n\xff\x00"


class Bringing:
    """Stands where the client does."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.brought = answer, list[bytes]()

    def bring_mail(self, content: bytes) -> Any:
        self.brought.append(content)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def problem(status: int, kind: str) -> Refused:
    return Refused("why: what to do", {"status": status, "type": f"urn:talkoot:{kind}"})


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (TAKEN, 0),
        (problem(422, "NotOurs"), NOT_TAKEN),
        (problem(413, "TooLarge"), NOT_TAKEN),
        (problem(409, "NobodyToTell"), NOT_TAKEN),
        (problem(409, "KeyHeld"), LATER),
        (problem(401, "SignInNeeded"), LATER),
        (problem(403, "NotEntitled"), LATER),
        (problem(503, "Unavailable"), LATER),
        (problem(500, "Refusal"), LATER),
        (Failed("no Talkoot answers"), LATER),
    ],
)
def test_a_message_is_brought_as_it_is_and_the_mail_server_is_told_what_became_of_it(
    monkeypatch: pytest.MonkeyPatch, answer: Any, code: int
) -> None:
    client = Bringing(answer)
    monkeypatch.setattr("cli.mailing.client_for", lambda *_: client)
    seen = CliRunner().invoke(app, ["mail", "take"], input=RAW)
    assert (seen.exit_code, client.brought) == (code, [RAW])
    assert ("hard_bounce 5.1.1, about l1." in seen.stdout) is (code == 0)
    assert seen.stderr.startswith("talkoot: ") is (code != 0)
