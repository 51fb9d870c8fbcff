"""`talkoot letters` shows and enters what a person wants of their letters."""

from __future__ import annotations

import pytest

from tests.cli.commands import Answering, run

WISHES = {
    "person": "per_1",
    "rhythm": "weekly",
    "quiet_from": "20:00",
    "quiet_until": "09:00",
    "on_paper": False,
    "closed": {"closed_at": "2026-11-30T09:00:00Z", "code": "5.1.1", "letter": "l1"},
    "stops": [
        {"initiative": None, "obligation": None, "stopped_at": "2026-11-30T09:00:00Z", "by": "one_click"},
        {"initiative": "i1", "obligation": "x.1/vote/s1", "stopped_at": "2026-11-30T09:00:00Z", "by": "too_busy"},
    ],
}
NOTHING = WISHES | {"rhythm": "daily", "quiet_from": None, "closed": None, "on_paper": True, "stops": []}
PATH = "/register/persons/per_1/letters"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Answering:
    answers = {PATH: WISHES, **{f"{PATH}/{what}": NOTHING for what in ("stop", "resume", "open-address")}}
    client = Answering(answers)
    monkeypatch.setattr("cli.letter_wishes.client_for", lambda *_: client)
    return client


def test_what_somebody_wants_is_shown(client: Answering) -> None:
    said = run("letters", "stops", "per_1").out
    for word in ("one_click", "too_busy", "x.1/vote/s1", "a week at most", "20:00 and 09:00", "5.1.1"):
        assert word in said, word


@pytest.mark.parametrize(
    ("arguments", "what", "body"),
    [
        (("stop",), "stop", {}),
        (("stop", "--initiative", "i1", "--too-busy"), "stop", {"initiative": "i1", "too_busy": True}),
        (("allow", "--initiative", "i1", "--obligation", "o"), "resume", {"initiative": "i1", "obligation": "o"}),
        (("open-address",), "open-address", {}),
    ],
)
def test_what_is_entered_is_sent_as_it_was_said(
    client: Answering, arguments: tuple[str, ...], what: str, body: object
) -> None:
    command, *options = arguments
    said = run("letters", command, "per_1", *options).out
    assert [(path, sent) for path, sent, _ in client.posted] == [(f"{PATH}/{what}", body)]
    assert "No reminders are stopped." in said
    assert "letters are printed" in said
