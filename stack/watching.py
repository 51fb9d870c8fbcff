"""What a process tells of itself: figures at /metrics, and spans, each where a setting asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from temporalio.client import Interceptor
from temporalio.runtime import Runtime

from api.watching import Around
from models.engine import Database
from stack.settings import Settings
from stack.tracing import Tracing

if TYPE_CHECKING:  # loaded where they are asked for: a start without them is a tenth of a second shorter
    from stack.figures import Figures
    from stack.metrics import SdkFigures


@dataclass(frozen=True)
class Watching:
    """The instruments of one process; without any, everything here does nothing."""

    settings: Settings
    figures: Figures | None = None
    sdk: SdkFigures | None = None
    tracing: Tracing | None = None

    @classmethod
    def of(cls, settings: Settings, database: Database) -> Watching:
        """The instruments that the settings ask for. Raises TracingMissing."""
        tracing = Tracing.to(settings.traces_url) if settings.traces_url else None
        if settings.metrics_port is None:
            return cls(settings, tracing=tracing)

        from stack.figures import Figures
        from stack.metrics import SdkFigures

        return cls(settings, Figures(database), SdkFigures(), tracing)

    @property
    def around(self) -> list[Around]:
        """What stands around each request."""
        return [tool.around for tool in (self.figures, self.tracing) if tool is not None]

    @property
    def dispatched(self) -> Callable[[str], None]:
        """What hears the outcome of each letter."""
        return self.figures.dispatched if self.figures else lambda outcome: None

    @property
    def accounted(self) -> Callable[[str, str], None]:
        """What hears how each letter ended that was accounted for, and why."""
        return self.figures.accounted if self.figures else lambda end, reason: None

    @property
    def runtime(self) -> Runtime | None:
        """What Temporal's SDK runs on; None: its default, which counts nothing."""
        return self.sdk.runtime if self.sdk else None

    @property
    def interceptors(self) -> Sequence[Interceptor]:
        """What carries a trace through Temporal."""
        return [self.tracing.interceptor] if self.tracing else []

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str | None]:
        """Serve the figures for the life of the block, which is given their address; then let the last spans out."""
        try:
            if self.figures is None or self.sdk is None or self.settings.metrics_port is None:
                yield None
                return

            from stack.metrics import served

            host, port = self.settings.metrics_host, self.settings.metrics_port
            async with served(self.figures, self.sdk, host, port) as address:
                yield address
        finally:
            if self.tracing is not None:
                await self.tracing.close()
