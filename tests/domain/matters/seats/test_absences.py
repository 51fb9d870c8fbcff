"""Absences: what opens or lies open in [from, until) goes to the deputy, and comes back if it is still owed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.clockwork import next_wake
from domain.events import Because, ObligationHandedOver, ObligationOpened, ReminderDue
from domain.matters.seats.commands import EndAbsence, NameDeputies, ReportAbsence
from domain.obligations import ObligationState
from domain.operating_model import StepAction
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.convening.events import InvitationAccepted
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from tests.fixtures.rules import COORDINATOR, START, Play, text

SEAT, HOLDER, DEPUTY = "seat-01", "holder-01", "deputy-01"
INVITATION = f"convening.1/answer_invitation/{SEAT}"


def at(days: float) -> datetime:
    """So many days after the start."""
    return START + timedelta(days=days)


def away(play: Play, since: float, until: float, seat: str = SEAT, *, deputy: bool = False) -> None:
    """A seat's holder, or its deputy, says by their own link that they will be away."""
    play.seat_says(seat, ReportAbsence(at(until), at(since)), deputy=deputy)


def lies_with(play: Play, obligation: str = INVITATION) -> tuple[str, str | None]:
    """With whom a duty lies, and for whom that one stands in."""
    owed = play.initiative.obligations[obligation]
    return owed.owed_by, owed.principal


def handed_over(play: Play) -> list[ObligationHandedOver]:
    """Every handing over so far."""
    return [entry.event for entry in play.entries if isinstance(entry.event, ObligationHandedOver)]


@pytest.fixture
def play() -> Play:
    """Twelve seats have been invited."""
    return Play.of("convening")


def test_what_is_open_goes_to_the_deputy_when_the_absence_begins_and_not_before(play: Play) -> None:
    away(play, 2, 6)
    play.wait_until(at(2) - timedelta(microseconds=1))
    assert lies_with(play) == (HOLDER, None)
    play.wait_until(at(2))
    assert lies_with(play) == (DEPUTY, HOLDER)
    assert handed_over(play)[0].because is Because.AWAY


def test_it_comes_back_at_the_end_if_it_is_still_owed(play: Play) -> None:
    away(play, 0, 4)
    assert lies_with(play) == (DEPUTY, HOLDER)
    play.wait_until(at(4) - timedelta(microseconds=1))
    assert lies_with(play) == (DEPUTY, HOLDER)
    play.wait_until(at(4))
    assert lies_with(play) == (HOLDER, None)
    assert [event.because for event in handed_over(play)] == [Because.AWAY, Because.BACK]
    assert play.initiative.facts.people.absences == {}


def test_what_was_answered_meanwhile_does_not_come_back(play: Play) -> None:
    away(play, 0, 4)
    play.seat_says(SEAT, AnswerInvitation(Reply.YES), deputy=True)
    play.wait_until(at(5))
    assert play.initiative.obligations[INVITATION].state is ObligationState.FULFILLED
    assert [event.because for event in handed_over(play)] == [Because.AWAY]


def test_what_opens_in_the_absence_is_asked_of_the_deputy_at_once() -> None:
    play = Play.of("piloting", accepted=("seat-01", "seat-02"))
    away(play, 0, 60)
    play.wait(45)
    asked = [e.event for e in play.entries if isinstance(e.event, ObligationOpened) and e.event.subject == "2"]
    assert [(e.owed_by, e.principal) for e in asked] == [(DEPUTY, HOLDER), ("holder-02", None)]


def test_a_deputys_acceptance_is_the_seats_and_the_holder_keeps_the_seat(play: Play) -> None:
    away(play, 0, 4)
    (accepted, *_) = play.seat_says(SEAT, AnswerInvitation(Reply.YES), deputy=True)
    assert accepted == InvitationAccepted(SEAT, HOLDER)
    assert SEAT in play.initiative.now_in.standing(play.initiative).present


def test_whoever_stands_in_may_also_change_the_answer(play: Play) -> None:
    away(play, 0, 4)
    play.seat_says(SEAT, AnswerInvitation(Reply.YES), deputy=True)
    play.seat_says(SEAT, AnswerInvitation(Reply.NO, text()), deputy=True)
    assert SEAT not in play.initiative.now_in.standing(play.initiative).entitled


def test_the_log_says_b_for_a(play: Play) -> None:
    away(play, 0, 4)
    play.seat_says(SEAT, AnswerInvitation(Reply.YES), deputy=True)
    said = next(entry for entry in play.entries if isinstance(entry.event, InvitationAccepted))
    assert (said.actor, said.principal, said.seat) == (DEPUTY, HOLDER, SEAT)
    play.seat_says("seat-02", AnswerInvitation(Reply.YES))
    own = next(e for e in reversed(play.entries) if isinstance(e.event, InvitationAccepted))
    assert (own.actor, own.principal) == ("holder-02", None)


def test_one_who_is_away_may_answer_all_the_same(play: Play) -> None:
    away(play, 0, 4)
    play.seat_says(SEAT, AnswerInvitation(Reply.YES))
    assert play.initiative.obligations[INVITATION].state is ObligationState.FULFILLED


def test_a_deputys_deputy_stands_in_while_both_are_away_and_each_comes_back_in_turn(play: Play) -> None:
    play.say(NameDeputies((DEPUTY, "deputy-of-deputy", "third"), SEAT))
    away(play, 1, 9)
    away(play, 2, 5, deputy=True)
    play.wait_until(at(1))
    assert lies_with(play) == (DEPUTY, HOLDER)
    play.wait_until(at(2))
    assert lies_with(play) == ("deputy-of-deputy", HOLDER)
    play.wait_until(at(5))
    assert lies_with(play) == (DEPUTY, HOLDER)
    play.wait_until(at(9))
    assert lies_with(play) == (HOLDER, None)


def test_where_everybody_is_away_the_duty_stays_and_the_ladder_tells_the_coordinator(play: Play) -> None:
    away(play, 0, 40)
    away(play, 1, 40, deputy=True)
    play.wait_until(at(1))
    assert lies_with(play) == (HOLDER, None)
    play.wait(30)
    told = [e.event for e in play.entries if isinstance(e.event, ReminderDue) and e.event.obligation == INVITATION]
    nudges = [event.to for event in told if event.action in (StepAction.NUDGE, StepAction.OFFER)]
    assert nudges == [COORDINATOR.actor, COORDINATOR.actor]


def test_an_invitation_that_was_passed_on_stays_with_the_deputy_when_the_holder_is_back(play: Play) -> None:
    play.seat_says(SEAT, AnswerInvitation(Reply.DEPUTY))
    away(play, 0, 3)
    play.wait_until(at(4))
    assert lies_with(play) == (DEPUTY, None)


def test_one_who_is_back_early_gets_it_back_early(play: Play) -> None:
    away(play, 0, 9)
    play.wait_until(at(2))
    play.seat_says(SEAT, EndAbsence())
    assert lies_with(play) == (HOLDER, None)


def test_an_absence_to_come_can_be_taken_back(play: Play) -> None:
    away(play, 3, 9)
    play.seat_says(SEAT, EndAbsence())
    play.wait_until(at(4))
    assert lies_with(play) == (HOLDER, None)
    with pytest.raises(NotAsked):
        play.seat_says(SEAT, EndAbsence())


def test_an_absence_can_be_entered_for_the_holder(play: Play) -> None:
    entered = Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, SEAT, COORDINATOR.actor)
    play.say(ReportAbsence(at(3)), entered)
    assert lies_with(play) == (DEPUTY, HOLDER)


def test_a_person_who_holds_two_seats_is_away_from_both() -> None:
    play = Play.of("convening")
    play.say(NameDeputies((HOLDER, "other"), "seat-02"))
    away(play, 0, 3)
    play.seat_says("seat-02", ReportAbsence(at(3)))
    assert lies_with(play, "convening.1/answer_invitation/seat-02") == ("other", "holder-02")


@pytest.mark.parametrize(
    ("since", "until", "path"), [(2, 2, "until"), (3, 2, "until"), (-5, -1, "until"), (0, 400, "until")]
)
def test_an_absence_that_is_none_is_refused(play: Play, since: float, until: float, path: str) -> None:
    with pytest.raises(Malformed) as refusal:
        away(play, since, until)
    assert refusal.value.path == path


def test_two_absences_of_one_person_do_not_overlap_and_may_touch(play: Play) -> None:
    away(play, 2, 4)
    with pytest.raises(AlreadyAnswered):
        away(play, 3, 5)
    away(play, 4, 6)
    play.wait_until(at(4))
    assert lies_with(play) == (DEPUTY, HOLDER)
    assert [event.because for event in handed_over(play)] == [Because.AWAY]


def test_an_absence_is_told_by_those_of_the_seat_or_the_coordinator(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.say(ReportAbsence(at(3)), Speaker("stranger", Role.PARTICIPANT, Channel.LINK, SEAT))


def test_the_clock_knows_when_each_absence_turns(play: Play) -> None:
    away(play, 1, 2)
    assert next_wake(play.initiative) == at(1)
    play.wait_until(at(1))
    assert next_wake(play.initiative) == at(2)
