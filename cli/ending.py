"""Ending politely: a signal to end takes everything down in order, as Ctrl-C does, and then the process is left."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from typing import NoReturn


def end_when_told() -> None:
    """From now on SIGTERM cancels the present task, so that what it started is ended too."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def leave(code: int) -> NoReturn:
    """Leave the process with this exit code, once everything that was said is written.

    Without taking the interpreter down: threads of Temporal's SDK may still let go of Python objects, and when they do
    that meanwhile, the process aborts (SIGABRT in 5 of 8 runs that had found no server).
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or 1  # the reader has gone: what was to be read is lost
    os._exit(code)
