"""Taking an exit: the phase is left, those who took part are told, and an end releases whatever was still owed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.events import Event, EverythingReleased, InitiativeEnded, LessonWritten, PhaseExited, TakenBy
from domain.facts import CommitmentState
from domain.folding import after
from domain.initiative import Initiative
from domain.leaving import mandate_valid
from domain.obligations import ObligationState
from domain.operating_model import END, ExitKind
from domain.sealed import Sealed

MERGED = "merged"
"""The outcome of an initiative that went on as part of another."""


@dataclass(frozen=True)
class Parting:
    """What is said with an exit: why, and at an end what was learned and whom to thank for what."""

    reason: Sealed | None = None
    lesson: Sealed | None = None
    thanks: Sealed | None = None


def exit_taken(
    initiative: Initiative,
    exit: ExitKind,
    by: TakenBy,
    now: datetime,
    *,
    parting: Parting = Parting(),
    verdict: str | None = None,
) -> tuple[Event, ...]:
    """The events of leaving the phase, and the end of the initiative if the exit leads there."""
    to = END if exit is ExitKind.MERGE else initiative.rule.next[exit]  # agreed by two: no rule undoes it
    noted = lesson_noted(initiative, parting.lesson)
    exited = PhaseExited(
        phase=initiative.at.phase,
        exit=exit,
        to=to,
        taken_by=by,
        mandate=initiative.mandate_on(initiative.calendar.local(now).date()).id,
        mandate_valid=mandate_valid(initiative, now),
        reason=parting.reason,
        verdict=verdict,
        thanks=parting.thanks,
    )
    left = after(initiative, exited, now)
    exited = replace(exited, told=told(initiative, left, by), tell_at=tell_at(initiative, now))
    if to != END:
        return (*noted, exited)
    return (*noted, exited, *_released(left, exit), InitiativeEnded(_outcome(initiative, exit)))


def _outcome(initiative: Initiative, exit: ExitKind) -> str:
    """How it has ended: merged into another, or by what a matter concluded, if one did, else by the phase."""
    if exit is ExitKind.MERGE:
        return MERGED
    matters = (initiative.beside(name) for name in initiative.matter_rules)
    concluded = (matter.outcome(initiative, exit) for matter in matters)
    return next((outcome for outcome in concluded if outcome), None) or initiative.now_in.outcome(exit)


def lesson_noted(initiative: Initiative, lesson: Sealed | None) -> tuple[LessonWritten, ...]:
    """The coordinator's lesson, if one was written."""
    return () if lesson is None else (LessonWritten(f"l{initiative.lessons + 1}", lesson),)


def told(initiative: Initiative, left: Initiative, by: TakenBy) -> dict[str, str] | None:
    """Who is told of an exit, by actor, each with a seat of theirs: those who took part, as they are once it is taken
    (`left`); and the coordinator, without one, if the exit was not the coordinator's own act. None where the model
    tells nobody.
    """
    if initiative.charter.model.exits is None:
        return None
    readers: dict[str, str] = {}
    for seat in initiative.facts.people.filled(initiative.now_in.took_part(initiative)):
        readers.setdefault(left.holder(seat), seat)
    if by is not TakenBy.ROLE:
        readers.setdefault(initiative.coordinator, "")
    return readers


def tell_at(initiative: Initiative, now: datetime) -> datetime | None:
    """When an exit is told: at once inside the sending window, else at its next slot. None where nobody is told."""
    if initiative.charter.model.exits is None:
        return None
    calendar = initiative.calendar
    return now if calendar.in_window(now) else calendar.next_slot(now)


def _released(left: Initiative, exit: ExitKind) -> tuple[Event, ...]:
    """At an end before the work is done, nobody owes anything any more, and no promise is broken by it."""
    if left.charter.model.exits is None or exit is ExitKind.ADVANCE:
        return ()
    obligations = tuple(o.id for o in left.obligations.values() if o.state is ObligationState.OPEN)
    commitments = tuple(c.id for c in left.facts.commitments.values() if c.state is CommitmentState.OPEN)
    return (EverythingReleased(obligations, commitments),) if obligations or commitments else ()
