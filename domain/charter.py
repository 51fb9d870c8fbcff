"""The charter: what an initiative is promised at its start. Nothing in it changes while the initiative runs."""

from __future__ import annotations

from dataclasses import dataclass

from domain.calendar import Pin
from domain.mandates import Mandate
from domain.operating_model import OperatingModel
from domain.seats import Seat


@dataclass(frozen=True)
class Charter:
    """Model and calendar pinned whole, place (municipality code), theme (field), mandate, backbone, coordinator and
    seats.

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
