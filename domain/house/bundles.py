"""Bundles that were taken out: a history with what proves it, and of an initiative with its texts."""

from __future__ import annotations

from dataclasses import dataclass

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class BundleTaken(HouseEvent, kind="bundle.taken"):
    """The actor took out a bundle of this initiative, or of the whole log, at the checkpoint of `size` entries."""

    size: int
    initiative: str | None = None
