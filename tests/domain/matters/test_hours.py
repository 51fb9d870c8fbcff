"""Talkoo-hours: given by seats or entered for them, corrected by a new entry, summed up and valued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Channel, Role, Speaker
from domain.commands import Command
from domain.facts import Activity
from domain.folding import fold
from domain.ledger.canonical import canonical
from domain.matters.hours import Hours
from domain.matters.hours.commands import CorrectHours, GiveHours, SetRate, Work
from domain.matters.hours.events import HoursGiven
from domain.matters.hours.giving import MOST_CALLS
from domain.matters.hours.sheet import Sum, counting, sheet
from domain.matters.hours.state import CORRECTABLE
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal
from domain.wire import plain
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import COORDINATOR, MODEL, Play, roster, text

FIRST, SECOND, OUTSIDE = "seat-01", "seat-02", "seat-06"
DAY = date(2026, 1, 10)
MEETING = GiveHours(Work.MEETING, DAY, 90, 4, evidence=text())
BUILDING = GiveHours(Work.ACTIVITY, DAY, 60, 2, "a1")


@pytest.fixture
def play() -> Play:
    accepted = tuple(f"seat-{n:02}" for n in range(1, 6))
    return Play.of("piloting", roster(6), accepted=accepted, activities={"a1": Activity("a1", FIRST, SECOND)})


def kept(play: Play) -> Hours:
    return play.initiative.kept(Hours)


def events(play: Play) -> Iterable[HoursGiven]:
    return (entry.event for entry in play.entries if isinstance(entry.event, HoursGiven))


def test_what_is_given_by_link_and_what_is_entered_from_paper_counts_alike(play: Play) -> None:
    play.seat_says(FIRST, MEETING)
    play.say(BUILDING, Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PAPER, SECOND, COORDINATOR.actor))
    assert [(e.entry, e.seat, e.minutes * e.people) for e in events(play)] == [("h1", FIRST, 360), ("h2", SECOND, 120)]
    assert (kept(play).entries, kept(play).minutes) == (2, 480)


def test_a_correction_is_a_new_entry_and_the_old_one_stays_in_the_ledger(play: Play) -> None:
    play.seat_says(FIRST, MEETING)
    play.seat_says(FIRST, CorrectHours("h1", Work.MEETING, DAY, 90, 3))
    assert [(e.entry, e.replaces) for e in events(play)] == [("h1", None), ("h2", "h1")]
    assert kept(play).minutes == 270
    assert [e.entry for e in counting(events(play))] == ["h2"]
    with pytest.raises(NotAsked):
        play.seat_says(FIRST, CorrectHours("h1", Work.MEETING, DAY, 90, 2))


def test_what_was_never_given_is_corrected_to_nothing(play: Play) -> None:
    play.seat_says(FIRST, MEETING)
    play.seat_says(FIRST, CorrectHours("h1", Work.MEETING, DAY, 0, 1))
    assert counting(events(play)) == ()
    assert (kept(play).minutes, kept(play).correctable) == (0, {})


def test_the_sums_by_activity_seat_and_month_have_their_value(play: Play) -> None:
    play.seat_says(FIRST, MEETING)
    play.seat_says(SECOND, BUILDING)
    play.seat_says(SECOND, replace(BUILDING, day=date(2025, 12, 31), minutes=50, people=1))
    play.say(SetRate("leader_2026", 2000))
    summed = sheet(counting(events(play)), 1500, kept(play).rates)
    assert (summed.minutes, summed.cents) == (530, 13250)
    assert [(s.of, s.entries, s.minutes, s.cents) for s in summed.by_work] == [
        ("a1", 2, 170, 4250),
        ("meeting", 1, 360, 9000),
    ]
    assert [(s.of, s.minutes) for s in summed.by_seat] == [(FIRST, 360), (SECOND, 170)]
    assert [(s.of, s.minutes) for s in summed.by_month] == [("2025-12", 50), ("2026-01", 480)]
    assert [(w.call, w.cents_an_hour, w.cents) for w in summed.calls] == [("leader_2026", 2000, 17666)]


def test_a_rate_that_is_set_again_counts_instead(play: Play) -> None:
    play.say(SetRate("leader_2026", 2000))
    play.say(SetRate("leader_2026", 1800))
    assert kept(play).rates == {"leader_2026": 1800}
    with pytest.raises(AlreadyAnswered):
        play.say(SetRate("leader_2026", 1800))
    for number in range(1, MOST_CALLS):
        play.say(SetRate(f"call_{number}", 0))
    with pytest.raises(NotAsked):
        play.say(SetRate("one_more", 0))


WRONG: list[tuple[str | None, Command, type[Refusal], str]] = [
    (None, MEETING, NotEntitled, "for_seat"),
    (OUTSIDE, MEETING, NotEntitled, ""),
    (FIRST, replace(MEETING, day=date(2026, 1, 13)), Malformed, "day"),
    (FIRST, replace(MEETING, day=date(2025, 1, 10)), Malformed, "day"),
    (FIRST, replace(MEETING, minutes=0), Malformed, "minutes"),
    (FIRST, replace(MEETING, minutes=1441), Malformed, "minutes"),
    (FIRST, replace(MEETING, people=0), Malformed, "people"),
    (FIRST, replace(MEETING, people=501), Malformed, "people"),
    (FIRST, replace(MEETING, activity="a1"), Malformed, "activity"),
    (FIRST, replace(BUILDING, activity=None), Malformed, "activity"),
    (FIRST, replace(BUILDING, activity="a9"), NotAsked, "activity"),
    (FIRST, replace(MEETING, evidence=text(121)), Malformed, "evidence"),
    (FIRST, CorrectHours("h9", Work.MEETING, DAY, 90, 4), NotAsked, "entry"),
    (SECOND, CorrectHours("h1", Work.MEETING, DAY, 90, 4), NotEntitled, "entry"),
    (FIRST, CorrectHours("h1", Work.MEETING, DAY, -1, 4), Malformed, "minutes"),
    (FIRST, SetRate("leader_2026", 1500), NotEntitled, ""),
    (None, SetRate("Leader Kehitys ry", 1500), Malformed, "call"),
    (None, SetRate("leader_2026", -1), Malformed, "cents_an_hour"),
]


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_is_refused_and_nothing_happens(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.seat_says(FIRST, MEETING)
    before = play.initiative
    with pytest.raises(refusal) as refused:
        play.say(command, play.speaker(seat) if seat else COORDINATOR)
    assert refused.value.path == path
    assert play.initiative == before


def test_a_model_without_it_keeps_no_hours_and_says_so() -> None:
    play = Play.of("need_identification", model=without_matters(MODEL))
    with pytest.raises(NotAsked):
        play.seat_says(FIRST, MEETING)


def test_the_state_stays_small_however_many_hours_are_given(play: Play) -> None:
    for _ in range(CORRECTABLE + 20):
        play.seat_says(FIRST, MEETING)
    assert len(kept(play).correctable) == CORRECTABLE
    assert len(canonical(plain(kept(play)))) < 16_000
    with pytest.raises(NotAsked):
        play.seat_says(FIRST, CorrectHours("h20", Work.MEETING, DAY, 90, 3))
    play.seat_says(FIRST, CorrectHours("h21", Work.MEETING, DAY, 90, 3))
    assert kept(play).minutes == sum(e.minutes * e.people for e in counting(events(play)))


corrections = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 120), st.integers(1, 9)), max_size=12)


@given(corrections)
def test_the_state_and_the_sheet_agree_after_any_corrections(said: list[tuple[int, int, int]]) -> None:
    play = Play.of("convening", roster(6))
    for number, minutes, people in said:
        names = list(kept(play).correctable)
        if names and number < 5:
            name = names[number % len(names)]
            play.seat_says(FIRST, CorrectHours(name, Work.OTHER, DAY, minutes, people))
        else:
            play.seat_says(FIRST, GiveHours(Work.OTHER, DAY, minutes + 1, people))
    counted = counting(events(play))
    assert kept(play).minutes == sheet(counted, 1500, {}).minutes == sum(s.minutes for s in _months(counted))
    assert fold(play.entries).matters == play.initiative.matters


def _months(counted: tuple[HoursGiven, ...]) -> tuple[Sum, ...]:
    return sheet(counted, 1500, {}).by_month
