"""Simulating: an initiative played by the rules alone, to see where an operating model leads.

Two kinds of course say most of a model: everybody gives at once and favourably whatever is asked, all the way or until
a phase from which on nobody answers anything. All must end, and the first must lead through every phase by its gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from domain.actors import Channel, Role, Speaker
from domain.charter import Charter
from domain.clockwork import counted, next_wake, tick
from domain.commands import CallVote, CastBallot, Said, TakeExit
from domain.deciding import decide, opening
from domain.events import Choice, Event, InitiativeStarted, PhaseExited, PhaseOpened, ReminderDue, TakenBy
from domain.explaining import gate_open
from domain.favouring import TEXT, Act, Giving, giving
from domain.folding import after_all, begin
from domain.initiative import Initiative
from domain.operating_model import DecideHow, ExitKind, Who
from domain.refusals import Refusal
from domain.voting.commands import CastSecretBallot
from domain.voting.counting import Counted, awaits_count, sealed_ballots, tally_of
from domain.voting.duties import CONSENT, SECRET_VOTE, VOTE

MOST_STEPS = 100_000
"""Far more than any initiative takes; a course that is longer is said to have no end."""

_BALLOTS: dict[str, Giving] = {
    VOTE: lambda _, owed: CastBallot(Choice.FOR),
    CONSENT: lambda _, owed: CastBallot(Choice.FOR),
    SECRET_VOTE: lambda _, owed: CastSecretBallot(TEXT),
}


@dataclass(frozen=True)
class Passage:
    """A phase on the way, and how it was left; `exit` is None if it never was."""

    phase: str
    round: int
    opened_at: datetime
    left_at: datetime | None = None
    exit: ExitKind | None = None
    taken_by: TakenBy | None = None


@dataclass(frozen=True)
class Course:
    """Where a simulation led: the phases in order, the outcome (None: it found no end), when, and how many reminders
    fell due on the way.
    """

    passages: tuple[Passage, ...]
    outcome: str | None
    ended_at: datetime
    reminders: int

    @property
    def dead(self) -> tuple[str, ...]:
        """The phases that were entered and not left by an advance."""
        return tuple(dict.fromkeys(p.phase for p in self.passages if p.exit is not ExitKind.ADVANCE))


def course(charter: Charter, start: datetime, *, silent_from: str | None = None) -> Course:
    """Play an initiative from `start` (UTC) to its end: everybody answers at once and favourably, or only until the
    phase `silent_from` is entered.
    """
    play = _Play(begin(InitiativeStarted(charter, TEXT)), start)
    play.take(opening(play.initiative, charter.model.first, start))
    for _ in range(MOST_STEPS):
        speaks = silent_from not in play.initiative.rounds
        if play.initiative.outcome is not None:
            break
        if not (play.entered() or (speaks and play.acted()) or play.waited()):
            break
    return Course(tuple(play.passages), play.initiative.outcome, play.now, play.reminders)


class _Play:
    """The initiative as far as it has been played, and what is told of its way."""

    def __init__(self, initiative: Initiative, now: datetime) -> None:
        self.initiative = initiative
        self.now = now
        self.passages: list[Passage] = []
        self.reminders = 0

    def take(self, events: tuple[Event, ...]) -> bool:
        """Fold events in; whether there were any."""
        for event in events:
            match event:
                case PhaseOpened(phase, round_):
                    self.passages.append(Passage(phase, round_, self.now))
                case PhaseExited():
                    left = replace(self.passages[-1], left_at=self.now, exit=event.exit, taken_by=event.taken_by)
                    self.passages[-1] = left
                case ReminderDue():
                    self.reminders += 1
        self.initiative = after_all(self.initiative, events, self.now)
        return bool(events)

    def entered(self) -> bool:
        """Open the phase that an exit has led to."""
        stage = self.initiative.at
        return self.initiative.settled and self.take(opening(self.initiative, stage.to or "", self.now))

    def acted(self) -> bool:
        """Say the first thing that favours an advance and is allowed; once nothing else is left, take it."""
        return any(self._say(act) for act in favourable(self.initiative, self.now))

    def waited(self) -> bool:
        """Let the clock run to the next wake at which something happens; false when nothing ever will."""
        while (wake := next_wake(self.initiative)) is not None:
            moved = wake > self.now
            self.now = max(wake, self.now)
            if self.take(tick(self.initiative, self.now)) or self.take(_counted(self.initiative, self.now)):
                return True
            if not moved:
                return False
        return False

    def _say(self, act: Act) -> bool:
        said = Said(act.command, _speaker(self.initiative, act), self.now)
        try:
            return self.take(decide(self.initiative, said, self.now).events)
        except Refusal:
            return False


def _counted(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The count of a secret vote that has ended: whoever has voted is in favour."""
    if not awaits_count(initiative, now):
        return ()
    ballots = sealed_ballots(initiative)
    tally = tally_of(initiative, Counted(ballots, len(ballots), 0, 0))
    return counted(initiative, tally, now) if tally is not None else ()


def favourable(initiative: Initiative, now: datetime) -> Iterator[Act]:
    """What could be said in favour of an advance, what the phase asks first and the decision last; not all of it need
    be allowed.
    """
    if initiative.settled:
        return
    yield from initiative.now_in.favourable(initiative)
    for matter in initiative.matter_rules:
        yield from initiative.beside(matter).favourable(initiative)
    yield from giving(initiative, _BALLOTS)
    if gate_open(initiative, now) and initiative.at.vote is None:
        yield from _advance(initiative)


def _advance(initiative: Initiative) -> Iterator[Act]:
    decide_rule = initiative.rule.gate.decide
    if decide_rule.how is not DecideHow.ROLE:
        yield Act(CallVote(ExitKind.ADVANCE, initiative.now_in.FAVOURED))
    else:
        chair = initiative.chairs[0] if decide_rule.role is Who.CHAIR and initiative.chairs else None
        yield Act(TakeExit(ExitKind.ADVANCE), chair)


def _speaker(initiative: Initiative, act: Act) -> Speaker:
    if act.seat is None:
        return Speaker(initiative.coordinator, Role.COORDINATOR, Channel.API)
    return Speaker(initiative.holder(act.seat), Role.PARTICIPANT, Channel.LINK, act.seat)
