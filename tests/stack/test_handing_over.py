"""What the API sends at once: over a real connection, and what became of it is said as for letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from letters.inbound.kinds import Reply
from letters.inbound.telling import Telling, handed_on
from models.letter_outcomes import Refused, Sent, Uncertain, Unsent
from stack import ports
from stack.parts import Parts
from stack.settings import Settings
from tests.fixtures.mail import MailServer, mail_server

TO = "koordinaattori@example.org"


def message() -> EmailMessage:
    telling = Telling(
        id="reply-1",
        sender="talkoot@example.org",
        address=TO,
        language="sv",
        initiative="Kyytirinki\r\nBcc: x@example.org",
        link="https://talkoot.example.org/initiatives/i1",
        at=datetime(2026, 11, 30, 9, tzinfo=UTC),
    )
    return handed_on(telling, Reply((), "Re: x", "Hej då. ä\n.\nFrom här\n", "a@example.org"), is_shared=False)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[list[Parts]]:
    opened: list[Parts] = []
    yield opened
    for one in opened:
        one.database.close_now()


def over(parts: list[Parts], tmp_path: Path, port: int) -> Parts:
    parts.append(Parts.open(Settings(data=tmp_path / "data", smtp_url=f"smtp://127.0.0.1:{port}"), migrate=True))
    return parts[-1]


async def test_a_message_leaves_whole_and_headers_cannot_be_put_into_it(parts: list[Parts], tmp_path: Path) -> None:
    async with mail_server() as mail:
        assert isinstance(await over(parts, tmp_path, mail.port).hand_over(message()), Sent)
        (raw,) = mail.taken[TO]
    came = message_from_bytes(raw, policy=default)
    assert came.defects == []
    assert came["Bcc"] is None
    assert (came["Reply-To"], came["Message-ID"]) == ("a@example.org", "<reply-1@example.org>")
    said = came.get_body().get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert "Ditt svar" in said
    assert "Hej då. ä\n.\nFrom här\n" in said
    assert list(came.iter_attachments()) == []


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [({"recipients": {TO: "550 no"}}, Refused), ({"cut_after_data": True}, Uncertain)],
)
async def test_what_did_not_surely_leave_is_said(
    parts: list[Parts], tmp_path: Path, fault: dict[str, object], outcome: type
) -> None:
    async with mail_server() as mail:
        for name, value in fault.items():
            setattr(mail, name, value)
        assert isinstance(mail, MailServer)
        assert isinstance(await over(parts, tmp_path, mail.port).hand_over(message()), outcome)


async def test_while_no_server_answers_nothing_leaves(parts: list[Parts], tmp_path: Path) -> None:
    listener = ports.listen(ports.LOOPBACK, 0)
    port = listener.getsockname()[1]
    listener.close()
    assert await over(parts, tmp_path, port).hand_over(message()) == Unsent()


async def test_without_a_mail_server_it_stays_in_the_outbox(parts: list[Parts], tmp_path: Path) -> None:
    parts.append(Parts.open(Settings(data=tmp_path / "data"), migrate=True))
    assert await parts[0].hand_over(message()) == Sent("outbox")
