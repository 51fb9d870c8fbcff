"""Deciding: what a command leads to. Refuses with a typed reason, and then nothing has happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain import cycle as cycle  # makes the events and commands of every phase known
from domain import deciding_exits
from domain.acting import require_voice, stood_in_for
from domain.backbone.handing_over import COMMANDS as BACKBONES
from domain.backbone.handing_over import said_of_backbone
from domain.clockwork import tick, ticked
from domain.commands import (
    CallVote,
    CastBallot,
    ConfirmExit,
    Extend,
    Hold,
    Override,
    PauseUntil,
    RemindAll,
    RenewMandate,
    Resume,
    Said,
    TakeExit,
)
from domain.entitlement import require_coordinator
from domain.events import (
    AnswerCameLate,
    Event,
    InitiativePaused,
    PhaseOpened,
)
from domain.explaining import window_over
from domain.extending import extended, overridden
from domain.folding import after_all
from domain.holding import gone_on, held
from domain.inheriting import inherited
from domain.initiative import Initiative
from domain.mandating import taken_over
from domain.matter import Matter
from domain.merging.offering import COMMANDS as MERGES
from domain.merging.offering import said_of_merging
from domain.refusals import (
    InitiativeEnded,
    Malformed,
    NotAsked,
    OutOfTurn,
    PhaseSettled,
)
from domain.reminding import reminded
from domain.remodelling.deciding import OF_MODEL, said_of_model
from domain.sealed import Sealed
from domain.voting import casting, consenting, excepting, recusing
from domain.voting.commands import CastSecretBallot, ExceptClause, IntegrateObjections, Recuse, WithdrawRecusal

LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True)
class Decided:
    """What a command leads to: what was `said`, and what then `followed` by the rules without anybody saying it.

    The one who said it acted for `principal`, if not for themself. `leads_to` is the initiative on which it was decided
    once all of it has happened, where that is known from deciding.
    """

    said: tuple[Event, ...] = ()
    followed: tuple[Event, ...] = ()
    principal: str | None = None
    leads_to: Initiative | None = field(default=None, compare=False, repr=False)

    @property
    def events(self) -> tuple[Event, ...]:
        """All of it, in order."""
        return self.said + self.followed


def decide(initiative: Initiative, said: Said, now: datetime) -> Decided:
    """What a command leads to at `now`. Raises a Refusal.

    `now` (UTC, never before the last event) dates the events; `said.received_at` is what deadlines are judged by. While
    a pause lasts the clocks stand: whatever is said then is as early as its beginning.
    """
    if initiative.paused is not None:
        said = replace(said, received_at=min(said.received_at, initiative.paused.since))
    require_going_on(initiative)
    require_voice(initiative, said)
    part = said.command.phase
    if part == "initiative":
        events = _common(initiative, said, now)
    elif part in Matter.kinds:
        events = _beside(initiative, said, now)
    else:
        events = _own(initiative, said, now)
    noticed = tuple(noticed_by_matters(initiative, said, events, now))
    followed, leads_to = ticked(after_all(initiative, (*events, *noticed), now), now)
    return Decided(events, (*noticed, *followed), stood_in_for(initiative, said.by), leads_to)


def brought_by_clock(initiative: Initiative, now: datetime) -> Decided:
    """What the clock alone brings by `now`."""
    followed, leads_to = ticked(initiative, now)
    return Decided(followed=followed, leads_to=leads_to)


def noticed_by_matters(initiative: Initiative, said: Said, events: tuple[Event, ...], now: datetime) -> Iterator[Event]:
    """What the matters make of what was said."""
    for name in initiative.matter_rules:
        yield from initiative.beside(name).heard(initiative, said, events, now)


def require_going_on(initiative: Initiative) -> None:
    """Raise InitiativeEnded or PhaseSettled where nothing can be said any more."""
    if initiative.outcome is not None:
        raise InitiativeEnded("the initiative has ended", remedy="read its history; a new need starts a new initiative")
    if initiative.settled:
        raise PhaseSettled(
            "the exit of this phase has been taken", remedy="look at the initiative for what is asked now"
        )
    if initiative.bound is not None:
        into = initiative.bound.into
        raise PhaseSettled(f"the initiative is becoming part of {into}", remedy=f"say it there: {into}")


def opening(initiative: Initiative, phase: str, now: datetime) -> tuple[Event, ...]:
    """The events of entering a phase: its window, and what it asks of whom."""
    rule = initiative.rule_of(phase)
    opened = PhaseOpened(phase, initiative.rounds.get(phase, 0) + 1, initiative.calendar.due(now, rule.due))
    begun = (opened, *inherited(initiative))
    entered = after_all(initiative, begun, now)
    asked = entered.now_in.opening(entered, now)
    return (*begun, *asked, *tick(after_all(entered, asked, now), now))


def _beside(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """What is said about a matter, in whatever phase."""
    matter = said.command.phase
    if not initiative.has(matter):
        raise NotAsked(f"the operating model of this initiative keeps no {matter}", remedy="tell the coordinator")
    return initiative.beside(matter).decide(initiative, said, now)


def _own(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    command = said.command
    if command.phase != initiative.at.phase:
        here = "look at the initiative for what it waits for now"
        if command.phase in initiative.rounds:
            raise PhaseSettled(f"{command.phase} has closed", remedy=here)
        raise OutOfTurn(f"'{command.KIND}' is not asked for in {initiative.at.phase}", remedy=here)
    events = initiative.now_in.decide(initiative, said, now)
    if said.by.seat is not None and past_the_window(initiative, said):
        return (AnswerCameLate(command.KIND, said.by.seat, command.text_said),)
    return events


def past_the_window(initiative: Initiative, said: Said) -> bool:
    """Whether a seat's answer came after the window."""
    late = not said.command.ALWAYS and window_over(initiative, said.received_at)
    return late and not _corrects(initiative, said)


def _corrects(initiative: Initiative, said: Said) -> bool:
    """Whether it corrects in time what was entered for the seat."""
    entered = (o.entered for o in initiative.obligations.values() if o.seat == said.by.seat and o.entered)
    return any(one.command == said.command.KIND and said.received_at < one.until for one in entered)


def _steered(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """What the coordinator alone may say about clocks, reminders and rules."""
    require_coordinator(said)
    match said.command:
        case PauseUntil(until, reason):
            return (_pause(initiative, until, reason, now),)
        case Resume():
            if initiative.paused is None:
                raise NotAsked("the initiative is not paused")
            return gone_on(initiative, now)
        case Hold(until, reason, conditions):
            return held(initiative, until, reason, conditions, now)
        case Extend() as command:
            return extended(initiative, command, now)
        case Override() as command:
            return overridden(initiative, command, now)
        case RemindAll():
            return (reminded(initiative, now),)
        case _:
            raise OutOfTurn(f"'{said.command.KIND}' is not asked for now")


def _common(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    match said.command:
        case PauseUntil() | Resume() | Hold() | Extend() | Override() | RemindAll():
            return _steered(initiative, said, now)
        case _ if isinstance(said.command, BACKBONES):
            return said_of_backbone(initiative, said, now)
        case _ if isinstance(said.command, MERGES):
            return said_of_merging(initiative, said, now)
        case _ if isinstance(said.command, OF_MODEL):
            return said_of_model(initiative, said, now)
        case RenewMandate(mandate):
            return taken_over(initiative, said, mandate, now)
        case TakeExit():
            return deciding_exits.take(initiative, said, said.command, now)
        case CallVote():
            return deciding_exits.call_vote(initiative, said, said.command, now)
        case CastBallot() as command:
            return casting.cast(initiative, said, command)
        case CastSecretBallot() as command:
            return casting.cast_in_secret(initiative, said, command)
        case IntegrateObjections() as command:
            return consenting.integrate(initiative, said, command, now)
        case Recuse() as command:
            return recusing.recuse(initiative, said, command)
        case WithdrawRecusal():
            return recusing.withdraw(initiative, said)
        case ExceptClause() as command:
            return excepting.make(initiative, said, command, now)
        case ConfirmExit(correction, reason):
            return deciding_exits.confirm(initiative, said, correction, reason)
        case _:
            raise OutOfTurn(f"'{said.command.KIND}' is not asked for now")


def _pause(initiative: Initiative, until: datetime, reason: Sealed | None, now: datetime) -> InitiativePaused:
    if initiative.paused is not None:
        raise NotAsked("the initiative is paused already", remedy="resume it first")
    if until <= now:
        raise Malformed("the pause would be over before it began", path="until", remedy="name a later instant")
    if until > now + LONGEST_PAUSE:
        raise Malformed("a pause lasts a year at most", path="until", remedy="name an earlier instant, or stop well")
    return InitiativePaused(until, reason)
