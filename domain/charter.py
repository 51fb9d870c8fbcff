"""The charter: what an initiative is promised at its start. Nothing in it changes while the initiative runs but its
model, and that only by a change that two have approved (`domain.remodelling`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from domain.calendar import Pin
from domain.lessons import EarlierLesson
from domain.mandates import Mandate
from domain.operating_model import OperatingModel
from domain.seats import Seat, Sector
from domain.sharing import shared


def successor_of(initiative: str, need: str | None = None) -> str:
    """The id of the initiative that starts from another: as the cycle that it prepared, or from this linked need. There
    is but one, however often it is started.
    """
    of = f"need {need}" if need else "cycle"
    return f"i{hashlib.sha256(f'{of} of {initiative}'.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class LinkedNeed:
    """The need that a practice left which did not live on, by its id there: entry `seq` tells how it was doing, in the
    words with this commitment (None: in no words) of so many characters in a language. It was the word of `seat`, of
    this sector.
    """

    need: str
    seq: int
    seat: str
    sector: Sector
    text: str | None = None
    length: int = 0
    language: str = "fi"


@dataclass(frozen=True)
class Origin:
    """The initiative that this one goes on from, as its ledger stood after entry `seq`, and what it hands on by
    reference: the hash of its frozen text, the needs that it took up by their ids, and how many lessons it wrote; or
    the need that was `linked`, from which this one starts.
    """

    initiative: str
    seq: int
    text_sha256: str | None = None
    needs: tuple[str, ...] = ()
    lessons: int = 0
    linked: LinkedNeed | None = None

    @property
    def successor(self) -> str:
        """The id of the initiative that starts from it."""
        return successor_of(self.initiative, self.linked.need if self.linked else None)


@dataclass(frozen=True)
class Charter:
    """Model and calendar pinned whole, place (municipality code), theme (field), mandate, backbone, coordinator and
    seats; and which initiative it `follows`, if it goes on from one. `lessons` of earlier initiatives are to be looked
    at (None: none are).

    `deputies` stand behind the coordinator, each for the one before (None: nobody was named).

    `model_sha256` is over the canonical plain form of `model`, so an auditor can check it from the ledger alone.
    """

    initiative: str
    model: OperatingModel
    model_sha256: str
    pin: Pin
    place: str
    theme: str
    mandate: Mandate
    backbone: str
    coordinator: str
    seats: tuple[Seat, ...]
    deputies: tuple[str, ...] | None = None
    follows: Origin | None = None
    lessons: tuple[EarlierLesson, ...] | None = None

    def __post_init__(self) -> None:
        model = (self.model.id, self.model.version, self.model_sha256)
        object.__setattr__(self, "model", shared(model, self.model))
        object.__setattr__(self, "pin", shared((self.pin.zone, self.pin.first, self.pin.last), self.pin))
