"""The matter of a letter: the obligation it is about, and how it therefore speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from domain.letter import Voice, voice_of
from models.tables import Initiative, Letter, Obligation


@dataclass(frozen=True)
class Matter:
    """A letter with its initiative and obligation as they stand now."""

    letter: Letter
    initiative: Initiative
    obligation: Obligation

    @classmethod
    def of(cls, session: Session, letter_id: str) -> Self:
        """The matter of a letter that exists."""
        letter = session.get_one(Letter, letter_id)
        initiative = session.get_one(Initiative, letter.initiative_id)
        return cls(letter, initiative, session.get_one(Obligation, (letter.initiative_id, letter.obligation_id)))

    @property
    def voice(self) -> Voice:
        """The voice that fits the obligation as it stands now: a deputy who took it over is reminded, not nudged."""
        return voice_of(
            self.letter.step,
            actor=self.letter.actor,
            owed_by=self.obligation.owed_by,
            seat=self.obligation.seat,
            coordinator=self.initiative.coordinator,
        )
