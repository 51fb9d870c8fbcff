"""A window of a real browser that is driven with a person's clicks and typing, and what is wrong with its page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, Page

from tests.api.web.judging import judged
from tests.fixtures.browsing import BROWSING

NARROWEST = 320
_PATIENCE = 60_000  # milliseconds
_NOW_AND_THEN = 50  # milliseconds
_HEIGHT = 900


@dataclass
class Driven:
    """One tab. `open` and `click` wait until the page that they lead to has loaded."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def open(self, url: str) -> None:
        """Go to an address, as one typed it."""
        await self.page.goto(url)

    async def click(self, selector: str) -> None:
        """Click the first element of a selector; it leads to another page."""
        async with self.page.expect_event("load"):
            await self.press(selector)

    async def press(self, selector: str) -> None:
        """Click the first element of a selector; one stays on the page."""
        await self.page.locator(selector).first.click()

    async def type(self, selector: str, text: str) -> None:
        """Write into a field, in place of what stood there."""
        await self.page.locator(selector).first.fill(text)

    async def choose(self, selector: str, value: str) -> None:
        """Choose from a list, by the value."""
        await self.page.locator(selector).first.select_option(value)

    async def asked(self, expression: str) -> Any:
        """What an expression comes to in the page."""
        return await self.page.evaluate(expression)

    async def until(self, expression: str) -> None:
        """Wait until an expression holds in the page. It is asked from outside: no page may evaluate anything."""
        async with asyncio.timeout(_PATIENCE / 1000):
            while not await self.asked(expression):
                await self.page.wait_for_timeout(_NOW_AND_THEN)

    async def text(self) -> str:
        """What stands on the page."""
        return await self.page.inner_text("body")

    async def as_wide_as(self, width: int, *, dark: bool = False, height: int = _HEIGHT) -> None:
        """Look at the page in a window of this size (pixels), light or dark."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")

    async def faults(self) -> dict[str, Any]:
        """What is wrong with the page, every fold of it open: `NOTHING` where nothing is. Needs script.

        `violations` are what axe and our own checks find, `undecided` the contrasts that axe cannot tell, `too_wide`
        how many pixels have to be scrolled to sideways in this window or one of 320 px, `too_small` targets under
        24 px.
        """
        found = await judged(self.page)
        usual = self.page.viewport_size
        assert usual
        await self.page.set_viewport_size({"width": NARROWEST, "height": _HEIGHT})
        found["too_wide"] = max(found["too_wide"], await self.asked("judging.tooWide()"))
        await self.page.set_viewport_size(usual)
        await self.asked("judging.foldAgain()")
        return found

    async def picture(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        await self.page.screenshot(path=file, full_page=True)

    def heard(self, message: ConsoleMessage) -> None:
        """Note what the browser complains of, such as files that are refused."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@asynccontextmanager
async def driven(*, script: bool = True) -> AsyncIterator[Driven]:
    """A window that knows nothing yet, closed afterwards; without `script` the pages' own scripts do not run.

    Skips the test where there is no browser.
    """
    browser = await BROWSING.browser()
    context = await browser.new_context(java_script_enabled=script, reduced_motion="reduce", locale="fi-FI")
    context.set_default_timeout(_PATIENCE)
    tab = Driven(await context.new_page())
    tab.page.on("console", tab.heard)
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    try:
        yield tab
    finally:
        await context.close()
