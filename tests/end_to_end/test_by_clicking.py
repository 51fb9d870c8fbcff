"""The cycle by clicking: seats open the links of their letters in a real browser and answer there, on telephones and
at desks, with script and without. Rules and database are real, and time is played, so that months take a minute.

`make test` goes from one phase into the next; the campaign goes the whole cycle.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from domain.commands import Command
from models.engine import Database
from tests.api.web.driven import Driven, driven
from tests.api.web.hands import asking, fill_in_and_send
from tests.api.web.rehearsal import Rehearsal, rehearsing
from tests.api.web.serving import serving
from tests.api.web.test_cycle import ByPages, typed
from tests.fixtures.applications import application
from tests.fixtures.beside import STORY
from tests.fixtures.cycle import get_ready
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import Play

WINDOWS = [(390, True), (390, False), (1280, True), (1280, False)]
"""How wide, and whether with script."""


@dataclass
class ByClicking(ByPages):
    """The script's table: each seat that answers sits at the next of the windows."""

    url: str = ""
    windows: Any = None
    clicked: int = 0
    complaints: list[str] = field(default_factory=list)

    async def answers(self, actor: str, duty: str, command: Command) -> None:
        tab: Driven = next(self.windows)
        await tab.open(f"{self.url}/p/{await self.stage.token(actor)}")
        known = len(self.stage.post.play.entries)
        await fill_in_and_send(tab, asking(duty), typed(command))
        assert len(self.stage.post.play.entries) > known, await tab.text()
        self.clicked += 1
        self.complaints += tab.complaints


@pytest.fixture
async def stage(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Rehearsal]:
    """Twelve seats have been asked whether their place is ready."""
    file = tmp_path / "talkoot.db"
    shutil.copyfile(sqlite_template, file)
    database = Database.open(f"sqlite:///{file}")
    async with rehearsing(database, phase="readiness") as stage:
        yield stage
    await database.close()


@pytest.mark.timeout(1800)
async def test_seats_answer_by_the_links_of_their_letters(stage: Rehearsal) -> None:
    async with AsyncExitStack() as open_now:
        app = open_now.enter_context(application(stage.services))
        url = await open_now.enter_async_context(serving(app))
        tabs = [await open_now.enter_async_context(driven(script=script)) for _, script in WINDOWS]
        for tab, (width, _) in zip(tabs, WINDOWS, strict=True):
            await tab.as_wide_as(width)
        table = ByClicking(stage, Play.of("readiness"), set(), url, cycle(tabs))
        for part in STORY if CAMPAIGN else (get_ready,):
            await part(table)
        assert table.clicked >= len(WINDOWS)
        assert table.complaints == []
    initiative = stage.post.play.initiative
    assert (initiative.outcome == "established") if CAMPAIGN else (initiative.at.phase == "need_identification")
