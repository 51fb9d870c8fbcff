"""How a phase is left, or held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.events.base import Event
from domain.operating_model import ExitKind
from domain.sealed import Sealed


class TakenBy(StrEnum):
    """What took an exit."""

    ROLE = "role"
    VOTE = "vote"
    WINDOW = "window"
    LAPSE = "lapse"


@dataclass(frozen=True)
class PhaseExited(Event, kind="phase.exited"):
    """The phase is settled: `to` is the next phase or `end`, by `mandate` (id), whose validity at that moment is told.

    `verdict` is the conclusion that the vote on the exit named, if it named one. `told` are the actors who hear of it
    by letter, not before `tell_at`, each with a seat of theirs (empty: the coordinator); None in older models.
    """

    phase: str
    exit: ExitKind
    to: str
    taken_by: TakenBy
    mandate: str
    mandate_valid: bool
    reason: Sealed | None = None
    verdict: str | None = None
    thanks: Sealed | None = None
    told: dict[str, str] | None = None
    tell_at: datetime | None = None


@dataclass(frozen=True)
class EverythingReleased(Event, kind="initiative.released"):
    """The initiative stops: these duties and these open commitments are owed no more, and nobody is to blame."""

    obligations: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True)
class LessonWritten(Event, kind="lesson.written"):
    """A lesson for later initiatives. `seat` is the writer's; None: the coordinator's."""

    lesson: str
    works_when: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class PhaseHeld(Event, kind="phase.held"):
    """The phase rests for the `number`-th time: its working clocks stand still until `until`, when it is looked at
    again, or until it goes on before. `conditions` say what must have come about by then. For `mandate`, `told` and
    `tell_at` see `PhaseExited`.
    """

    phase: str
    number: int
    until: datetime
    mandate: str
    mandate_valid: bool
    reason: Sealed
    conditions: Sealed
    told: dict[str, str] | None = None
    tell_at: datetime | None = None
