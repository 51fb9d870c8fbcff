"""What an examination finds: one line each, well or not, and what to do. No line holds a secret or a person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from enum import StrEnum

SECONDS = 12.0
"""How long one part is examined at the longest, unless it has steps of its own."""


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"  # works, and deserves a look
    FAULT = "fault"  # something does not work


@dataclass(frozen=True)
class Finding:
    """What was found of one part, and what to do about it."""

    part: str
    level: Level
    said: str
    remedy: str = ""


def well(part: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(part, Level.OK, said)


def warning(part: str, said: str, remedy: str) -> Finding:
    """It works, and deserves a look."""
    return Finding(part, Level.WARNING, said, remedy)


def fault(part: str, said: str, remedy: str) -> Finding:
    """It does not work."""
    return Finding(part, Level.FAULT, said, remedy)


async def bounded(part: str, looking: Awaitable[list[Finding]], seconds: float = SECONDS) -> list[Finding]:
    """What was found of a part; its own failure is a finding, too, so that the other parts are examined in any case."""
    try:
        async with asyncio.timeout(seconds):
            return await looking
    except TimeoutError:
        return [fault(part, f"gives no answer in {seconds:.0f} s", "see that it runs and can be reached from here")]
    except Exception as error:  # its text may hold an address or a value
        return [fault(part, f"cannot be examined: {type(error).__name__}", "report this as a bug")]
