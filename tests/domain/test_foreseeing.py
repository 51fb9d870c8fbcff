"""Foreseeing: what a start asks equals what its opening asks, and what the clock will bring equals what it brings."""

from __future__ import annotations

from datetime import timedelta

from domain.events import InitiativeStarted, ObligationOpened
from domain.foreseeing import asked_by_start, still_to_come
from domain.loading import WEEK, WEEKS, due_by_week
from tests.fixtures.rules import COORDINATOR, START, Play, charter, roster, text

HOLDER = "holder-01"


def test_a_start_asks_each_holder_for_a_seat_and_what_the_first_phase_asks() -> None:
    started = InitiativeStarted(charter(roster(6)), text())
    asked = asked_by_start(started, START)
    assert (asked[HOLDER].seats, asked[HOLDER].duties, asked[HOLDER].letters) == (1, 1, 1)
    assert (asked[COORDINATOR.actor].seats, asked[COORDINATOR.actor].duties > 0) == (0, True)
    opened = Play.of(started.charter.model.first, roster(6)).entries
    dues = [entry.event for entry in opened if isinstance(entry.event, ObligationOpened)]
    assert {actor: load.duties for actor, load in asked.items()} == {
        actor: sum(event.owed_by == actor for event in dues) for actor in asked
    }


def test_what_is_foreseen_is_what_the_clock_brings() -> None:
    accepted = tuple(f"seat-{n:02}" for n in range(1, 7))
    play = Play.of("piloting", roster(6), accepted=accepted)
    play.wait(10)  # the first pulse has been asked for, the next one has not
    now, known = play.now, len(play.entries)
    foreseen = still_to_come(play.initiative, (HOLDER,), now)
    play.wait_until(now + WEEK * WEEKS)
    came = [e for e in play.entries[known:] if isinstance(e.event, ObligationOpened) and e.event.owed_by == HOLDER]
    assert foreseen == due_by_week((entry.at for entry in came), now)
    assert sum(foreseen) > 0


def test_nothing_is_foreseen_of_somebody_who_is_not_asked() -> None:
    play = Play.of("piloting", roster(6))
    assert still_to_come(play.initiative, ("nobody",), START + timedelta(days=1)) == (0,) * WEEKS
