"""Two pulses missed in a row bring a seat onto the phone list, once, until it answers one."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from domain.correspondence.silences import Asked, Post, Silence, Why, silences
from domain.phases.piloting.commands import HaltOnHarm, ReviewHarm
from domain.phases.piloting.missing import missed
from tests.domain.phases.test_piloting import PULSE, SEATS, pilot
from tests.fixtures.rules import Play, text

SENT, LOST = Asked((Post.SENT,)), Asked((Post.LOST,))


@pytest.fixture
def play() -> Play:
    return pilot()


def lines(play: Play, seat: str = "seat-02", **asked: Asked) -> list[Silence]:
    """The lines of a seat about its pulses, while this is known of actors."""
    known = {actor.replace("_", "-"): what for actor, what in asked.items()}
    every = dict.fromkeys(play.initiative.obligations, known)
    found = silences(play.initiative, every, play.now)
    return [one for one in found if (one.obligation.seat, one.obligation.duty) == (seat, "answer_pulse")]


def days(play: Play, moments: tuple[datetime, ...]) -> list[date]:
    return [play.initiative.calendar.local(moment).date() for moment in moments]


def until(play: Play, day: date) -> None:
    """Wait until noon of a local day."""
    play.wait_until(play.initiative.calendar.instant(day, time(12)))


def test_one_missed_pulse_is_nothing_to_call_about(play: Play) -> None:
    until(play, date(2026, 1, 26))
    assert days(play, missed(play.initiative, "seat-02")) == [date(2026, 1, 26)]
    assert lines(play) == []


def test_after_two_in_a_row_the_seat_is_called_once_until_it_answers(play: Play) -> None:
    until(play, date(2026, 2, 25))
    assert lines(play) == []
    until(play, date(2026, 2, 26))
    (line,) = lines(play, holder_02=SENT)
    assert (line.obligation.subject, line.why) == ("2", Why.MISSED_PULSES)
    assert line.people == (("holder-02", Why.UNREAD), ("deputy-02", None))
    since = line.since
    for day, pulse in ((date(2026, 3, 13), "3"), (date(2026, 4, 20), "4")):
        until(play, day)
        (line,) = lines(play)
        assert (line.obligation.subject, line.since, line.why) == (pulse, since, Why.MISSED_PULSES)
    play.seat_says("seat-02", PULSE)
    assert lines(play) == []
    assert missed(play.initiative, "seat-02") == ()
    until(play, date(2026, 5, 29))
    assert lines(play) == []  # the first one since
    until(play, date(2026, 6, 29))
    assert len(lines(play)) == 1


def test_every_seat_is_counted_by_itself(play: Play) -> None:
    until(play, date(2026, 1, 20))
    play.seat_says("seat-01", PULSE)
    until(play, date(2026, 3, 2))
    assert [seat for seat in SEATS if lines(play, seat)] == ["seat-02", "seat-03", "seat-04", "seat-05"]
    play.seat_says("seat-03", PULSE)  # late, which is an answer like any other
    assert lines(play, "seat-03") == []


def test_a_pulse_that_a_halt_took_back_was_not_missed(play: Play) -> None:
    until(play, date(2026, 2, 16))
    play.seat_says("seat-01", HaltOnHarm(text()))  # the second pulse is open
    play.say(ReviewHarm(True, text()))
    until(play, date(2026, 3, 20))
    assert days(play, missed(play.initiative, "seat-02")) == [date(2026, 1, 26)]
    assert lines(play) == []
    until(play, date(2026, 3, 30))
    assert len(lines(play)) == 1


def test_a_pulse_that_the_next_one_replaced_was_missed_if_its_time_was_over(play: Play) -> None:
    """After July two come close together: the third of August and the twelfth."""
    until(play, date(2026, 6, 20))
    play.seat_says("seat-02", PULSE)
    until(play, date(2026, 8, 13))
    assert days(play, missed(play.initiative, "seat-02")) == [date(2026, 8, 12)]


def test_what_somebody_said_is_told_before_it_and_whom_no_letter_reaches_is_called_at_once(play: Play) -> None:
    (line,) = lines(play, holder_02=LOST, deputy_02=LOST)
    assert (line.since, line.why) == (play.now, Why.UNDELIVERED)
    until(play, date(2026, 2, 26))
    (line,) = lines(play, holder_02=Asked((Post.SENT,), said=Why.WRONG_PERSON))
    assert line.why is Why.WRONG_PERSON
    (line,) = lines(play, holder_02=LOST, deputy_02=LOST)
    assert line.why is Why.MISSED_PULSES
