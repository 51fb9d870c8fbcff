"""Passing: duties follow the seat, and whoever left says nothing for it any more."""

from __future__ import annotations

from datetime import date

import pytest

from domain.actors import Channel, Role, Speaker
from domain.clockwork import exit_taken
from domain.events import Because, ObligationHandedOver, TakenBy
from domain.explaining import Waiting, waiting_on
from domain.matters.seats.commands import LeaveSeat, PassSeat
from domain.matters.seats.events import SeatLeft, SeatPassed, SeatVacated, Vacated
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.piloting.commands import HaltOnHarm
from domain.refusals import AlreadyAnswered, NotEntitled, SeatOutOfTerm, UnknownSeat
from domain.seats import Seat, Sector
from tests.domain.journeys import relay
from tests.fixtures.rules import COORDINATOR, Play, roster, text

SEAT, INVITATION = "seat-01", "convening.1/answer_invitation/seat-01"
NEXT = Speaker("next-01", Role.PARTICIPANT, Channel.LINK, SEAT)
ALONE = (Seat("seat-00", "org-00", Sector.RESIDENT, "holder-00"), *roster(11))


@pytest.fixture
def play() -> Play:
    """Twelve seats have been invited."""
    return Play.of("convening")


def passed(play: Play, seat: str = SEAT, deputy: str | None = "next-deputy-01") -> None:
    """The register names another holder, and the coordinator passes the seat on."""
    play.say(PassSeat(seat, "next-01", deputy))


def test_open_duties_follow_the_seat_to_its_next_holder(play: Play) -> None:
    passed(play)
    assert play.initiative.obligations[INVITATION].owed_by == "next-01"
    moved = [e.event for e in play.entries if isinstance(e.event, ObligationHandedOver)]
    assert [(e.to, e.because) for e in moved] == [("next-01", Because.SEAT_PASSED)]


def test_the_next_holder_speaks_for_the_seat_and_the_former_ones_no_more(play: Play) -> None:
    passed(play)
    for former in (False, True):
        gone = Speaker(("holder-01", "deputy-01")[former], Role.PARTICIPANT, Channel.LINK, SEAT)
        with pytest.raises(NotEntitled):
            play.say(AnswerInvitation(Reply.NO), gone)
    play.say(AnswerInvitation(Reply.YES), NEXT)
    assert play.initiative.now_in.standing(play.initiative).present == (SEAT,)


def test_an_answer_of_the_former_holder_stays_the_seats(play: Play) -> None:
    play.seat_says(SEAT, AnswerInvitation(Reply.YES))
    passed(play)
    assert play.initiative.now_in.standing(play.initiative).present == (SEAT,)
    play.say(AnswerInvitation(Reply.NO), NEXT)
    assert SEAT not in play.initiative.now_in.standing(play.initiative).entitled


def test_a_seat_that_a_deputy_took_over_is_passed_on_like_another(play: Play) -> None:
    play.seat_says(SEAT, AnswerInvitation(Reply.DEPUTY))
    play.seat_says(SEAT, AnswerInvitation(Reply.YES), deputy=True)
    passed(play)
    play.say(AnswerInvitation(Reply.NO), NEXT)
    assert play.initiative.holder(SEAT) == "next-01"


def test_an_invitation_that_lies_with_a_deputy_who_stays_stays_there(play: Play) -> None:
    play.seat_says(SEAT, AnswerInvitation(Reply.DEPUTY))
    passed(play, deputy="deputy-01")
    assert play.initiative.obligations[INVITATION].owed_by == "deputy-01"


def test_a_seat_held_as_the_register_says_is_not_passed_again(play: Play) -> None:
    passed(play)
    with pytest.raises(AlreadyAnswered):
        passed(play)


def test_a_term_that_is_over_takes_no_seat(play: Play) -> None:
    with pytest.raises(SeatOutOfTerm):
        play.say(PassSeat(SEAT, "next-01", until=date(2026, 1, 11)))
    play.say(PassSeat(SEAT, "next-01", until=date(2026, 1, 12)))


def test_a_seat_is_the_coordinators_to_pass(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(SEAT, PassSeat(SEAT, "next-01"))
    with pytest.raises(UnknownSeat):
        play.say(PassSeat("seat-99", "next-01"))


def test_when_a_holder_leaves_the_deputy_holds_the_seat_and_the_coordinator_looks_for_the_next(play: Play) -> None:
    left, onward, *_ = play.seat_says(SEAT, LeaveSeat(text()))
    assert left == SeatLeft(SEAT, "holder-01", text())
    assert onward == SeatPassed(SEAT, "deputy-01", "holder-01")
    assert play.initiative.obligations[INVITATION].owed_by == "deputy-01"
    search = play.initiative.of_duty("renew_seat")
    assert [(o.seat, o.subject, o.owed_by) for o in search] == [(None, "seat-01.1", COORDINATOR.actor)]
    with pytest.raises(NotEntitled):
        play.say(AnswerInvitation(Reply.YES), Speaker("holder-01", Role.PARTICIPANT, Channel.LINK, SEAT))


def test_the_search_is_over_once_the_seat_is_passed_on(play: Play) -> None:
    play.seat_says(SEAT, LeaveSeat())
    passed(play)
    (search,) = play.initiative.of_duty("renew_seat")
    assert search.state is ObligationState.FULFILLED


def test_only_the_holder_leaves_the_seat(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(SEAT, LeaveSeat(), deputy=True)
    play.say(LeaveSeat(), Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, SEAT, COORDINATOR.actor))


def test_a_seat_that_nobody_stands_behind_is_vacant_and_not_entitled() -> None:
    play = Play.of("convening", ALONE)
    events = play.seat_says("seat-00", LeaveSeat())
    assert SeatVacated("seat-00", Vacated.LEFT) in events
    assert "seat-00" not in play.initiative.now_in.standing(play.initiative).entitled
    with pytest.raises(NotEntitled):
        play.seat_says("seat-00", AnswerInvitation(Reply.YES))
    with pytest.raises(NotEntitled):
        play.say(AnswerInvitation(Reply.YES), Speaker("a", Role.COORDINATOR, Channel.PHONE, "seat-00", "a"))


def test_what_a_vacant_seat_owes_waits_and_nobody_is_reminded_of_it() -> None:
    play = Play.of("convening", ALONE)
    play.seat_says("seat-00", LeaveSeat())
    happened = play.wait(25)
    assert [event for event in happened if getattr(event, "obligation", "").endswith("seat-00")] == []
    assert "seat-00" not in {waiting.seat for waiting in _waiting(play)}
    play.say(PassSeat("seat-00", "next-00"))
    assert play.initiative.obligations["convening.1/answer_invitation/seat-00"].owed_by == "next-00"
    assert "seat-00" in {waiting.seat for waiting in _waiting(play)}


def _waiting(play: Play) -> tuple[Waiting, ...]:
    return waiting_on(play.initiative)


def test_a_seat_that_was_vacant_when_a_phase_opened_is_asked_when_somebody_holds_it() -> None:
    play = Play.of("need_identification", ALONE)
    play.seat_says("seat-00", LeaveSeat())
    play.record(exit_taken(play.initiative, ExitKind.ADVANCE, TakenBy.ROLE, play.now))
    assert relay(play)
    assert play.initiative.owed("answer_invitation", seat="seat-00") is None
    play.say(PassSeat("seat-00", "next-00"))
    owed = play.initiative.owed("answer_invitation", seat="seat-00")
    assert owed is not None
    assert owed.owed_by == "next-00"


def test_a_former_holder_may_not_even_report_harm_for_the_seat() -> None:
    play = Play.of("piloting", accepted=("seat-01", "seat-02"))
    passed(play)
    with pytest.raises(NotEntitled):
        play.say(HaltOnHarm(text()), Speaker("holder-01", Role.PARTICIPANT, Channel.LINK, SEAT))
    play.say(HaltOnHarm(text()), NEXT)
