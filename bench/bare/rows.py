"""The bare row: one insert, one transaction, as safe on disk as ours."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from temporalio import activity

Row = tuple[str, int, str]


class Rows:
    """A SQLite file, written by one thread."""

    def __init__(self, file: Path) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("CREATE TABLE IF NOT EXISTS answer (workflow TEXT, number INT, said TEXT)")

    def insert(self, rows: Iterable[Row]) -> None:
        """Write rows in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT INTO answer VALUES (?, ?, ?)", rows)
        self._db.execute("COMMIT")

    @activity.defn
    async def write_row(self, workflow: str, number: int, said: str) -> None:
        """One answer, one row."""
        await self._later([(workflow, number, said)])

    @activity.defn
    async def write_letters(self, workflow: str, letters: int) -> None:
        """Many letters in one go."""
        await self._later([(workflow, number, "letter") for number in range(letters)])

    async def _later(self, rows: list[Row]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self.insert, rows)
