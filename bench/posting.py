"""A dispatcher alone, at ten on a Monday: `python -m bench.posting DATABASE PORT`, as production has it.

It says `ready` and begins with its first line of input; its clock begins there, at MORNING.
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta

from activities.dispatching import Dispatcher
from activities.rates import Rates
from activities.smtp import SmtpChannel
from models.engine import Database
from models.keys import KeyRing
from models.vault import Vault
from stack.collecting import settle
from stack.parts import IDLE
from stack.settings import GATHER

MORNING = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
KEYS = KeyRing(b"v" * 32, b"l" * 32)


async def main(database: str, port: str) -> None:
    """Send what is due until it is killed."""
    began = time.monotonic()
    dispatcher = Dispatcher(
        Database.open(database),
        Vault(KEYS.master),
        KEYS,
        SmtpChannel.of(f"smtp://127.0.0.1:{port}"),
        "https://talkoot.example.org",
        "talkoot@example.org",
        lambda: MORNING + timedelta(seconds=time.monotonic() - began),
        idle_seconds=IDLE,
        rates=Rates(),
        gather=timedelta(seconds=GATHER),
    )
    settle()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    began = time.monotonic()
    await dispatcher.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
