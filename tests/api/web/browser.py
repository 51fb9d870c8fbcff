"""A real browser that reaches this machine only: Chromium, asked for a page as it stands once it has settled."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
_SETTLES_WITHIN = 10_000  # milliseconds of the page's own time, which stands still while something is loaded


@dataclass(frozen=True)
class Look:
    """The page's elements after its scripts have run, and what the browser had to say about it, such as refusals."""

    elements: str
    complaints: tuple[str, ...]


async def look(
    url: str, profile: Path, *, height: int = 800, settles: int = _SETTLES_WITHIN, dark: bool = False
) -> Look:
    """Open a page in a window of this height (pixels), since long lists show what is in sight, for so many of its own
    milliseconds; `dark` as somebody does who prefers that. Skips the test where there is no such browser; `profile` is
    an empty folder for it to use.
    """
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium here to look at pages with: install Debian's chromium")
    process = await asyncio.create_subprocess_exec(
        browser,
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}"),
        *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--enable-logging=stderr"),
        f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        *(f"--window-size=1280,{height}", f"--virtual-time-budget={settles}", "--dump-dom", url),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        elements, said = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
    return Look(elements.decode(), tuple(line for line in said.decode().splitlines() if ":CONSOLE" in line))
