"""Staff's pages in a real browser: signing in by the letter, the end of a session, what was typed, and how it looks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.api.web.driven import Driven, driven
from tests.api.web.judging import NOTHING
from tests.api.web.serving import serving
from tests.fixtures.staffed import AINO, House


@pytest.fixture
async def served(house: House) -> AsyncIterator[str]:
    """The address of the running installation."""
    async with serving(house.app) as url:
        yield url


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
async def test_somebody_signs_in_by_the_letter_is_signed_out_by_time_and_by_themselves(
    house: House, served: str, width: int, dark: bool
) -> None:
    async with driven() as tab:
        await tab.as_wide_as(width, dark=dark)
        await tab.open(f"{served}/staff")
        assert await tab.asked("location.pathname + location.search") == "/sign-in?next=%2Fstaff"
        await tab.open(f"{served}/sign-in?language=en")
        await signs_in(tab, house, served)
        assert "Aino" in await tab.text()
        assert await tab.asked("document.cookie") == ""  # closed to scripts
        assert await tab.faults() == NOTHING
        await tab.click("a[href='/staff/sessions']")
        assert "this browser" in await tab.text()
        assert await tab.faults() == NOTHING
        house.wait(timedelta(minutes=30))
        await tab.open(f"{served}/staff/sessions")
        assert await tab.asked("location.pathname") == "/sign-in"
        await signs_in(tab, house, served)
        assert await tab.asked("location.pathname") == "/staff/sessions"
        await tab.click("a[hreflang='sv']")
        assert "Var du är inloggad" in await tab.text()
        await tab.click("form[action='/staff/sign-out'] button")
        assert "Du har loggat ut." in await tab.text()
        await tab.open(f"{served}/staff")
        assert await tab.asked("location.pathname") == "/sign-in"
        assert tab.complaints == []


async def signs_in(tab: Driven, house: House, served: str) -> None:
    """Ask for a link on the page that is shown, in English, and follow the one in the letter."""
    assert await tab.faults() == NOTHING
    await tab.type("#address", AINO)
    await tab.click("main button")
    assert "Look at your e-mail" in await tab.text()
    assert await tab.faults() == NOTHING
    assert await house.letters() == 1
    await tab.open(served + house.link())
    assert "This link signs in: Aino" in await tab.text()
    assert await tab.faults() == NOTHING
    await tab.click("main button")
