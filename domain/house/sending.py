"""The sending of letters, which an administrator may pause as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from domain.house.base import HouseEvent


@dataclass(frozen=True)
class SendingPaused(HouseEvent, kind="sending.paused"):
    """No letter goes out until it is resumed."""


@dataclass(frozen=True)
class SendingResumed(HouseEvent, kind="sending.resumed"):
    """Letters go out again."""
