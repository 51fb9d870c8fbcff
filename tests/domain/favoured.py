"""What becomes of an initiative if exactly these act favourably, and of its clock if nobody does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.actors import Channel, Role, Speaker
from domain.clockwork import next_wake, tick
from domain.commands import Command, Said
from domain.deciding import decide, opening
from domain.events import AnswerCameLate
from domain.explaining import explain
from domain.favouring import TEXT, Act
from domain.folding import after_all
from domain.gates.clauses import COORDINATOR
from domain.initiative import Initiative
from domain.operating_model import END, ExitKind, OperatingModel
from domain.phases.evaluation.commands import MakeClaim
from domain.phases.piloting.commands import BeginSettling
from domain.refusals import Refusal
from tests.fixtures import rules

MOST_ACTS = 2_000


@dataclass
class Course:
    """An initiative and its clock; it keeps no ledger, as only what it has come to counts."""

    initiative: Initiative
    now: datetime

    def say(self, command: Command, seat: str | None = None) -> bool:
        """Say something; whether it was taken, and counts."""
        said = Said(command, speaker(self.initiative, seat), self.now)
        try:
            events = decide(self.initiative, said, self.now).events
        except Refusal:
            return False
        self.initiative = after_all(self.initiative, events, self.now)
        return any(event.KIND != AnswerCameLate.KIND for event in events)

    def acted(self, members: Collection[str]) -> None:
        """Let exactly these act, until they have nothing more to give."""
        self.initiative = acted(self.initiative, members, self.now)

    def wait_until(self, moment: datetime) -> None:
        """Let the clock run, also from phase to phase."""
        while not self.ended and (wake := self.wake()) is not None and wake <= moment:
            self.woken(wake)
        self.now = max(self.now, moment)

    def woken(self, wake: datetime) -> None:
        """Let happen what does at a wake. A wake that comes again and brings nothing would come for ever."""
        events = tick(self.initiative, max(wake, self.now))
        assert events or wake > self.now, f"nothing happens at {wake}, again and again"
        self.now = max(self.now, wake)
        self.initiative = after_all(self.initiative, events, self.now)

    def slept(self, until: datetime) -> bool:
        """Let the phase sleep until its next wake; false where there is none by then, and before its window ends."""
        wake = None if self.initiative.settled else next_wake(self.initiative)
        if wake is None or wake > until or wake >= self.initiative.at.due:
            return False
        self.woken(wake)
        return True

    def wait(self, days: int) -> None:
        """Let this many days pass."""
        self.wait_until(self.now + timedelta(days=days))

    def wake(self) -> datetime | None:
        """When something happens by itself; a phase that was left is followed by the next at once."""
        at = self.initiative
        if at.settled and at.at.to not in (None, END):
            self.initiative = after_all(at, opening(at, str(at.at.to), self.now), self.now)
        return next_wake(self.initiative)

    @property
    def ended(self) -> bool:
        """Whether the initiative has ended."""
        return self.initiative.outcome is not None


def speaker(initiative: Initiative, seat: str | None) -> Speaker:
    """Whom the seat's matter lies with, by personal link; the coordinator for none."""
    if seat is None:
        return Speaker(initiative.coordinator, Role.COORDINATOR, Channel.API)
    passed_on = getattr(initiative.now_in, "held_by", {})
    return Speaker(passed_on.get(seat, initiative.holder(seat)), Role.PARTICIPANT, Channel.LINK, seat)


def favourable(initiative: Initiative) -> Iterator[Act]:
    """What anybody could say in favour of an advance now, the decision itself aside. A pilot settles before its time,
    and nothing is claimed that somebody else would have to verify.
    """
    if initiative.at.phase == "piloting":
        criteria = initiative.facts.stop_criteria
        yield Act(BeginSettling(TEXT, criteria[0].id if criteria else None))
    yield from (act for act in initiative.now_in.favourable(initiative) if not isinstance(act.command, MakeClaim))
    for matter in initiative.charter.model.matters or ():
        yield from initiative.beside(matter).favourable(initiative)


def acted(initiative: Initiative, members: Collection[str], now: datetime) -> Initiative:
    """The initiative once exactly these have said all that favours an advance."""
    course = Course(initiative, now)
    for _ in range(MOST_ACTS):
        if course.initiative.settled:
            break
        acts = (act for act in favourable(course.initiative) if (act.seat or COORDINATOR) in members)
        if not any(course.say(act.command, act.seat) for act in acts):
            break
    else:
        raise AssertionError("they never come to an end")
    return course.initiative


def opened(initiative: Initiative, now: datetime) -> bool:
    """Whether the phase has been left by its gate, or nothing keeps that shut but what only time can meet."""
    if initiative.settled:
        return initiative.at.exit is ExitKind.ADVANCE
    return all(clause.met or clause.at is not None for clause in explain(initiative, now).clauses)


def begun(phase: str, seats: int, model: OperatingModel, **facts: object) -> Course:
    """A phase that has just been opened."""
    play = rules.Play.of(phase, rules.roster(seats), model, **facts)
    return Course(play.initiative, play.now)
