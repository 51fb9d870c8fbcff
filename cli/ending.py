"""Ending politely: a signal to end takes everything down in order, as Ctrl-C does."""

from __future__ import annotations

import asyncio
import signal


def end_when_told() -> None:
    """From now on SIGTERM cancels the present task, so that what it started is ended too."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
