"""Personal pages in a real browser: how they look in every language, and that one answers in three steps."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Response

from tests.api.web.driven import Driven, driven
from tests.api.web.judging import NOTHING
from tests.api.web.rehearsal import Rehearsal
from tests.api.web.serving import serving
from tests.fixtures.applications import application
from tests.fixtures.profiles import CAMPAIGN

HOLDER = "holder-02"
FIRST_LOAD, LATER_LOADS = 150_000, 20_000  # bytes over the line
_SOME = [("fi", 390, False), ("fi-selko", 390, True), ("sv", 1280, True), ("en", 1280, False)]
_ALL = [(one, width, dark) for one, _, _ in _SOME for width in (320, 390, 1280) for dark in (False, True)]
WINDOWS = _ALL if CAMPAIGN else _SOME


@pytest.fixture
async def served(convening: Rehearsal) -> AsyncIterator[str]:
    """The address of the pages of an initiative that invites."""
    with application(convening.services) as app:
        async with serving(app) as url:
            yield url


@pytest.mark.parametrize(("language", "width", "dark"), WINDOWS)
async def test_a_page_and_what_comes_back_of_its_form_are_without_faults(
    convening: Rehearsal, served: str, language: str, width: int, dark: bool
) -> None:
    page = f"{served}/p/{await convening.token(HOLDER)}"
    async with driven() as tab:
        await tab.as_wide_as(width, dark=dark)
        await tab.open(f"{page}?language={language}")
        assert await tab.faults() == NOTHING
        await tab.asked("for (const one of document.querySelectorAll('[required]')) one.required = false")
        await tab.click("form:has([name='answer']) [type=submit]")
        assert await tab.asked("document.querySelectorAll('[role=alert]').length") == 1
        assert await tab.faults() == NOTHING


async def test_one_opens_the_link_chooses_and_sends(convening: Rehearsal, served: str) -> None:
    """Three steps from the letter to the receipt, on a telephone, without script."""
    async with driven(script=False) as tab:
        await tab.as_wide_as(390)
        await tab.open(f"{served}/p/{await convening.token(HOLDER)}")
        await tab.press("[name='answer'][value='yes']")
        await tab.click("form:has([name='answer']) [type=submit]")
        assert "Vastasit" in await tab.text()
        assert "Tulen mukaan" in await tab.text()
        assert tab.complaints == []


async def test_little_is_loaded_and_less_the_next_time(convening: Rehearsal, served: str) -> None:
    loaded: list[Response] = []
    async with driven() as tab:
        tab.page.on("response", lambda response: loaded.append(response))
        await tab.open(f"{served}/p/{await convening.token(HOLDER)}")
        first = await weight(loaded)
        assert first < FIRST_LOAD
        loaded.clear()
        await tab.press("[name='answer'][value='yes']")
        await tab.click("form:has([name='answer']) [type=submit]")
        assert "Vastasit" in await tab.text()
        assert await weight(loaded) < LATER_LOADS < first


async def test_who_uses_the_keys_alone_answers_as_quickly(convening: Rehearsal, served: str) -> None:
    async with driven() as tab:
        await tab.open(f"{served}/p/{await convening.token(HOLDER)}")
        await skipped(tab)
        while await tab.asked("document.activeElement.name") != "answer":
            await tab.page.keyboard.press("Tab")
        await tab.page.keyboard.press("Space")
        async with tab.page.expect_event("load"):
            await tab.page.keyboard.press("Enter")
        assert "Tulen mukaan" in await tab.text()


async def skipped(tab: Driven) -> None:
    """Go by the first link, which leads past the head."""
    await tab.page.keyboard.press("Tab")
    assert await tab.asked("document.activeElement.hash") == "#main"
    await tab.page.keyboard.press("Enter")
    assert await tab.asked("document.activeElement.id") == "main"


async def weight(loaded: list[Response]) -> int:
    """How many bytes came over the line: bodies as they were sent, and heads. What lay in the cache weighs nothing."""
    sizes = [await one.request.sizes() for one in loaded]
    return sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
