"""Talkoo-hours: given by seats or entered for them, corrected by a new entry, summed up and valued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from domain.actors import Channel, Role, Speaker
from domain.facts import Activity
from domain.matters.hours import Hours
from domain.matters.hours.commands import CorrectHours, GiveHours, SetRate, Work
from domain.matters.hours.events import HoursGiven
from domain.matters.hours.giving import MOST_CALLS
from domain.matters.hours.sheet import counting, sheet
from domain.refusals import AlreadyAnswered, NotAsked
from tests.fixtures.rules import COORDINATOR, Play, roster, text

FIRST, SECOND, OUTSIDE = "seat-01", "seat-02", "seat-06"
DAY = date(2026, 1, 10)
MEETING = GiveHours(Work.MEETING, DAY, 90, 4, evidence=text())
BUILDING = GiveHours(Work.ACTIVITY, DAY, 60, 2, "a1")


def kept(play: Play) -> Hours:
    return play.initiative.kept(Hours)


def events(play: Play) -> Iterable[HoursGiven]:
    return (entry.event for entry in play.entries if isinstance(entry.event, HoursGiven))


def piloted() -> Play:
    accepted = tuple(f"seat-{n:02}" for n in range(1, 6))
    return Play.of("piloting", roster(6), accepted=accepted, activities={"a1": Activity("a1", FIRST, SECOND)})


@pytest.fixture
def play() -> Play:
    return piloted()


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
