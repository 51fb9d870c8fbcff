"""What a seat said is its own: nobody puts it in other words unheard, and it is told of every correction for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import Command
from domain.correcting.effective import effective
from domain.correcting.kinds import CORRECTABLE
from domain.events import EntryReadBack, Event
from domain.folding import fold
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.establishment.commands import AnswerCheckIn, Condition
from domain.phases.evaluation.commands import AnswerRubric
from domain.phases.need_identification.commands import (
    ConfirmStatement,
    NothingToRaise,
    OpenCall,
    SubmitNeed,
    TakeInHeld,
)
from domain.phases.need_identification.events import NeedSubmitted
from domain.refusals import AlreadyAnswered, Malformed, NotCorrectable, NotEntitled, PhaseSettled
from domain.seats import Sector
from tests.domain.correcting.histories import heard, scripted, text_of
from tests.domain.phases.test_establishment_linking import followed
from tests.fixtures.cycle import SEATS, holder
from tests.fixtures.rules import COORDINATOR, Play, text

FIRST, SECOND = SEATS[:2]
WHY = text_of(7)
ADMIN = Speaker("actor-admin", Role.ADMIN, Channel.API)
COORDINATORS = (COORDINATOR, heard(FIRST), heard(FIRST, Channel.PAPER), ADMIN)
OWN = {
    *("readiness.answered", "invitation.accepted", "invitation.declined", "statement.confirmed"),
    *("statement.disputed", "wording.confirmed", "wording.corrected", "plan.endorsed", "plan.not_endorsed"),
    *("pulse.answered", "release.answered", "rubric.answered", "verdict.given", "check_in.answered"),
    *("support.rated", "minutes.accepted", "minutes.objected", "section.commented", "section.not_commented"),
    *("application.endorsed", "application.not_endorsed"),
}
"""What seats judge or agree to."""


def last(play: Play, kind: str, seat: str = FIRST) -> int:
    """The number of the last entry of a kind that the seat has said."""
    return next(one.seq for one in reversed(play.entries) if (one.event.KIND, one.seat) == (kind, seat))


def read_back(events: tuple[Event, ...]) -> list[EntryReadBack]:
    return [event for event in events if isinstance(event, EntryReadBack)]


def stands(play: Play, entry: int) -> NeedSubmitted:
    """The need that stands at the place of an entry."""
    event = next(one.event for one in effective(play.entries) if one.seq == entry)
    assert isinstance(event, NeedSubmitted)
    return event


def raised() -> tuple[Play, int]:
    play = Play.of("need_identification")
    play.say(SubmitNeed(text_of(1)), holder(FIRST))
    return play, last(play, "need.submitted")


def test_these_are_the_seats_own() -> None:
    assert {name for name, kind in CORRECTABLE.items() if kind.own} == OWN


@pytest.mark.parametrize("by", COORDINATORS)
@pytest.mark.parametrize(
    ("phase", "kind", "answer"),
    [
        ("convening", "statement.confirmed", ConfirmStatement(agrees=False)),
        ("joint_planning", "invitation.accepted", AnswerInvitation(Reply.NO)),
        ("establishment", "rubric.answered", AnswerRubric(4, 4, 4, 4, 4)),
    ],
)
def test_what_a_seat_judged_or_agreed_to_by_itself_is_corrected_by_nobody_else(
    phase: str, kind: str, answer: Command, by: Speaker
) -> None:
    play = scripted(phase)
    entry, before = last(play, kind), list(play.entries)
    for instead in (answer, None):
        with pytest.raises(NotEntitled) as refused:
            play.correct(entry, instead, by, reason=WHY)
        assert "ask the seat" in refused.value.remedy
    assert play.entries == before


def test_ten_declined_invitations_stay_declined() -> None:
    play = Play.of("convening")
    for seat in [f"seat-{number:02}" for number in range(1, 11)]:
        play.seat_says(seat, AnswerInvitation(Reply.NO))
        for by in (COORDINATOR, heard(seat)):
            with pytest.raises(NotEntitled):
                play.correct(last(play, "invitation.declined", seat), AnswerInvitation(Reply.YES), by, reason=WHY)
    assert set(play.initiative.now_in.replies.values()) == {Reply.NO}  # type: ignore[attr-defined]


def test_the_seat_itself_corrects_what_it_judged() -> None:
    play = Play.of("convening")
    play.seat_says(FIRST, AnswerInvitation(Reply.NO))
    play.correct(last(play, "invitation.declined"), AnswerInvitation(Reply.YES), play.speaker(FIRST))
    assert play.initiative.now_in.replies == {FIRST: Reply.YES}  # type: ignore[attr-defined]


def test_once_it_has_corrected_what_was_entered_for_it_nobody_else_does() -> None:
    play = Play.of("convening")
    play.say(AnswerInvitation(Reply.YES), heard(FIRST))
    play.correct(last(play, "invitation.accepted"), AnswerInvitation(Reply.NO), play.speaker(FIRST))
    with pytest.raises(NotEntitled, match="itself"):
        play.correct(len(play.entries), AnswerInvitation(Reply.YES), heard(FIRST), reason=WHY)


@pytest.mark.parametrize("answer", [SubmitNeed(text_of(2)), None])
def test_what_a_seat_said_is_corrected_for_it_only_by_what_it_told(answer: Command | None) -> None:
    play, entry = raised()
    with pytest.raises(Malformed) as refused:
        play.correct(entry, answer, reason=WHY)
    assert (refused.value.path, FIRST in refused.value.remedy) == ("for_seat", True)
    unheard = Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.API, FIRST)
    with pytest.raises(Malformed) as refused:
        play.correct(entry, answer, unheard, reason=WHY)
    assert refused.value.path == "channel"
    with pytest.raises(NotEntitled):
        play.correct(entry, answer, heard(SECOND), reason=WHY)


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.PAPER])
def test_a_correction_for_a_seat_is_read_back_to_it_like_any_entry(channel: Channel) -> None:
    play, entry = raised()
    (told,) = read_back(play.correct(entry, SubmitNeed(text_of(2)), heard(FIRST, channel), reason=WHY))
    assert (told.to, told.command) == ("holder-01", "need_identification.submit_need")
    assert told.obligation == f"need_identification.1/submit_need/{FIRST}"
    assert play.initiative.calendar.due_day(told.until) == play.now.date() + timedelta(days=7)
    assert fold(play.entries) == play.initiative


def test_what_is_taken_back_for_a_seat_is_told_to_it_too() -> None:
    play, entry = raised()
    (told,) = read_back(play.correct(entry, None, heard(FIRST), reason=WHY))
    assert told.obligation == f"need_identification.1/submit_need/{FIRST}"
    assert fold(play.entries) == play.initiative


def test_a_seat_corrects_itself_without_a_letter() -> None:
    play, entry = raised()
    assert read_back(play.correct(entry, SubmitNeed(text_of(2)), holder(FIRST))) == []


def test_the_seat_puts_it_right_for_a_week_though_its_day_is_over() -> None:
    play, entry = raised()
    play.wait(3)
    (told,) = read_back(play.correct(entry, SubmitNeed(text_of(2)), heard(FIRST), reason=WHY))
    corrected = last(play, "need.submitted")
    play.wait_until(told.until - timedelta(minutes=1))
    late = Play(play.initiative, play.now, list(play.entries))
    play.correct(corrected, SubmitNeed(text_of(1)), holder(FIRST))
    assert stands(play, entry).text == text_of(1)
    late.wait_until(told.until)
    with pytest.raises(AlreadyAnswered) as refused:
        late.correct(corrected, SubmitNeed(text_of(1)), holder(FIRST))
    assert "by phone or on paper" in refused.value.remedy


def test_of_a_closed_phase_too_the_seat_is_told_and_puts_it_right() -> None:
    play = scripted("piloting")
    entry = last(play, "need.submitted")
    need = stands(play, entry)
    with pytest.raises(PhaseSettled):
        play.correct(entry, SubmitNeed(text_of(2)), holder(FIRST))
    with pytest.raises(NotCorrectable) as refused:
        play.correct(entry, None, heard(FIRST), reason=WHY)
    assert refused.value.remedy == "correct what it says"
    (told,) = read_back(play.correct(entry, SubmitNeed(text_of(2)), heard(FIRST), reason=WHY))
    assert (told.to, told.obligation) == ("holder-01", f"need_identification.1/submit_need/{FIRST}")
    assert fold(play.entries) == play.initiative
    play.wait(5)
    play.correct(last(play, "need.submitted"), SubmitNeed(need.text), holder(FIRST))
    assert stands(play, entry) == need
    assert fold(play.entries) == play.initiative


def test_what_the_coordinator_said_for_no_seat_is_corrected_with_a_reason_alone() -> None:
    play = scripted("convening")
    entry = next(one.seq for one in play.entries if one.event.KIND == "baseline.settled")
    with pytest.raises(NotEntitled):
        play.correct(entry, by=heard(FIRST), reason=WHY)
    assert read_back(play.correct(entry, reason=WHY)) == []


def test_what_was_entered_for_a_seat_by_mistake_is_taken_back_with_a_letter() -> None:
    play = Play.of("need_identification")
    play.say(NothingToRaise(), heard(FIRST))
    entry = last(play, "need.not_raised")
    with pytest.raises(Malformed):
        play.correct(entry, reason=WHY)
    assert len(read_back(play.correct(entry, by=heard(FIRST), reason=WHY))) == 1


def test_a_check_in_that_says_shrunk_never_reads_alive() -> None:
    play = followed()
    play.seat_says("seat-02", AnswerCheckIn(Condition.SHRUNK, text(30)))
    entry = last(play, "check_in.answered", "seat-02")
    for by in (COORDINATOR, heard("seat-02"), ADMIN):
        with pytest.raises(NotEntitled):
            play.correct(entry, AnswerCheckIn(Condition.ALIVE), by, reason=WHY)


def test_what_came_by_the_open_call_stands_as_its_sender_wrote_it() -> None:
    play = Play.of("need_identification")
    play.say(OpenCall())
    play.say(TakeInHeld("h1", text_of(3), 0))
    entry = next(one.seq for one in play.entries if one.event.KIND == "need.submitted")
    for answer in (SubmitNeed(text_of(4), Sector.RESIDENT), None):
        with pytest.raises(NotCorrectable) as refused:
            play.correct(entry, answer, reason=WHY)
        assert refused.value.remedy.startswith("answer the need")
