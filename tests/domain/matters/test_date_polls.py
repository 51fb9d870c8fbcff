"""Date polls: asked of everyone who takes part, ranked by the required sectors first, and fixed by those who call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.matters.meetings import Meetings
from domain.matters.meetings.commands import AnswerPoll, FixMeeting, PollDates
from domain.matters.meetings.ranking import RankedDate, ranked
from domain.refusals import Malformed, NotAsked, NotEntitled
from tests.fixtures.rules import START, Play, roster, text

FIRST, SECOND, THIRD = (START + timedelta(days=days, hours=6) for days in (20, 21, 22))
SEATS = tuple(f"seat-{n:02}" for n in range(1, 13))


@pytest.fixture
def play() -> Play:
    """Twelve seats of six sectors, two each; all sectors but companies are required."""
    playing = Play.of("convening", roster(12))
    playing.say(PollDates((SECOND, FIRST, THIRD)))
    return playing


def ranking(play: Play) -> tuple[RankedDate, ...]:
    return ranked(play.initiative, play.initiative.kept(Meetings).meetings["m1"])


def order(play: Play) -> list[int]:
    return [date.proposal for date in ranking(play)]


def suits(play: Play, seats: tuple[str, ...], *numbers: int, if_need_be: tuple[int, ...] = ()) -> None:
    for seat in seats:
        play.seat_says(seat, AnswerPoll("m1", numbers, if_need_be))


def test_everyone_is_asked_and_the_coordinator_owes_a_date(play: Play) -> None:
    assert [o.seat for o in play.initiative.of_duty("answer_poll")] == list(SEATS)
    assert play.initiative.owed("fix_meeting", subject="m1")


def test_without_answers_the_earliest_comes_first(play: Play) -> None:
    assert [date.at for date in ranking(play)] == [FIRST, SECOND, THIRD]


def test_a_date_that_covers_the_required_sectors_comes_before_one_that_more_can_make(play: Play) -> None:
    suits(play, SEATS[:5], 3)
    suits(play, SEATS[5:10], 1)
    suits(play, ("seat-12",), 1)
    best, second, _ = ranking(play)
    assert (best.proposal, best.seats, best.covered) == (3, 5, True)
    assert (second.proposal, second.seats, second.covered) == (1, 6, False)
    (lacking,) = [cover for cover in second.sectors if cover.missing]
    assert (lacking.sectors, lacking.have, lacking.need) == ("leader", 0, 1)
    assert lacking.missing == ("seat-05", "seat-11")


def test_then_the_number_of_seats_decides_then_who_can_gladly_then_the_earliest(play: Play) -> None:
    suits(play, SEATS[:6], 1, 2, 3)
    suits(play, SEATS[6:7], 3)
    assert order(play) == [3, 1, 2]
    suits(play, SEATS[7:8], 2, if_need_be=(1,))
    assert [(d.proposal, d.if_need_be) for d in ranking(play)] == [(2, 0), (3, 0), (1, 1)]


def test_the_last_answer_of_a_seat_counts(play: Play) -> None:
    suits(play, SEATS[:1], 3)
    suits(play, SEATS[:1], if_need_be=(2,))
    assert order(play) == [2, 1, 3]
    assert play.entries[-1].event.replaces  # type: ignore[attr-defined]


def test_a_fixed_date_is_one_of_the_proposals_and_ends_the_poll(play: Play) -> None:
    suits(play, SEATS[:1], 1)
    with pytest.raises(Malformed) as refused:
        play.say(FixMeeting(FIRST + timedelta(hours=1), "m1"))
    assert refused.value.path == "at"
    play.say(FixMeeting(FIRST, "m1", text()))
    assert not any(o.state.answerable for o in play.initiative.of_duty("answer_poll"))
    assert play.initiative.owed("fix_meeting") is None
    with pytest.raises(NotAsked):
        suits(play, SEATS[1:2], 1)
    assert play.initiative.kept(Meetings).called == 1


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (PollDates(()), "proposals"),
        (PollDates((FIRST, FIRST)), "proposals"),
        (PollDates(tuple(FIRST + timedelta(days=n) for n in range(7))), "proposals"),
        (PollDates((START,)), "proposals"),
    ],
)
def test_a_poll_asks_about_a_few_different_moments_to_come(play: Play, command: PollDates, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(command)
    assert refused.value.path == path


def test_an_answer_names_the_proposals_by_their_numbers(play: Play) -> None:
    for answer, path in ((AnswerPoll("m1", (4,)), "suits"), (AnswerPoll("m1", (), (0,)), "if_need_be")):
        with pytest.raises(Malformed) as refused:
            play.seat_says(SEATS[0], answer)
        assert refused.value.path == path
    with pytest.raises(NotEntitled):
        play.seat_says(SEATS[0], PollDates((FIRST,)))


answers = st.lists(st.sampled_from([1, 2, 3]), unique=True).map(tuple)


@given(st.dictionaries(st.sampled_from(SEATS), st.tuples(answers, answers)))
def test_the_ranking_is_what_counting_by_hand_gives(said: dict[str, tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    play = Play.of("convening", roster(12))
    play.say(PollDates((FIRST, SECOND, THIRD)))
    for seat, (gladly, at_need) in said.items():
        play.seat_says(seat, AnswerPoll("m1", gladly, at_need))
    required = set(play.initiative.rule.gate.sectors or {})

    def key(number: int) -> tuple[bool, int, int, int]:
        can = [seat for seat, (gladly, at_need) in said.items() if number in (*gladly, *at_need)]
        sectors = {play.initiative.seats[seat].sector.value for seat in can}
        at_need_only = sum(number not in said[seat][0] for seat in can)
        return (not required <= sectors, -len(can), at_need_only, number)

    assert order(play) == sorted((1, 2, 3), key=key)


@given(st.permutations(SEATS[:6]))
def test_the_order_of_answers_never_changes_the_ranking(seats: list[str]) -> None:
    plays = []
    for sequence in (SEATS[:6], seats):
        play = Play.of("convening", roster(12))
        play.say(PollDates((FIRST, SECOND, THIRD)))
        for seat in sequence:
            play.seat_says(seat, AnswerPoll("m1", (1 + int(seat[-2:]) % 3,), (1 + int(seat[-2:]) % 2,)))
        plays.append(ranking(play))
    assert plays[0] == plays[1]
