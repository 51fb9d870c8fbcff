"""The two sides of a comparison: anything that takes answers to initiatives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.spawning import Spawned

Say = Callable[[], Awaitable[None]]
"""Give one answer. Raises when it is not taken."""


class Side(ABC):
    """A running side and its data folder."""

    name: str

    def __init__(self, running: Spawned, folder: Path) -> None:
        self.running, self.folder = running, folder

    @abstractmethod
    async def prepare(self, initiatives: int, answers: int) -> list[list[Say]]:
        """Start this many initiatives that wait for this many answers each: the answers, by initiative."""
