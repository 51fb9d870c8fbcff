"""The desk in a real browser: a call from the list to the entered answer, a start to its preview, and the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.api.web.driven import Driven, driven
from tests.api.web.judging import NOTHING
from tests.api.web.rehearsal import Rehearsal
from tests.api.web.staff.served import served, signs_in
from tests.fixtures.at_desk import sits_down
from tests.fixtures.startable import startable

REGISTER = ("", "/persons", "/seats/seat-01", "/persons/person-holder-01", "/mandates/new", "/organisations/import")
OTHERS = ("/staff/register-load", "/staff/register-load/person-holder-01", "/staff/models", "/staff/paper")


@dataclass
class Looking:
    """A tab at a running installation, whose pages are looked at one by one."""

    tab: Driven
    url: str
    folder: Path

    async def at(self, path: str) -> None:
        """Open a page, and look at it."""
        await self.tab.open(self.url + path)
        await self.here(path.replace("/", "_"))

    async def here(self, name: str) -> None:
        """Look at the page that is shown."""
        await self.tab.picture(self.folder / f"{name}.png")
        assert await self.tab.faults() == NOTHING, name


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
async def test_a_call_a_start_and_the_register_on_a_phone_and_on_a_desk(
    convening: Rehearsal, tmp_path: Path, width: int, dark: bool
) -> None:
    await startable(convening)
    await convening.forward(timedelta(days=24))
    desk = await sits_down(convening)
    async with served(desk) as url, driven() as tab:
        looking = Looking(tab, url, tmp_path)
        await tab.as_wide_as(width, dark=dark)
        await signs_in(tab, desk, url)
        await calls(looking)
        await starts(looking)
        for path in (*(f"/staff/register{path}" for path in REGISTER), *OTHERS):
            await looking.at(path)
        assert tab.complaints == []


async def calls(looking: Looking) -> None:
    """From the list to an answer that is read back and entered."""
    tab = looking.tab
    await looking.at("/staff/phone-list")
    await tab.click("main .t-calls a.ds-button")
    await looking.here("line")
    await tab.asked("document.querySelector('input[name=answer][value=no]').checked = true")
    await tab.type("textarea[name=reason]", "Emme ehdi.")
    await tab.click("button[value=check]")
    assert "Emme ehdi." in await tab.text()
    await looking.here("check")
    await tab.click("button[value=say]")
    assert "Vastaus on kirjattu." in await tab.text()


async def starts(looking: Looking) -> None:
    """A start, to what it would bring."""
    tab = looking.tab
    await tab.open(f"{looking.url}/staff/start")
    await tab.type("#title", "Kylätalo nuorille")
    await tab.type("#theme", "youth")
    await tab.asked("document.querySelector('#place').value = '297'")
    await tab.asked("document.querySelectorAll('input[type=checkbox]').forEach(one => one.checked = true)")
    await looking.here("start")
    await tab.click("button[value=preview]")
    assert "Näin aloite alkaa" in await tab.text()
    await looking.here("preview")
