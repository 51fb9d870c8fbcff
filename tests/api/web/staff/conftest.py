"""An installation with staff for each test, on SQLite."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from api.app import create
from models.engine import Database
from tests.fixtures.staffed import House, staffed


@pytest.fixture(scope="session")
def pages_of_staff() -> FastAPI:
    """One application: building its routes takes most of a second."""
    return create(SimpleNamespace(public_url="http://talkoot.example"))  # type: ignore[arg-type]


@pytest.fixture
async def house(sqlite_template: Path, tmp_path: Path, pages_of_staff: FastAPI) -> AsyncIterator[House]:
    file = tmp_path / "talkoot.db"
    shutil.copyfile(sqlite_template, file)
    database = Database.open(f"sqlite:///{file}")
    async with staffed(database, pages_of_staff) as here:
        yield here
    await database.close()
