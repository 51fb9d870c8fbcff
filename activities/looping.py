"""What the loops beside a worker have in common: pass after pass, ever more rarely while passes fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import structlog

from activities.channels import ChannelAway
from models.engine import DatabaseAway

_FIRST_BACK_OFF = 1.0  # seconds
_MOST_DOUBLINGS = 30  # of it: beyond every longest rest, and no number that a float cannot hold


async def for_ever(
    turn: Callable[[], Awaitable[float]], *, said: str, longest: float, log: structlog.stdlib.BoundLogger
) -> NoReturn:
    """Take turns until cancelled; raises nothing else. Each says how many seconds to rest after it. After one that
    fails, `log` says what (`said`) now waits and why, and the rest doubles with each further failure, up to `longest`.
    """
    failures = 0
    while True:
        try:
            pause = await turn()
            failures = 0
        except (DatabaseAway, ChannelAway) as away:
            pause, failures = back_off(failures, longest), failures + 1
            log.warning(said, because=str(away), seconds=pause)
        except Exception as error:  # whatever it is, it must not end the process that answers people
            pause, failures = back_off(failures, longest), failures + 1
            log.error(said, because=type(error).__name__, seconds=pause)
        await asyncio.sleep(pause)


def back_off(failures: int, longest: float) -> float:
    """Seconds to rest after a turn that failed, when so many right before it had failed, too."""
    return min(_FIRST_BACK_OFF * 2.0 ** min(failures, _MOST_DOUBLINGS), longest)
