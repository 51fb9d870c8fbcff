"""Whether the workflow server can be used, as far as calls have shown. A change is told in the log, once, with why."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger()
AGAIN = 10.0  # seconds after which one that stays away is examined anew: it may be for another reason by then


@dataclass(frozen=True)
class Ailment:
    """Why it cannot be used, and what to do. `reason` is for operators; `said` is the same without any address."""

    reason: str
    said: str
    remedy: str


Diagnosing = Callable[[], Awaitable[Ailment | None]]


async def nothing_known() -> None:
    """Stands for a diagnosis where nobody can make one."""


class WorkflowServer:
    """What is known of the server. Its examination takes seconds, so that nobody who says something waits for it."""

    def __init__(self, diagnose: Diagnosing = nothing_known) -> None:
        self._diagnose = diagnose
        self._ailment: Ailment | None = None
        self._examination: asyncio.Task[None] | None = None
        self._examined_at = float("-inf")

    def answered(self) -> None:
        """It has answered a call."""
        if self._examination is None:
            return
        self._examination.cancel()
        self._examination, self._examined_at = None, float("-inf")
        self._know(None)

    def failed(self) -> None:
        """It has not answered a call, or has not been asked yet: it is examined, unless that was done just now."""
        examining = self._examination is not None and not self._examination.done()
        if not examining and time.monotonic() - self._examined_at > AGAIN:
            self._examination = asyncio.create_task(self._examine())

    async def ailment(self, patience: float) -> Ailment | None:
        """What keeps it from answering, after a call has failed; None if that is not known within `patience` (s)."""
        self.failed()
        if self._examination is not None:
            await asyncio.wait({self._examination}, timeout=patience)
        return self._ailment

    async def _examine(self) -> None:
        self._know(await self._diagnose())
        self._examined_at = time.monotonic()

    def _know(self, found: Ailment | None) -> None:
        before, self._ailment = self._ailment, found
        if found is None and before is not None:
            log.info("Temporal can be used again")
        elif found is not None and found != before:
            log.error("Temporal cannot be used", because=found.reason, remedy=found.remedy)
