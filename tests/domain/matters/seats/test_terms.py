"""Terms: their end is told a month before; from the day after it the seat is vacant until it is passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.matters.seats.commands import PassSeat
from domain.matters.seats.events import SeatVacated, TermEnding, Vacated
from domain.obligations import ObligationState
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import NotEntitled
from tests.fixtures.rules import MODEL, Play, roster

LAST_DAY = date(2026, 3, 1)
MIDNIGHT_AFTER = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)  # in Helsinki
SEATS = (replace(roster(12)[0], until=LAST_DAY), *roster(12)[1:])


def happened(play: Play, kind: type[object]) -> list[datetime]:
    """When events of a kind happened."""
    return [entry.at for entry in play.entries if isinstance(entry.event, kind)]


@pytest.fixture
def play() -> Play:
    """Twelve seats have been invited; the term of the first ends within the phase."""
    return Play.of("convening", SEATS)


def test_the_end_of_a_term_is_told_a_month_before_and_once(play: Play) -> None:
    play.wait_until(MIDNIGHT_AFTER)
    (told,) = happened(play, TermEnding)
    assert play.initiative.calendar.local(told).date() == date(2026, 1, 30)
    assert [o.subject for o in play.initiative.of_duty("renew_seat")] == ["seat-01.1"]


def test_the_seat_is_vacant_from_the_day_after_the_last(play: Play) -> None:
    play.wait_until(MIDNIGHT_AFTER)
    assert happened(play, SeatVacated) == [MIDNIGHT_AFTER]
    vacated = next(e.event for e in play.entries if isinstance(e.event, SeatVacated))
    assert vacated.because is Vacated.TERM_OVER
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", AnswerInvitation(Reply.YES))


def test_it_counts_as_vacant_for_the_quorum(play: Play) -> None:
    before = len(play.initiative.now_in.standing(play.initiative).entitled)
    play.wait_until(MIDNIGHT_AFTER)
    assert len(play.initiative.now_in.standing(play.initiative).entitled) == before - 1


def test_a_term_that_is_renewed_in_time_leaves_no_gap(play: Play) -> None:
    play.wait_until(datetime(2026, 2, 10, tzinfo=UTC))
    play.say(PassSeat("seat-01", "holder-01", "deputy-01", date(2028, 12, 31)))
    play.wait_until(MIDNIGHT_AFTER)
    assert happened(play, SeatVacated) == []
    assert [o.state for o in play.initiative.of_duty("renew_seat")] == [ObligationState.FULFILLED]


def test_the_end_of_the_next_term_is_told_again(play: Play) -> None:
    play.say(PassSeat("seat-01", "holder-01", "deputy-01", date(2026, 2, 15)))
    play.wait_until(MIDNIGHT_AFTER)
    assert len(happened(play, TermEnding)) == 1
    assert len(happened(play, SeatVacated)) == 1


def test_a_model_that_keeps_no_seats_looks_at_no_term() -> None:
    play = Play.of("convening", SEATS, replace(MODEL, matters=None))
    play.wait_until(MIDNIGHT_AFTER)
    assert happened(play, TermEnding) == happened(play, SeatVacated) == []
