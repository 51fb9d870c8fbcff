"""The pictures of the documentation: a demo stands, a browser looks at it, and what it sees is kept as a file.

`make pictures` writes `docs/pictures/`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.api.web.driven import Driven, driven
from tests.cli.test_demo import demo, found, shown
from tests.fixtures.browsing import BROWSING

MOST_BYTES = 150_000
DESK, TELEPHONE = (1280, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """What is looked at, by whom (None: whoever has the link), and in a window of which size (pixels)."""

    page: str
    role: str | None
    window: tuple[int, int] = DESK


PICTURES = {
    "board": Picture("/staff", "coordinator", (1280, 1240)),
    "initiative": Picture("/initiatives/{convening}", "coordinator", (1280, 800)),
    "history": Picture("/initiatives/{convening}/history", "auditor"),
    "personal": Picture("/p/{link}", None, TELEPHONE),
}


async def take(said: str, folder: Path) -> None:
    """Take every picture of the demo that printed this."""
    at = shown(said) | {"link": found(r"^A participant's own page +\S+/p/(\S+)", said)}
    site = found(r"^A participant's own page +(\S+)/p/", said)
    async with AsyncExitStack() as open_now:
        tabs = {role: await open_now.enter_async_context(driven()) for role in ("coordinator", "auditor", None)}
        for role, tab in tabs.items():
            if role:  # its address signs in once
                await tab.open(found(rf"^Sign in once as {role} +(\S+)", said))
                await tab.click("main button")
        for name, picture in PICTURES.items():
            await tabs[picture.role].open(site + picture.page.format(**at))
            await keep(tabs[picture.role], picture.window, folder / f"{name}.png")
    await BROWSING.close()


async def keep(tab: Driven, window: tuple[int, int], file: Path) -> None:
    """Keep what is in sight; AssertionError if that is a large file."""
    await tab.as_wide_as(window[0], height=window[1])
    size = len(await tab.page.screenshot(path=file))
    assert size < MOST_BYTES, f"{file} has {size} bytes"
    print(f"{file} {size} bytes")


def main(folder: Path) -> None:
    """Write the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing, demo(Path(passing) / "demo") as said:
        asyncio.run(take(said, folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
