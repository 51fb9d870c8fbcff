"""The matter of a letter: the obligation it is about, and how it therefore speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from domain.letter import Lies, Voice, voice_of
from models.actings import stands_behind
from models.tables import Initiative, Letter, Obligation


@dataclass(frozen=True)
class Matter:
    """A letter with its initiative and obligation as they stand now; its reader `coordinates` or does not."""

    letter: Letter
    initiative: Initiative
    obligation: Obligation
    coordinates: bool

    @classmethod
    def of(cls, session: Session, letter_id: str) -> Self:
        """The matter of a letter that exists."""
        letter = session.get_one(Letter, letter_id)
        initiative = session.get_one(Initiative, letter.initiative_id)
        owed = session.get_one(Obligation, (letter.initiative_id, letter.obligation_id))
        coordinates = letter.actor == initiative.coordinator or stands_behind(session, initiative.id, letter.actor)
        return cls(letter, initiative, owed, coordinates)

    @property
    def voice(self) -> Voice:
        """The voice that fits the obligation as it stands now: a deputy who took it over is reminded, not nudged."""
        return voice_of(
            self.letter.step,
            Lies(self.obligation.seat, self.obligation.owed_by, self.obligation.principal),
            actor=self.letter.actor,
            coordinates=self.coordinates,
        )
