"""An application goes by the clock of its call: a deadline in a pause or a hold, a receipt of when Talkoot was away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.backbone.commands import AcceptBackbone, OfferBackbone
from domain.clockwork import next_wake
from domain.commands import Command, Hold, PauseUntil, Resume
from domain.folding import fold
from domain.matters.application.commands import (
    AllotSection,
    Endorse,
    Freeze,
    OpenEndorsing,
    RecordSubmission,
    ResumeDrafting,
)
from domain.matters.application.endorsing import require_endorsed
from domain.matters.application.events import ApplicationSubmitted
from domain.matters.seats.commands import LeaveSeat
from domain.operating_model import OperatingModel
from domain.refusals import AlreadyAnswered, Malformed, TooEarly
from domain.voting.commands import Recuse
from tests.domain.backbone.test_handing_over import NEXT, TRANSFER
from tests.domain.correcting.histories import heard
from tests.domain.matters.applications import (
    CALL,
    FIRST,
    PREPARATION,
    SECOND,
    THIRD,
    frozen,
    held,
    kept,
    owing,
    refused,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.rules import PHASES, Play, roster, text

DEADLINE = datetime(2026, 3, 31, 20, 59, tzinfo=UTC)
JULY = datetime(2026, 7, 31, 9, tzinfo=UTC)
RESTS = (PauseUntil(JULY), Hold(datetime(2026, 6, 30, 9, tzinfo=UTC), text(), text()))


def asked(play: Play) -> Play:
    """The first section is asked for."""
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    return play


@pytest.mark.parametrize("rest", RESTS)
def test_a_deadline_in_a_rest_passes_on_its_day_and_nobody_is_asked_for_texts_any_more(
    play: Play, rest: Command
) -> None:
    asked(play).say(rest)
    play.wait_until(DEADLINE)
    assert not kept(play).missed
    assert owing(play, "write_section") == [(FIRST, "s1")]
    play.wait_until(DEADLINE + timedelta(minutes=1))
    (passed,) = [entry for entry in play.entries if entry.event.KIND == "deadline.passed"]
    assert passed.at == DEADLINE + timedelta(microseconds=1)
    assert play.initiative.paused is not None
    assert kept(play).missed
    assert owing(play, "write_section") == []
    before = len(play.entries)
    play.wait_until(DEADLINE + timedelta(days=60))
    reminded = [e.event for e in play.entries[before:] if e.event.KIND == "reminder.due"]
    assert not [one for one in reminded if "/write_section/" in one.obligation]  # type: ignore[attr-defined]
    play.say(Resume())
    assert play.kinds().count("deadline.passed") == 1
    assert owing(play, "write_section") == []


def test_a_receipt_of_a_deadline_in_a_pause_is_still_taken_down(play: Play) -> None:
    frozen(play)
    play.say(PauseUntil(JULY))
    play.wait_until(DEADLINE + timedelta(days=2))
    assert kept(play).missed
    play.say(RecordSubmission("HAK-7/2026", DEADLINE))
    receipt = kept(play).receipt
    assert receipt is not None
    assert not receipt.late


def test_a_pause_asks_for_no_call_that_was_not_asked_for_before() -> None:
    play = Play.of("joint_planning", roster(6), PREPARATION)
    paused = replace(play.initiative, obligations={})
    told = Play(paused, play.now, list(play.entries))
    told.say(PauseUntil(JULY))
    told.wait_until(JULY - timedelta(days=1))
    assert "name_call" not in [o.duty for o in told.initiative.obligations.values()]
    told.wait_until(JULY + timedelta(days=1))
    assert "name_call" in [o.duty for o in told.initiative.obligations.values()]


def test_in_a_pause_without_a_call_nothing_wakes_the_application(play: Play) -> None:
    play.say(PauseUntil(JULY))
    assert kept(play).next_wake(play.initiative) is None
    assert next_wake(play.initiative) is not None


def late_freeze(play: Play) -> datetime:
    """The text is frozen when Talkoot can be reached again; when the application was handed in before that."""
    held(play)
    for seat in (FIRST, SECOND, THIRD, "seat-04", "seat-05"):
        play.seat_says(seat, Endorse(True))
    submitted = play.now + timedelta(days=1)
    play.wait(3)
    play.say(Freeze())
    return submitted


def test_a_receipt_of_before_the_freeze_is_taken_down_with_a_mark(play: Play) -> None:
    at = late_freeze(play)
    told = next(e for e in play.say(RecordSubmission("HAK-7/2026", at)) if isinstance(e, ApplicationSubmitted))
    receipt = kept(play).receipt
    assert receipt is not None
    assert (told.before_freeze, receipt.before_freeze, receipt.late, receipt.at) == (True, True, False, at)


def test_a_receipt_of_after_the_freeze_has_no_mark(play: Play) -> None:
    late_freeze(play)
    play.wait(1)
    told = next(e for e in play.say(RecordSubmission("HAK-7/2026", play.now)) if isinstance(e, ApplicationSubmitted))
    assert told.before_freeze is None


def test_no_receipt_is_of_before_the_phase_or_of_tomorrow(play: Play) -> None:
    late_freeze(play)
    began = play.initiative.at.opened_at
    refused(play, RecordSubmission("HAK-7/2026", began - timedelta(seconds=1)), Malformed, "at")
    refused(play, RecordSubmission("HAK-7/2026", play.now + timedelta(seconds=1)), Malformed, "at")


def test_what_is_frozen_keeps_the_endorsements_that_it_was_frozen_with(play: Play) -> None:
    frozen(play)
    for seat in (FIRST, "seat-05"):
        stays = refused(play, Endorse(False), AlreadyAnswered, "", seat)
        assert "resume the drafting" in stays.remedy
    play.say(RecordSubmission("HAK-7/2026", play.now))
    assert set(kept(play).endorsements.values()) == {True}


def test_once_the_drafting_is_resumed_it_is_endorsed_anew(play: Play) -> None:
    frozen(play).say(ResumeDrafting())
    play.say(OpenEndorsing())
    play.seat_says(FIRST, Endorse(False))
    assert kept(play).endorsements == {FIRST: False}


def test_who_has_not_answered_yet_still_may_after_the_freeze(play: Play) -> None:
    held(play)
    for seat in (FIRST, SECOND, THIRD, "seat-05"):
        play.seat_says(seat, Endorse(True))
    play.say(Freeze())
    play.seat_says("seat-04", Endorse(False))
    assert kept(play).endorsements["seat-04"] is False
    play.say(RecordSubmission("HAK-7/2026", play.now))


def test_an_endorsement_that_was_entered_for_a_seat_is_put_right_also_after_the_freeze_and_then_it_is_too_few(
    play: Play,
) -> None:
    held(play)
    for seat in (FIRST, SECOND, THIRD):
        play.seat_says(seat, Endorse(True))
    play.say(Endorse(True), heard("seat-05"))
    play.say(Freeze())
    play.wait(5)
    play.seat_says("seat-05", Endorse(False))
    lacking = refused(play, RecordSubmission("HAK-7/2026", play.now), TooEarly)
    assert "sectors.leader has 0 of 1" in lacking.reason
    assert kept(play).receipt is None
    play.seat_says("seat-05", Endorse(True))
    play.say(RecordSubmission("HAK-7/2026", play.now))


@pytest.mark.parametrize("since", [(Recuse(),), (LeaveSeat(), LeaveSeat())])
def test_a_receipt_is_taken_down_though_a_seat_that_is_needed_has_left_or_is_recused_since_the_freeze(
    play: Play, since: tuple[Command, ...]
) -> None:
    frozen(play).wait(5)
    for command in since:  # the deputy leaves after the holder
        play.seat_says("seat-05", command)
    with pytest.raises(TooEarly):
        require_endorsed(play.initiative, play.now)
    play.say(RecordSubmission("HAK-7/2026", play.now))
    assert kept(play).receipt is not None


def test_who_stood_back_from_a_frozen_text_is_forgotten_once_the_drafting_is_resumed(play: Play) -> None:
    held(play)
    for seat in (FIRST, SECOND, THIRD):
        play.seat_says(seat, Endorse(True))
    play.say(Endorse(True), heard("seat-05"))
    play.say(Freeze())
    play.seat_says("seat-05", Endorse(False))
    assert kept(play).stood_back == ("seat-05",)
    play.say(ResumeDrafting())
    assert kept(play).stood_back == ()


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase in PREPARATION.phases])
def test_a_preparation_is_handed_over_in_every_phase_and_its_days_stay(phase: str) -> None:
    model: OperatingModel = PREPARATION
    play = asked(Play.of(phase, roster(6), model, accepted=(FIRST, SECOND)))
    play.say(OfferBackbone(NEXT.actor, TRANSFER, text()))
    play.wait(5)
    before = play.initiative
    play.say(AcceptBackbone(), NEXT)
    after = play.initiative
    assert (after.coordinator, after.backbone, after.at.phase) == (NEXT.actor, "org-other", phase)
    dues = {name: owed.due for name, owed in before.obligations.items() if owed.state.answerable}
    dues = {name: due for name, due in dues.items() if "take_over" not in name}
    assert {name: after.obligations[name].due for name in dues} == dues
    assert {o.owed_by for o in after.obligations.values() if o.seat is None and o.state.answerable} == {NEXT.actor}
    assert fold(play.entries).coordinator == NEXT.actor


def test_an_offer_in_a_preparation_stands_half_as_long_as_in_the_cycle() -> None:
    play = Play.of("readiness", roster(6), PREPARATION)
    play.say(OfferBackbone(NEXT.actor, TRANSFER, text()))
    owed = play.initiative.owed("take_over")
    assert owed is not None
    assert play.initiative.calendar.due_day(owed.due) == datetime(2026, 1, 26, tzinfo=UTC).date()
