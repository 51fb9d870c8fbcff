"""The board, an initiative and an act in a real browser: how they look, and rows that change under one's hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from api import sessions
from models.tables import Initiative
from tests.api.web.driven import Driven, driven
from tests.api.web.judging import NOTHING
from tests.api.web.rehearsal import Rehearsal
from tests.api.web.serving import serving
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.board import enter
from tests.fixtures.correspondence import INITIATIVE

PAGE = f"/initiatives/{INITIATIVE}"


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    """Three seats have been silent for sixteen days; others coordinate nine initiatives more."""
    await convening.forward(timedelta(days=16))
    await convening.services.database.write(lambda s: enter(s, convening.services.vault))
    return await sits_down(convening)


@pytest.fixture
async def served(desk: AtDesk) -> AsyncIterator[str]:
    """The address of the running installation."""
    async with serving(desk.browser._transport.app) as url:  # type: ignore[attr-defined]
        desk.stage.services.public_url = url
        yield url


async def let_in(tab: Driven, desk: AtDesk, url: str) -> None:
    """Bring the session of the desk along."""
    name = sessions.cookie_name(desk.stage.services)
    secret = desk.browser.cookies[name]
    await tab.page.context.add_cookies([{"name": name, "value": secret, "url": url}])


@pytest.mark.parametrize(("width", "dark", "language"), [(390, False, "fi"), (1280, True, "sv")])
async def test_a_coordinator_reads_the_board_and_an_initiative_and_does_something(
    desk: AtDesk, served: str, width: int, dark: bool, language: str
) -> None:
    async with driven() as tab:
        await let_in(tab, desk, served)
        await tab.as_wide_as(width, dark=dark)
        await tab.open(f"{served}/staff?language={language}")
        assert await tab.faults() == NOTHING
        await tab.click(f"#row-{INITIATIVE}")
        assert await tab.faults() == NOTHING
        await tab.open(f"{served}{PAGE}/do/initiative.extend")
        assert await tab.faults() == NOTHING
        await tab.type("#by", "10")
        await tab.type("#reason", "Lautakunta kokoontuu myöhemmin.")
        await tab.click("button[value=look]")
        assert await tab.faults() == NOTHING
        await tab.click("button[value=say]")
        assert await tab.asked("location.pathname") == PAGE
        assert desk.stage.kinds()[-1] == "deadline.extended"
        assert tab.complaints == []


async def test_rows_change_by_themselves_and_what_is_typed_and_focused_stays(desk: AtDesk, served: str) -> None:
    def rename(session: Session) -> None:
        row = session.get_one(Initiative, INITIATIVE)
        row.round = 2

    async with driven() as tab:
        await let_in(tab, desk, served)
        await tab.open(f"{served}/staff?language=fi")
        await tab.type("#words", "kyyti")
        await tab.asked(f"document.getElementById('row-{INITIATIVE}').focus()")
        await desk.stage.services.database.write(rename)
        await tab.asked(
            "htmx.ajax('GET', document.querySelector('#rows')"
            ".getAttribute('hx-get'), {target: '#rows', swap: 'outerHTML'})"
        )
        await tab.until("document.body.innerText.includes('kierros 2')")
        assert await tab.asked("document.activeElement.id") == f"row-{INITIATIVE}"
        assert await tab.asked("document.querySelector('#words').value") == "kyyti"
