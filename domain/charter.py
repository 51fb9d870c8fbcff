"""The charter: what an initiative is promised at its start. Nothing in it changes while the initiative runs."""

from __future__ import annotations

from dataclasses import dataclass

from domain.calendar import Pin
from domain.lessons import EarlierLesson
from domain.mandates import Mandate
from domain.operating_model import OperatingModel
from domain.seats import Seat
from domain.sharing import shared


@dataclass(frozen=True)
class Origin:
    """The initiative that this one goes on from, as its ledger stood after entry `seq`, and what it hands on by
    reference: the hash of its frozen text, the needs that it took up by their ids, and how many lessons it wrote.
    """

    initiative: str
    seq: int
    text_sha256: str | None = None
    needs: tuple[str, ...] = ()
    lessons: int = 0


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
