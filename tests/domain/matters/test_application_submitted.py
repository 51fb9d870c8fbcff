"""Applications from their receipt on: late or in time, decided by the funder, and the cycle that starts from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.commands import PauseUntil, Resume
from domain.matters.application import Application
from domain.matters.application.commands import (
    AllotSection,
    OpenComments,
    RecordSubmission,
)
from domain.matters.application.events import ApplicationSubmitted
from domain.refusals import AlreadyAnswered, Malformed
from tests.domain.matters.applications import (
    CALL,
    FIRST,
    SECOND,
    drafted,
    frozen,
    kept,
    owing,
    refused,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.rules import Play, text


def test_the_receipt_says_whether_it_came_before_the_deadline(play: Play) -> None:
    frozen(play)
    refused(play, RecordSubmission("HAK-7/2026", play.now + timedelta(minutes=1)), Malformed, "at")
    refused(play, RecordSubmission("HAK-7/2026", play.now - timedelta(days=1)), Malformed, "at")
    refused(play, RecordSubmission("ei numeroa", play.now), Malformed, "number")
    told = next(e for e in play.say(RecordSubmission("HAK-7/2026", play.now)) if isinstance(e, ApplicationSubmitted))
    assert (told.late, told.text_sha256) == (False, kept(play).text_sha256)
    refused(play, RecordSubmission("HAK-7/2026", play.now), AlreadyAnswered)
    assert owing(play, "record_decision") == [(None, None)]
    assert owing(play, "reach_milestone") == []


@pytest.mark.parametrize(("after", "late"), [(0, False), (1, True)])
def test_a_receipt_of_the_very_deadline_is_in_time_and_one_of_a_moment_later_is_late(
    play: Play, after: int, late: bool
) -> None:
    frozen(play)
    call = kept(play).call
    assert call is not None
    play.wait_until(call.deadline + timedelta(days=1))
    play.say(RecordSubmission("HAK-7/2026", call.deadline + timedelta(microseconds=after)))
    receipt = kept(play).receipt
    assert receipt is not None
    assert receipt.late is late


def test_a_passed_deadline_is_told_once_and_nobody_is_asked_for_texts_any_more(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    play.wait(200)
    assert play.kinds().count("deadline.passed") == 1
    passed = next(entry for entry in play.entries if entry.event.KIND == "deadline.passed")
    assert passed.at == datetime(2026, 3, 31, 20, 59, 0, 1, tzinfo=UTC)
    assert owing(play, "write_section") == []


def test_a_pause_moves_no_day_on_the_way_to_the_deadline_and_the_deadline_least_of_all(play: Play) -> None:
    drafted(play).say(OpenComments())
    before = {o.id: o.due for o in play.initiative.obligations.values() if o.duty in Application.OUTSIDE}
    deadline = kept(play).call
    play.say(PauseUntil(play.now + timedelta(days=30)))
    play.wait(9)
    play.say(Resume())
    after = {o.id: o.due for o in play.initiative.obligations.values() if o.duty in Application.OUTSIDE}
    assert after == before
    assert kept(play).call == deadline
