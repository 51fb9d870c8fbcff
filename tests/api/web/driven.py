"""A real browser that is driven: Chromium over its debugging pipe, with a person's clicks and typing, and axe.

It reaches this machine only. Messages are JSON with a zero byte after each, on file descriptors 3 and 4.
"""

from __future__ import annotations

import asyncio
import base64
import fcntl
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_core_python
import pytest

from tests.api.web.browser import NAMES

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_MOST = 64 * 1024 * 1024
_PATIENCE = 20.0
_FOUND = """axe.run(document, {resultTypes: ["violations", "incomplete"]}).then((found) => JSON.stringify({
  violations: found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.html).join(" ")),
  undecided: found.incomplete.filter((one) => one.id === "color-contrast").map((one) => one.nodes[0].html),
}))"""
_SMALL = """JSON.stringify([...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
  .filter((one) => one.offsetParent && !one.matches(".t-skip, .ds-skip-link"))
  .filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.outerHTML))"""


@dataclass
class Driven:
    """One tab. Steps wait until the page that they lead to has loaded."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    session: str = ""
    number: int = 0
    complaints: list[str] = field(default_factory=list)
    loads: int = 0

    async def open(self, url: str) -> None:
        """Go to an address, as one typed it."""
        await self._leads_on("Page.navigate", url=url)

    async def click(self, selector: str) -> None:
        """Click the first element of a selector; it leads to another page."""
        await self._leads_on("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)}).click()")

    async def type(self, selector: str, text: str) -> None:
        """Write into a field."""
        await self.asked(f"document.querySelector({json.dumps(selector)}).focus()")
        await self.told("Input.insertText", text=text)

    async def asked(self, expression: str) -> Any:
        """What an expression comes to in the page."""
        found = await self.told("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def text(self) -> str:
        """What stands on the page."""
        said: str = await self.asked("document.body.innerText")
        return said

    async def as_wide_as(self, width: int, *, dark: bool = False) -> None:
        """Look at the page in a window of this width (pixels), light or dark."""
        await self.told(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.told("Emulation.setEmulatedMedia", features=[scheme])

    async def faults(self) -> dict[str, Any]:
        """What axe finds, what has to be scrolled to sideways, and targets that are too small: nothing, all empty."""
        await self.asked(AXE + "; 0")
        found: dict[str, Any] = json.loads(await self.asked(_FOUND))
        found["too_wide"] = await self.asked(
            "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
        )
        found["too_small"] = json.loads(await self.asked(_SMALL))
        return found

    async def picture(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        taken = await self.told("Page.captureScreenshot", captureBeyondViewport=True)
        await asyncio.to_thread(file.write_bytes, base64.b64decode(taken["data"]))

    async def told(self, method: str, **params: Any) -> Any:
        """Send a command and wait for what it gives."""
        self.number += 1
        asked = self.number
        message = {"id": asked, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.writer.write(json.dumps(message).encode() + b"\0")
        while (answer := await self._heard()).get("id") != asked:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    async def _leads_on(self, method: str, **params: Any) -> None:
        before = self.loads
        await self.told(method, **params)
        while self.loads == before:
            await self._heard()

    async def _heard(self) -> dict[str, Any]:
        async with asyncio.timeout(_PATIENCE):
            raw = await self.reader.readuntil(b"\0")
        message: dict[str, Any] = json.loads(raw[:-1])
        match message.get("method"):
            case "Page.loadEventFired":
                self.loads += 1
            case "Log.entryAdded":
                self.complaints.append(message["params"]["entry"]["text"])
        return message


@asynccontextmanager
async def driven(profile: Path) -> AsyncIterator[Driven]:
    """A browser with an empty profile, ended afterwards. Skips the test where there is none."""
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium here to look at pages with: install Debian's chromium")
    to_it, from_it = os.pipe(), os.pipe()
    its = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (to_it[0], from_it[1])]  # out of the way of 3 and 4

    def put_in_place() -> None:
        for fd, wanted in zip(its, (3, 4), strict=True):
            os.dup2(fd, wanted)

    process = await asyncio.create_subprocess_exec(
        browser,
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}"),
        *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe"),
        pass_fds=(3, 4),
        preexec_fn=put_in_place,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    for fd in (to_it[0], from_it[1], *its):
        os.close(fd)
    try:
        yield await _tab(to_it[1], from_it[0])
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _tab(writing: int, reading: int) -> Driven:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_MOST)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb"))
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, os.fdopen(writing, "wb"))
    tab = Driven(reader, asyncio.StreamWriter(transport, protocol, None, loop))
    target = await tab.told("Target.createTarget", url="about:blank")
    attached = await tab.told("Target.attachToTarget", targetId=target["targetId"], flatten=True)
    tab.session = attached["sessionId"]
    for domain in ("Page", "Log"):
        await tab.told(f"{domain}.enable")
    return tab
