"""How much a seat may promise: as many open commitments as one organisation can be expected to keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.facts import Commitment
from domain.refusals import NotAsked

MOST_OF_A_SEAT: Final = 5
"""As many open commitments as one organisation can be expected to keep, and a large initiative to carry."""


def require_room(commitments: Iterable[Commitment], seat: str) -> None:
    """Raise NotAsked for a seat that has as many open commitments as it may."""
    held = [commitment for commitment in commitments if commitment.seat == seat and commitment.is_open]
    if len(held) >= MOST_OF_A_SEAT:
        raise NotAsked(f"this seat has {MOST_OF_A_SEAT} open commitments", remedy="keep those before making another")
