"""Staff's pages in a real browser: signing in by the letter, the end of a session, what was typed, and how it looks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from stack import ports
from stack.serving import ApiServer
from tests.api.web.driven import driven
from tests.fixtures.staffed import AINO, House

NOTHING = {"violations": [], "undecided": [], "too_wide": 0, "too_small": []}


@pytest.fixture
async def served(house: House) -> AsyncIterator[str]:
    """The address of the running installation."""
    server = ApiServer(house.app, ports.listen(ports.LOOPBACK, 0))
    house.services.public_url = server.url
    serving = asyncio.create_task(server.serve())
    await server.started()
    yield server.url
    server.stop()
    await serving


async def test_somebody_signs_in_by_the_letter_is_signed_out_by_time_and_by_themselves(
    house: House, served: str, tmp_path: Path
) -> None:
    async with driven(tmp_path / "profile") as tab:
        for width, dark in ((390, False), (1280, True)):
            await tab.as_wide_as(width, dark=dark)
            await tab.open(f"{served}/staff?language=en")
            assert await tab.asked("location.pathname") == "/sign-in"
            await tab.open(f"{served}/sign-in?language=en")
            assert await tab.faults() == NOTHING
            await tab.type("#address", AINO)
            await tab.click("button")
            assert "Look at your e-mail" in await tab.text()
            assert await tab.faults() == NOTHING
            assert await house.letters() == 1
            await tab.open(served + house.link())
            assert "This link signs in: Aino" in await tab.text()
            assert await tab.faults() == NOTHING
            await tab.click("button")
            assert "Hello, Aino." in await tab.text()
            assert await tab.asked("document.cookie") == ""
            assert await tab.faults() == NOTHING
            await tab.click("a[href='/staff/sessions']")
            assert "this browser" in await tab.text()
            assert await tab.faults() == NOTHING
            await tab.click("a[hreflang='sv']")
            assert "Var du är inloggad" in await tab.text()
            house.wait(timedelta(minutes=30))
            await tab.open(f"{served}/staff/sessions")
            assert await tab.asked("location.pathname") == "/sign-in"
            await tab.type("#address", AINO)
            await tab.click("button")
            await house.letters()
            await tab.open(served + house.link())
            await tab.click("button")
            assert await tab.asked("location.pathname") == "/staff/sessions"
            await tab.click("form[action='/staff/sign-out'] button")
            assert "Du har loggat ut." in await tab.text()
            await tab.open(f"{served}/staff")
            assert await tab.asked("location.pathname") == "/sign-in"
            house.wait(timedelta(hours=1))
        assert tab.complaints == []
