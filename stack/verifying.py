"""Verifying: the chain of every stream in the database is walked, and compared with where it is known to have come."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import cache
from itertools import repeat
from multiprocessing import get_context

from models.engine import Database
from models.stream_chains import Verified, all_streams, checked

TOGETHER = 100  # streams that are read at one moment
FEW = 200  # streams for which no further process is worth its start
MOST = 8  # processes


async def verify_ledger(database: Database) -> Verified:
    """Walk every stream, each as it stands at one moment; safe beside a running stack. Raises DatabaseAway."""
    parts = _parts(await database.read(all_streams))
    return _sum([await database.read(lambda session, part=part: checked(session, part)) for part in parts])  # type: ignore[misc]


def verify_by_all_cores(url: str, *, few: int = FEW) -> Verified:
    """The same, and beyond `few` streams by as many processes as there are cores. They are forked: call it while this
    process has no threads. Raises DatabaseAway.
    """
    with closing(_Here(url)) as here:
        parts = _parts(here.database.read_now(all_streams))
        if TOGETHER * len(parts) <= few or sys.platform != "linux":
            return _sum(map(here.checked, parts))
    with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST), mp_context=get_context("fork")) as pool:
        return _sum(pool.map(_checked_at, repeat(url), parts))


def _sum(parts: Iterable[Verified]) -> Verified:
    found = list(parts)
    broken = tuple(broken for part in found for broken in part.broken)
    return Verified(sum(part.streams for part in found), sum(part.entries for part in found), broken)


def _parts(streams: Sequence[str]) -> list[Sequence[str]]:
    return [streams[first : first + TOGETHER] for first in range(0, len(streams), TOGETHER)]


class _Here:
    """The database as one process holds it."""

    def __init__(self, url: str) -> None:
        self.database = Database.open(url)
        self.close = self.database.close_now

    def checked(self, streams: Sequence[str]) -> Verified:
        """What was found in these streams, at one moment."""
        return self.database.read_now(lambda session: checked(session, streams))


_here = cache(_Here)


def _checked_at(url: str, streams: Sequence[str]) -> Verified:
    return _here(url).checked(streams)
