"""What becomes of the installation as a whole: its keys, its backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class KeyRotated(HouseEvent, kind="custody.key_rotated"):
    """A key of the key file (`master`, `link`) gave way to another; both by their ids, which say nothing of them."""

    which: str
    former: str
    now: str


@dataclass(frozen=True, kw_only=True)
class BackedUp(HouseEvent, kind="custody.backed_up"):
    """A backup was made; `manifest` is the SHA-256 of what it says of its files."""

    manifest: str


@dataclass(frozen=True, kw_only=True)
class Restored(HouseEvent, kind="custody.restored"):
    """The installation goes on from a backup made at this instant; `erased` people were forgotten once more,
    and whoever was signed in is no longer.
    """

    manifest: str
    made_at: datetime
    erased: int
