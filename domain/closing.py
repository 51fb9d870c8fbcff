"""Closing: what an initiative leaves behind when it ends: what was promised, done and learned, and whom to thank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from domain.events import Event, EverythingReleased, InitiativeEnded, LessonWritten, NeedTakenIn, PhaseExited, TakenBy
from domain.facts import CommitmentState, NeedAnswer, Verdict
from domain.folding import fold
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.merging.offers import MergedInto
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.evaluation.events import ClaimMade
from domain.phases.joint_planning.events import ActivityAdded, CommitmentMade, GoalAdded
from domain.phases.need_identification.events import NeedSubmitted
from domain.phases.piloting.events import CommitmentRenewed
from domain.sealed import Sealed

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Written:
    """Something that was written down, by its id; its text lies in the vault."""

    id: str
    text: Sealed


@dataclass(frozen=True)
class NeedTold(Written):
    """A need and its answer; None: it was not answered before the end."""

    answer: NeedAnswer | None


@dataclass(frozen=True)
class Promise(Written):
    """A commitment of a seat, and what became of it."""

    seat: str
    state: CommitmentState


@dataclass(frozen=True)
class Result(Written):
    """A claimed result and what an outsider found; None: nobody has verified it."""

    verdict: Verdict | None


@dataclass(frozen=True)
class Closing:
    """The document of an end. `took_part` are the seats that are thanked; `released` counts what was owed no more
    because of the end, `open` what is owed still: none after a stop. `measured` counts observations. `into` is where it
    went on, if it was merged.
    """

    outcome: str
    ended_at: datetime
    phase: str
    exit: ExitKind
    taken_by: TakenBy
    actor: str
    mandate: str
    mandate_valid: bool
    reason: Sealed | None
    thanks: Sealed | None
    problem: Sealed | None
    needs: tuple[NeedTold, ...]
    goals: tuple[Written, ...]
    activities: tuple[Written, ...]
    promised: tuple[Promise, ...]
    results: tuple[Result, ...]
    measured: int
    lessons: tuple[Written, ...]
    took_part: tuple[str, ...]
    released: int
    open: int
    into: MergedInto | None = None


def closing(entries: Iterable[Recorded]) -> Closing | None:
    """What the whole ledger of an initiative adds up to at its end; None while it goes on."""
    told = list(entries)
    initiative, ended = fold(told), _last(told, InitiativeEnded)
    exited = _last(told, PhaseExited)
    if ended is None or exited is None or not isinstance(exited.event, PhaseExited):
        return None
    left, facts = exited.event, initiative.facts
    return Closing(
        outcome=initiative.outcome or "",
        ended_at=ended.at,
        phase=left.phase,
        exit=left.exit,
        taken_by=left.taken_by,
        actor=exited.actor,
        mandate=left.mandate,
        mandate_valid=left.mandate_valid,
        reason=left.reason,
        thanks=left.thanks,
        problem=facts.problem,
        needs=_needs(told, initiative),
        goals=tuple(Written(e.goal, e.text) for e in of_kind(told, GoalAdded)),
        activities=tuple(Written(e.activity, e.title) for e in of_kind(told, ActivityAdded)),
        promised=promised(told, initiative),
        results=results(told, initiative),
        measured=len(facts.observations),
        lessons=tuple(Written(e.lesson, e.works_when) for e in of_kind(told, LessonWritten)),
        took_part=tuple(dict.fromkeys(seat for seat in (left.told or {}).values() if seat)),
        released=sum(len(e.obligations) + len(e.commitments) for e in of_kind(told, EverythingReleased)),
        open=_still_open(initiative),
        into=initiative.merge.into,
    )


def texts(found: Closing) -> list[Sealed]:
    """All texts that the document speaks of."""
    parts: Sequence[Sequence[Written]] = (
        *(found.needs, found.goals, found.activities, found.promised, found.results, found.lessons),
    )
    alone = (found.reason, found.thanks, found.problem)
    return [text for text in alone if text is not None] + [one.text for part in parts for one in part]


def _needs(told: list[Recorded], initiative: Initiative) -> tuple[NeedTold, ...]:
    needs = initiative.facts.needs
    raised = (e.event for e in told if isinstance(e.event, NeedSubmitted | NeedTakenIn))
    return tuple(NeedTold(e.need, e.text, needs[e.need].answer) for e in raised if e.text and e.need in needs)


def promised(told: list[Recorded], initiative: Initiative) -> tuple[Promise, ...]:
    """What seats committed themselves to, and what became of it."""
    made = initiative.facts.commitments
    promises: list[CommitmentMade | CommitmentRenewed] = [
        *of_kind(told, CommitmentMade),
        *of_kind(told, CommitmentRenewed),
    ]
    return tuple(
        Promise(e.commitment, e.text, e.seat, made[e.commitment].state) for e in promises if e.commitment in made
    )


def results(told: list[Recorded], initiative: Initiative) -> tuple[Result, ...]:
    """What was claimed, and what outsiders found."""
    claims = initiative.facts.claims
    return tuple(
        Result(e.claim, e.text, claims[e.claim].verdict) for e in of_kind(told, ClaimMade) if e.claim in claims
    )


def _still_open(initiative: Initiative) -> int:
    owed = sum(o.state is ObligationState.OPEN for o in initiative.obligations.values())
    return owed + sum(c.state is CommitmentState.OPEN for c in initiative.facts.commitments.values())


def of_kind(told: list[Recorded], kind: type[E]) -> list[E]:
    """The events of one kind, in order."""
    return [entry.event for entry in told if isinstance(entry.event, kind)]


def _last(told: list[Recorded], kind: type[Event]) -> Recorded | None:
    return next((entry for entry in reversed(told) if isinstance(entry.event, kind)), None)
