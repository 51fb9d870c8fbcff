"""`talkoot say --dry-run` shows who would get which letter, and says nothing."""

from __future__ import annotations

import json

import pytest

from api.reference import described
from tests.cli.commands import Answering, Seen, run
from tests.cli.foretold import AHEAD, LETTER, MAIL

MOVE = ("meetings/move-meeting", "meeting=m1", "at=2026-02-10T15:00:00Z")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Answering:
    answers = {"/openapi.json": described(), "/initiatives/i1/meetings/move-meeting/preview": AHEAD}
    client = Answering(answers)
    monkeypatch.setattr("cli.saying.client_for", lambda *_: client)
    return client


def tried(*words: str) -> Seen:
    return run("say", "i1", *words, "--dry-run")


def test_a_dry_run_asks_for_the_preview_alone_with_the_same_body(client: Answering) -> None:
    assert tried(*MOVE).code == 0
    ((path, body, _),) = client.posted
    assert path == "/initiatives/i1/meetings/move-meeting/preview"
    assert body == {"meeting": "m1", "at": "2026-02-10T15:00:00Z"}


def test_a_dry_run_is_shown_as_tables_with_names_moments_and_reasons(client: Answering) -> None:
    shown = tried(*MOVE).out
    assert "Would be written: meeting.moved, obligation.released. A dry run, nothing has been said." in shown
    assert "Letters: 1 would leave, 1 not, 0 that wait would be taken back." in shown
    rows = [line for line in shown.splitlines() if "Kyläyhdistys ry" in line]
    for told in ("Kanerva Lintu", "attend_meeting m1.2", "invitation", "2026-01-12 10:15:00", "mail"):
        assert told in rows[0]
    assert ("a1" in rows[1], "bounced" in rows[1]) == (True, True)
    assert ("o1" in shown, "phase" in shown) == (True, False), "only the deadlines that move"


def test_a_dry_run_as_json_is_what_the_api_answers(client: Answering) -> None:
    assert json.loads(tried(*MOVE, "--json").out) == AHEAD


def test_what_tells_of_an_exit_is_shown_by_the_exit(client: Answering) -> None:
    told = LETTER | {"voice": "told", "duty": "told", "step": "stop", "obligation": "piloting.9/told/seat_1"}
    client.answers["/initiatives/i1/meetings/move-meeting/preview"] = AHEAD | {"mail": MAIL | {"taken_back": [told]}}
    assert "told: stop" in tried(*MOVE).out


def test_of_a_merge_the_letters_of_the_other_initiative_are_shown_behind(client: Answering) -> None:
    there = {"initiative": "i2", "happened": ["merge.taken_in"], "mail": MAIL | {"stays": [], "goes": [LETTER, LETTER]}}
    client.answers["/initiatives/i1/meetings/move-meeting/preview"] = AHEAD | {"there": there}
    here, _, behind = tried(*MOVE).out.partition("In i2 would be written: merge.taken_in.")
    assert "Letters: 1 would leave, 1 not" in here
    assert "Letters: 2 would leave, 0 not" in behind


def test_what_has_no_dry_run_is_told_before_anything_is_sent(client: Answering) -> None:
    seen = tried("convening/answer-invitation", "reply=yes")
    assert (seen.code, client.posted) == (1, [])
    assert "has no dry run" in seen.err
    for name in ("meetings/move-meeting", "remind-all", "take-exit"):
        assert name in seen.err
