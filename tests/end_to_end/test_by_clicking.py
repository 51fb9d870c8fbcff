"""The cycle by clicking: seats open the links of their letters in a real browser and answer there, on telephones and
at desks, with script and without; the coordinator acts by the forms of the initiative's page. Rules and database are
real, and time is played, so that months take minutes.

`make test` goes from one phase into the next; the campaign goes the whole cycle.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest

from api.web.staff.acts.catalogue import known
from domain.actors import Speaker
from domain.commands import Command
from models.engine import Database
from tests.api.web.driven import Driven, driven
from tests.api.web.hands import asking, fill_in_act, fill_in_and_send
from tests.api.web.rehearsal import Rehearsal, rehearsing
from tests.api.web.staff.served import served, signs_in
from tests.api.web.test_cycle import WORDS, ByPages, typed
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.beside import STORY
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.cycle import get_ready
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import COORDINATOR, Play

WINDOWS = [(390, True), (390, False), (1280, True), (1280, False)]
"""How wide, and whether with script."""


@dataclass
class ByClicking(ByPages):
    """The script's table: whoever speaks sits at the next of the windows. Kinds of commands that were `clicked`, and
    of those that were said `past` the pages, as no form holds them.
    """

    desk: AtDesk
    url: str
    windows: Iterator[Driven]
    clicked: list[str] = field(default_factory=list)
    past: list[str] = field(default_factory=list)

    async def answers(self, actor: str, duty: str, command: Command) -> None:
        """A seat opens the link in its letter and answers."""
        tab = next(self.windows)
        await tab.open(f"{self.url}/p/{await self.stage.token(actor)}")
        await self.counted(tab, command, fill_in_and_send(tab, asking(duty), typed(command)))

    async def acts(self, command: Command, by: Speaker) -> object:
        """The coordinator opens the form of an act, looks at what it would bring, and does it."""
        tab = next(self.windows)
        if by != COORDINATOR or known(command.KIND) is None or not await self.looked_at(tab, command):
            self.past.append(command.KIND)
            return await super().acts(command, by)
        return await self.counted(tab, command, tab.click("[name=step][value=say]"))

    async def looked_at(self, tab: Driven, command: Command) -> bool:
        """Fill in the form of an act and look at what it would bring; False where the form cannot hold it."""
        address = f"{self.url}/initiatives/{INITIATIVE}/do/{command.KIND}"
        await tab.open(address)
        if "/sign-in" in tab.page.url:  # nobody stays signed in from one day to another
            await signs_in(tab, self.desk, self.url)
            await tab.open(address)
        if not await fill_in_act(tab, command, WORDS):
            return False
        await tab.click("[name=step][value=look]")
        return await tab.page.locator("[name=step][value=say]").count() == 1

    async def counted(self, tab: Driven, command: Command, sending: Awaitable[None]) -> None:
        """Something is sent, and is written down."""
        before = len(self.stage.post.play.entries)
        await sending
        assert len(self.stage.post.play.entries) > before, await tab.text()
        self.clicked.append(command.KIND)


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
async def test_seats_answer_by_the_links_of_their_letters_and_the_coordinator_acts_by_forms(
    stage: Rehearsal, record_property: Callable[[str, object], None]
) -> None:
    async with AsyncExitStack() as open_now:
        desk = await sits_down(stage)
        url = await open_now.enter_async_context(served(desk))
        tabs = [await open_now.enter_async_context(driven(script=script)) for _, script in WINDOWS]
        for tab, (width, _) in zip(tabs, WINDOWS, strict=True):
            await tab.as_wide_as(width)
        table = ByClicking(stage, Play.of("readiness"), set(), desk, url, cycle(tabs))
        for part in STORY if CAMPAIGN else (get_ready,):
            await part(table)
        complaints = [said for tab in tabs for said in tab.complaints if "422" not in said]
    record_property("by clicking", f"{len(table.clicked)} said by clicking, past the pages {sorted(set(table.past))}")
    assert len(table.clicked) > len(WINDOWS)
    assert complaints == []
    initiative = stage.post.play.initiative
    assert (initiative.outcome == "established") if CAMPAIGN else (initiative.at.phase == "need_identification")
