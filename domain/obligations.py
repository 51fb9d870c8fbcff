"""Obligations: who owes what, by when, under which rule. The one unit of waiting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

BESIDE = "0"
"""Stands in an obligation's id where the round of a phase stands, if a matter kept beside the phases asks for it."""


def part_of(obligation: str) -> str:
    """The phase or the matter that asks for an obligation of this id."""
    return obligation.partition(".")[0]


class ObligationState(StrEnum):
    """Where an obligation stands.

    Lapsed ones can still be fulfilled until the phase's window ends; released ones owe nothing.
    """

    OPEN = "open"
    FULFILLED = "fulfilled"
    RELEASED = "released"
    LAPSED = "lapsed"

    @property
    def answerable(self) -> bool:
        """Whether a first answer may still come."""
        return self in (ObligationState.OPEN, ObligationState.LAPSED)


@dataclass(frozen=True)
class Entered:
    """An answer was entered for the seat by this command (its kind), and can be corrected until just before `until`."""

    command: str
    until: datetime


@dataclass(frozen=True)
class Obligation:
    """A duty of this phase. `seat` None: a role owes it (the coordinator). `subject` is what it is about (a need, an
    indicator). It lies with the actor `owed_by`, who stands in for `principal` if that is somebody.

    `next_step` is the index of the ladder step that comes next, at the instant `next_at` (None: no step is left).
    `letters` counts those that asked the one with whom it lies, the last one not before `asked_at`; None while the
    first of them, that of the opening, is the only one.
    """

    id: str
    duty: str
    seat: str | None
    subject: str | None
    owed_by: str
    opened_at: datetime
    due: datetime
    ladder: str
    state: ObligationState = ObligationState.OPEN
    next_step: int = 0
    next_at: datetime | None = None
    principal: str | None = None
    entered: Entered | None = None
    letters: int | None = None
    asked_at: datetime | None = None

    def asked_again(self, actor: str, at: datetime) -> Self:
        """The obligation once a letter reminds an actor of it: it counts if it lies with that one."""
        return self if actor != self.owed_by else replace(self, letters=self.letters_and_one, asked_at=at)

    @property
    def letters_and_one(self) -> int:
        """How many letters asked the one with whom it lies, once another one does."""
        return (self.letters or 1) + 1

    @property
    def changeable_until(self) -> datetime:
        """Until just before when its answer may be changed: the due day, or the window to correct what was entered."""
        return max(self.due, self.entered.until) if self.entered else self.due

    @property
    def part(self) -> str:
        """The phase that asks for it, or the matter kept beside the phases."""
        return part_of(self.id)

    @property
    def is_beside(self) -> bool:
        """Whether a matter asks for it, so that it outlives the phase in which it was opened."""
        return self.id.startswith(f"{self.part}.{BESIDE}/")
