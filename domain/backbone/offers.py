"""What is known of an open offer, and what each event changes of who coordinates."""

from __future__ import annotations

from dataclasses import dataclass

from domain.mandates import Mandate
from domain.sealed import Sealed


@dataclass(frozen=True)
class Offer:
    """An organisation is asked, by its coordinator (an actor), to go on with the initiative under this mandate."""

    number: int
    coordinator: str
    mandate: Mandate
    reason: Sealed
