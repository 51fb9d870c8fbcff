"""A worker alone, without API and dispatcher: `python -m bench.worker product|bare DIR ADDRESS`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from temporalio.client import Client
from temporalio.worker import Worker

from bench.bare.__main__ import worker as bare_worker
from bench.bare.rows import Rows
from stack.collecting import settle
from stack.parts import Parts, connected
from stack.settings import Settings
from stack.up import until_signalled


async def main(kind: str, folder: Path, address: str) -> None:
    """Work until signalled."""
    settings = Settings(data=folder)
    client = await connected(address, settings.temporal_namespace)
    async with _worker(kind, settings, client):
        settle()  # as every process of the product does, and here the reference too
        await until_signalled()
    await asyncio.sleep(0.3)  # else Temporal's runtime sometimes aborts the interpreter at its exit


def _worker(kind: str, settings: Settings, client: Client) -> Worker:
    if kind == "bare":
        return bare_worker(client, Rows(settings.data / "rows.db"))
    return Parts.open(settings, migrate=True).worker(client)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
