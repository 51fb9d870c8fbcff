"""A rehearsal for each test, on SQLite."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.engine import Database
from tests.api.web.rehearsal import Rehearsal, rehearsing


@pytest.fixture
async def fresh(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    file = tmp_path / "talkoot.db"
    shutil.copyfile(sqlite_template, file)
    database = Database.open(f"sqlite:///{file}")
    yield database
    await database.close()


@pytest.fixture
async def convening(fresh: Database) -> AsyncIterator[Rehearsal]:
    """Three seats have been invited."""
    async with rehearsing(fresh, seats=3) as stage:
        yield stage


@pytest.fixture
async def beginning(fresh: Database) -> AsyncIterator[Rehearsal]:
    """Twelve seats have been asked for their needs."""
    async with rehearsing(fresh, phase="need_identification") as stage:
        yield stage


@pytest.fixture
async def from_the_start(fresh: Database) -> AsyncIterator[Rehearsal]:
    """Twelve seats have been asked whether their place is ready."""
    async with rehearsing(fresh, phase="readiness") as stage:
        yield stage
