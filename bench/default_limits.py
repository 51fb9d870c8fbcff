"""A Temporal server as a cluster is without our settings: at most ten updates of a workflow in flight."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from stack.data_folder import DataFolderLock
from stack.settings import Settings
from stack.temporal_server import TemporalServer

RAISED = "history.maxInFlightUpdates=1000"
GATE = 8


class DefaultLimits(TemporalServer):
    """Our server without the raised limit."""

    def _arguments(self) -> list[str]:
        arguments = super()._arguments()
        at = arguments.index(RAISED)
        return arguments[: at - 1] + arguments[at + 1 :]


@asynccontextmanager
async def default_limits(folder: Path) -> AsyncIterator[dict[str, str]]:
    """The settings by which a side uses such a server, for as long as the block runs."""
    settings = Settings(data=folder, temporal_ui=False)
    with DataFolderLock(folder) as lock:
        async with DefaultLimits(settings, lock) as server:
            yield {"TALKOOT_TEMPORAL_ADDRESS": server.address}
