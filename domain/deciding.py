"""Deciding: what a command leads to. Refuses with a typed reason, and then nothing has happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import cycle as cycle  # makes the events and commands of every phase known
from domain.acting import require_voice, stood_in_for
from domain.asking import fulfils
from domain.backbone.handing_over import COMMANDS as BACKBONES
from domain.backbone.handing_over import said_of_backbone
from domain.clockwork import DECIDE_EXIT, REDECIDE_EXIT, tick
from domain.commands import (
    CallVote,
    CastBallot,
    ConfirmExit,
    Extend,
    Hold,
    Override,
    PauseUntil,
    RenewMandate,
    Resume,
    Said,
    TakeExit,
)
from domain.correcting.events import ExitConfirmed
from domain.entitlement import require_coordinator, require_role
from domain.events import (
    AnswerCameLate,
    Event,
    InitiativePaused,
    ObligationFulfilled,
    PhaseOpened,
    TakenBy,
)
from domain.exiting import Parting, exit_taken
from domain.explaining import unmet, window_over
from domain.extending import extended, overridden
from domain.folding import after_all
from domain.holding import gone_on, held
from domain.initiative import Initiative
from domain.leaving import NEW_INITIATIVE, NEW_MANDATE, forbidden, spent, unmandated
from domain.mandating import taken_over
from domain.matter import Matter
from domain.operating_model import END, ExitKind
from domain.refusals import (
    GateShut,
    InitiativeEnded,
    LoopsSpent,
    Malformed,
    MandateOutOfDate,
    MandateOutOfScope,
    NotAsked,
    OutOfTurn,
    PhaseSettled,
)
from domain.sealed import Sealed
from domain.voting import casting, consenting, excepting, recusing
from domain.voting.commands import CastSecretBallot, ExceptClause, IntegrateObjections, Recuse, WithdrawRecusal

LONGEST_PAUSE = timedelta(days=366)
_SAID_BY = {ExitKind.HOLD: "hold", ExitKind.HAND_OVER: "offer_backbone"}


@dataclass(frozen=True)
class Decided:
    """What a command leads to: what was `said`, and what then `followed` by the rules without anybody saying it.

    The one who said it acted for `principal`, if not for themself.
    """

    said: tuple[Event, ...] = ()
    followed: tuple[Event, ...] = ()
    principal: str | None = None

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
    followed = (*noticed, *tick(after_all(initiative, (*events, *noticed), now), now))
    return Decided(events, followed, stood_in_for(initiative, said.by))


def noticed_by_matters(initiative: Initiative, said: Said, events: tuple[Event, ...], now: datetime) -> Iterator[Event]:
    """What the matters make of what was said."""
    for name in initiative.charter.model.matters or ():
        yield from initiative.beside(name).heard(initiative, said, events, now)


def require_going_on(initiative: Initiative) -> None:
    """Raise InitiativeEnded or PhaseSettled where nothing can be said any more."""
    if initiative.outcome is not None:
        raise InitiativeEnded("the initiative has ended", remedy="read its history; a new need starts a new initiative")
    if initiative.settled:
        raise PhaseSettled(
            "the exit of this phase has been taken", remedy="look at the initiative for what is asked now"
        )


def opening(initiative: Initiative, phase: str, now: datetime) -> tuple[Event, ...]:
    """The events of entering a phase: its window, and what it asks of whom."""
    rule = initiative.rule_of(phase)
    opened = PhaseOpened(phase, initiative.rounds.get(phase, 0) + 1, initiative.calendar.due(now, rule.due))
    entered = after_all(initiative, (opened,), now)
    asked = entered.now_in.opening(entered, now)
    return (opened, *asked, *tick(after_all(entered, asked, now), now))


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
    """What the coordinator alone may say about clocks and rules."""
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
        case _:
            raise OutOfTurn(f"'{said.command.KIND}' is not asked for now")


def _common(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    match said.command:
        case PauseUntil() | Resume() | Hold() | Extend() | Override():
            return _steered(initiative, said, now)
        case _ if isinstance(said.command, BACKBONES):
            return said_of_backbone(initiative, said, now)
        case RenewMandate(mandate):
            return taken_over(initiative, said, mandate, now)
        case TakeExit():
            return _take_exit(initiative, said, said.command, now)
        case CallVote():
            return _call_vote(initiative, said, said.command, now)
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
            return _confirm_exit(initiative, said, correction, reason)
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


def _take_exit(initiative: Initiative, said: Said, command: TakeExit, now: datetime) -> tuple[Event, ...]:
    decide_rule = initiative.rule.gate.decide
    if command.exit is ExitKind.ADVANCE:
        casting.require_exit_by_role(decide_rule)
        require_role(initiative, said, decide_rule.role)
    else:
        require_coordinator(said)
        if command.reason is None:
            raise Malformed("a reason is needed", path="reason", remedy="say why in a sentence or two")
    require_available(initiative, command.exit, now)
    parting = Parting(command.reason, command.lesson, command.thanks)
    _require_end(initiative, command.exit, parting)
    rested = gone_on(initiative, now) if initiative.paused and initiative.paused.hold else ()
    left = after_all(initiative, rested, now)
    taken = exit_taken(left, command.exit, TakenBy.ROLE, now, parting=parting)
    return (*fulfils(initiative, DECIDE_EXIT), *_redecided(initiative, command.exit), *rested, *taken)


def _require_end(initiative: Initiative, exit: ExitKind, parting: Parting) -> None:
    """Raise Malformed for a parting word where nothing ends."""
    if initiative.rule.next[exit] == END:
        return
    for path in ("lesson", "thanks"):
        if getattr(parting, path) is not None:
            raise Malformed("the initiative goes on", path=path, remedy="write it when the initiative ends")


def _confirm_exit(initiative: Initiative, said: Said, correction: int, reason: Sealed) -> tuple[Event, ...]:
    require_coordinator(said)
    decided = fulfils(initiative, REDECIDE_EXIT, subject=str(correction))
    if not decided:
        raise NotAsked("no exit is in doubt by this correction", path="correction", remedy="look at what is asked now")
    return (ExitConfirmed(correction, reason), *decided)


def _redecided(initiative: Initiative, exit: ExitKind) -> tuple[Event, ...]:
    """Going back, and stopping, are decisions on exits in doubt, too."""
    if exit is ExitKind.ADVANCE:
        return ()
    doubtful = initiative.of_duty(REDECIDE_EXIT)
    return tuple(ObligationFulfilled(owed.id) for owed in doubtful if owed.state.answerable)


def _call_vote(initiative: Initiative, said: Said, command: CallVote, now: datetime) -> tuple[Event, ...]:
    casting.require_callable(initiative, said)
    require_available(initiative, command.exit, now)
    initiative.now_in.require_verdict(command.exit, command.verdict)
    return casting.called(initiative, command.exit, now, command.verdict)


def require_available(initiative: Initiative, exit: ExitKind, now: datetime) -> None:
    """Raise the refusal that says why an exit cannot be taken now, if it cannot."""
    if not exit.is_taken:
        raise Malformed(
            f"'{exit}' needs more than its name", path="exit", remedy=f"say initiative.{_SAID_BY[exit]} instead"
        )
    if exit not in initiative.rule.next:
        raise OutOfTurn(
            f"this phase has no exit '{exit}'", path="exit", remedy=f"its exits: {', '.join(initiative.rule.next)}"
        )
    if spent(initiative, exit):
        raise LoopsSpent(
            "the next phase has been entered as often as the model allows", path="exit", remedy=NEW_INITIATIVE
        )
    if unmandated(initiative, exit, now):
        raise MandateOutOfDate("the mandate is no longer valid", path="exit", remedy=NEW_MANDATE)
    if said := forbidden(initiative, exit, now):
        raise MandateOutOfScope(said, path="exit", remedy=NEW_MANDATE)
    if exit is ExitKind.ADVANCE and (lacking := unmet(initiative, now)):
        has = ", ".join(f"{clause.clause} has {clause.have} of {clause.need}" for clause in lacking)
        remedy = "; ".join(clause.remedy for clause in lacking)
        raise GateShut(f"the gate is not met yet: {has}", path="exit", remedy=remedy)
