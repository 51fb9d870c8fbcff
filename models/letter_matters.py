"""The matter of a letter: the obligation it is about, or the exit it tells of, and how it therefore speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from domain.letter import CALLED, UNDELIVERED, Lies, ToldOf, Voice, voice_of
from models.actings import stands_behind
from models.tables import Initiative, Letter, Obligation


@dataclass(frozen=True)
class Matter:
    """A letter with its initiative and obligation as they stand now; its reader `coordinates` or does not. One that
    tells of an exit is about no obligation.
    """

    letter: Letter
    initiative: Initiative
    obligation: Obligation | None
    coordinates: bool

    @classmethod
    def of(cls, session: Session, letter_id: str) -> Self:
        """The matter of a letter that exists."""
        letter = session.get_one(Letter, letter_id)
        initiative = session.get_one(Initiative, letter.initiative_id)
        owed = session.get(Obligation, (letter.initiative_id, letter.obligation_id))
        coordinates = letter.actor == initiative.coordinator or stands_behind(session, initiative.id, letter.actor)
        return cls(letter, initiative, owed, coordinates)

    @property
    def owed(self) -> Obligation:
        """The obligation. Raises LookupError for a letter that tells of an exit."""
        if self.obligation is None:
            raise LookupError(f"letter {self.letter.id} is about no obligation")
        return self.obligation

    @property
    def told_of(self) -> ToldOf | None:
        """What the letter tells of, if it tells of an exit."""
        return ToldOf.of(self.letter.obligation_id)

    @property
    def seat(self) -> str | None:
        """The seat that its reader has to do with; None where it speaks to the coordinator as such."""
        if self.is_to_a_sender or self.is_of_an_address:
            return None
        return self.told_of.seat if self.told_of else self.owed.seat

    @property
    def is_to_a_sender(self) -> bool:
        """Whether it is to somebody who sent a need to an open call."""
        return self.letter.kind == CALLED

    @property
    def is_of_an_address(self) -> bool:
        """Whether it tells that an address takes no mail."""
        return self.letter.kind == UNDELIVERED

    @property
    def opens_a_door(self) -> bool:
        """Whether it carries a personal link."""
        return self.voice.opens_a_door and (self.told_of is None or self.seat is not None)

    @property
    def voice(self) -> Voice:
        """The voice that fits the obligation as it stands now: a deputy who took it over is reminded, not nudged."""
        if self.is_to_a_sender:
            return Voice.CALLED
        if self.is_of_an_address:
            return Voice.UNDELIVERED
        if self.told_of is not None:
            return Voice.TOLD
        return voice_of(
            self.letter.step,
            Lies(self.owed.seat, self.owed.owed_by, self.owed.principal),
            actor=self.letter.actor,
            coordinates=self.coordinates,
        )
