"""Foreseeing: what will be asked of whom, by the same rules that will ask it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from domain.clockwork import next_wake, tick
from domain.deciding import opening
from domain.events import Event, InitiativeStarted, ObligationOpened
from domain.folding import after_all, begin
from domain.initiative import Initiative
from domain.loading import WEEK, WEEKS, Load, due_by_week

_MOST_STEPS: Final = 1000


def led_on(initiative: Initiative, events: tuple[Event, ...], now: datetime) -> Iterator[tuple[Event, ...]]:
    """What is written, append by append, once `events` happen to an initiative: they, and the opening of each phase
    that they lead to at once.
    """
    yield events
    following = after_all(initiative, events, now)
    while following.settled and following.outcome is None and following.at.to in following.charter.model.phases:
        opened = opening(following, following.at.to or "", now)
        yield opened
        following = after_all(following, opened, now)


def asked_by_start(started: InitiativeStarted, now: datetime) -> dict[str, Load]:
    """What the opening of an initiative that is started now asks, by actor: the duties of its first phase with a letter
    each, and a seat for every holder.
    """
    initiative = begin(started)
    events = opening(initiative, started.charter.model.first, now)
    asked = [(event.owed_by, event.due) for event in events if isinstance(event, ObligationOpened)]
    actors = [seat.holder for seat in started.charter.seats]
    return {
        actor: Load(
            duties=len(dues := [due for owed_by, due in asked if owed_by == actor]),
            letters=len(dues),
            seats=actors.count(actor),
            weeks=due_by_week(dues, now),
        )
        for actor in dict.fromkeys((*actors, *(owed_by for owed_by, _ in asked)))
    }


def still_to_come(initiative: Initiative, actors: Collection[str], now: datetime) -> tuple[int, ...]:
    """How many duties will yet be asked of these actors in each of the weeks ahead, if nobody acts: a pulse, a
    check-in, an observation. What an answer would bring is not in it.
    """
    until = now + WEEK * WEEKS
    return due_by_week((at for at, who in _to_be_asked(initiative, now, until) if who in actors), now)


def _to_be_asked(initiative: Initiative, now: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
    """When, and of whom, something is asked by the clock alone."""
    for _ in range(_MOST_STEPS):
        if initiative.settled and initiative.outcome is None and initiative.at.to in initiative.charter.model.phases:
            events: tuple[Event, ...] = opening(initiative, initiative.at.to or "", now)
        else:
            wake = next_wake(initiative)
            if wake is None or wake > until:
                return
            stands = wake <= now
            now = max(wake, now)
            events = tick(initiative, now)
            if not events and stands:
                return
        for event in events:
            if isinstance(event, ObligationOpened):
                yield now, event.owed_by
        initiative = after_all(initiative, events, now)
