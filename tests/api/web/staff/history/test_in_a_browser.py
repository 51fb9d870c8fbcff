"""History, outcomes and the pages that anybody may read, in a real browser, without faults."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.api.web.driven import driven
from tests.api.web.judging import NOTHING
from tests.api.web.serving import serving
from tests.api.web.staff.history.conftest import ADDRESS, Past
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.staffed import OLAVI

PUBLIC = ("/", "/accessibility", "/privacy", "/nothing/here", "/dev/outbox")


@pytest.fixture
async def served(past: Past) -> AsyncIterator[str]:
    """The address of the running installation, with its outbox."""
    past.house.services.outbox = past.house.services.development = True
    async with serving(past.house.app) as url:
        yield url


@pytest.mark.parametrize(("width", "dark", "language"), [(390, False, "fi"), (1280, True, "sv")])
async def test_an_auditor_reads_checks_and_looks_at_outcomes(
    past: Past, served: str, width: int, dark: bool, language: str
) -> None:
    async with driven() as tab:
        await tab.as_wide_as(width, dark=dark)
        for address in PUBLIC:
            await tab.open(f"{served}{address}?language={language}")
            assert await tab.faults() == NOTHING, address
        await tab.open(f"{served}/sign-in?language={language}")
        await tab.type("#address", OLAVI)
        await tab.click("main button")
        await past.house.letters()
        await tab.open(served + past.house.link())
        await tab.click("main button")
        await tab.click("a[href='/staff/history']")
        assert await tab.faults() == NOTHING
        await tab.click(f"a[href='{ADDRESS}']")
        assert past.house.services.sealed
        await past.house.services.sealed()
        await tab.click("#check button")
        assert await tab.asked("document.querySelectorAll('#check [role=status]').length") == 1
        assert await tab.faults() == NOTHING
        await tab.click(f"a[href='/initiatives/{INITIATIVE}/outcomes']")
        assert await tab.faults() == NOTHING
