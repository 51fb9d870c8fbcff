"""Previewing: what a command would do to every clock, computed by the same rules that would then do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.clockwork import next_wake, ticked
from domain.commands import Said
from domain.deciding import decide
from domain.events import Event
from domain.folding import after_all
from domain.forecasting import NextEvent, next_if_nobody_acts
from domain.holding import gone_on
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState


@dataclass(frozen=True)
class Clock:
    """A deadline and the next step of its ladder (None: there is none), before and after the command.

    `obligation` is None for the window of the phase, whose `duty` is None too, and for the open `vote`. What moves by
    nothing is listed as well, outside deadlines above all.
    """

    obligation: str | None
    duty: str | None
    seat: str | None
    due: datetime
    due_after: datetime
    next_step_at: datetime | None = None
    next_step_at_after: datetime | None = None


@dataclass(frozen=True)
class Preview:
    """What a command would lead to: `happened` are the kinds of its events, `clocks` all that are open now,
    `rests_until` the instant until which the initiative would rest, and what would come next by itself, before and
    after.
    """

    happened: tuple[str, ...]
    clocks: tuple[Clock, ...]
    rests_until: datetime | None
    next_event: NextEvent | None
    next_event_after: NextEvent | None


def preview(initiative: Initiative, said: Said, now: datetime) -> tuple[Preview, tuple[Event, ...]]:
    """What a command would do to the clocks, and its events; of a pause or hold, if it lasts until its day and then
    goes on.

    Raises the Refusal that the command would meet. Nothing happens either way.
    """
    events = decide(initiative, said, now).events
    following = after_all(initiative, events, now)
    shown = Preview(
        happened=tuple(event.KIND for event in events),
        clocks=_clocks(initiative, _rested(following, now)),
        rests_until=following.paused.until if following.paused else None,
        next_event=next_if_nobody_acts(initiative),
        next_event_after=next_if_nobody_acts(following),
    )
    return shown, events


def _rested(initiative: Initiative, now: datetime) -> Initiative:
    """The initiative once its rest is over, and it has gone on; itself if it does not rest."""
    resting = initiative.paused
    if resting is None:
        return initiative
    until = max(resting.until, now)
    while (wake := next_wake(initiative)) is not None and wake < until:
        initiative = ticked(initiative, wake)[1]
    return after_all(initiative, gone_on(initiative, until), until)


def _clocks(before: Initiative, after: Initiative) -> tuple[Clock, ...]:
    clocks = [Clock(None, None, None, before.at.due, after.at.due)]
    if before.at.vote is not None and after.at.vote is not None:
        clocks.append(Clock(None, "vote", None, before.at.vote.due, after.at.vote.due))
    owed = [o for o in before.obligations.values() if o.state is ObligationState.OPEN and o.id in after.obligations]
    return (*clocks, *(_clock(o, after.obligations[o.id]) for o in sorted(owed, key=lambda o: (o.due, o.id))))


def _clock(before: Obligation, after: Obligation) -> Clock:
    return Clock(before.id, before.duty, before.seat, before.due, after.due, before.next_at, after.next_at)
