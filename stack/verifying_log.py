"""Verifying the log: its tree is built again from all entries, and held against every checkpoint that is known."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from multiprocessing import get_context

from sqlmodel import Session

from domain.ledger.chain import Broken
from domain.ledger.checkpoints import Checkpoint, Key, NoCheckpoint
from models import log_checkpoints, log_parts, log_tree
from models.engine import Database
from models.log_parts import PART, Part
from models.signing import is_signed_by

STREAM = "log"
"""What the log is called where it is broken; the number is the entry's index in it."""
MOST = 8  # processes


@dataclass(frozen=True)
class LogVerified:
    """What was checked: the entries of the log, how many checkpoints, its own and from outside, and what is broken."""

    entries: int
    checkpoints: int
    outside: int
    broken: tuple[Broken, ...]


def verify_log(url: str, key: Key | None, outside: Sequence[Checkpoint] = ()) -> LogVerified:
    """Read the whole log, by as many processes as there are cores if it is large: they are forked, so call it while
    this process has no threads. Without a `key` no signature is tried. Raises DatabaseAway.
    """
    with closing(_Here(url)) as here:
        size = here.database.read_now(log_tree.size)
        parts = [(first, min(first + PART, size)) for first in range(0, size, PART)]
        if len(parts) < 2 or sys.platform != "linux":
            return here.judged([here.part(*one) for one in parts], key, outside)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST), mp_context=get_context("fork")) as pool:
        read = list(pool.map(_part_at, repeat(url), *zip(*parts, strict=True)))
    with closing(_Here(url)) as here:
        return here.judged(read, key, outside)


class _Here:
    """The database as one process holds it."""

    def __init__(self, url: str) -> None:
        self.database = Database.open(url)
        self.close = self.database.close_now

    def part(self, first: int, end: int) -> Part:
        """What was found of a part, at one moment."""
        return self.database.read_now(lambda session: log_parts.read_part(session, first, end))

    def judged(self, parts: Sequence[Part], key: Key | None, outside: Sequence[Checkpoint]) -> LogVerified:
        """What all parts together say."""
        return self.database.read_now(lambda session: _judged(session, parts, key, outside))


_here = cache(_Here)


def _part_at(url: str, first: int, end: int) -> Part:
    return _here(url).part(first, end)


def _judged(session: Session, parts: Sequence[Part], key: Key | None, outside: Sequence[Checkpoint]) -> LogVerified:
    size = parts[-1].end if parts else 0
    faults = [part.fault for part in parts if part.fault is not None][:1]
    if not faults and (fault := log_parts.between(session, parts)):
        faults = [fault]
    broken = [Broken(STREAM, index, why) for index, why in faults]
    if lost := log_parts.unindexed(session):
        broken.append(Broken(*lost, "it is not in the log, and does not wait for it"))
    if gone := log_parts.without_entry(session):
        broken.append(Broken(*gone, "it waited for its place in the log, and is not there any more"))
    checked = list(_checkpoints(session, size, log_parts.roots(parts), key)) if not faults else []
    known = [_outside(session, one, size) for one in outside] if not faults else []
    broken += [Broken(STREAM, *fault) for fault in (*checked, *known) if fault]
    return LogVerified(size, len(checked), len(known), tuple(broken))


def _checkpoints(
    session: Session, size: int, made: dict[int, bytes], key: Key | None
) -> Iterator[tuple[int, str] | None]:
    """For each checkpoint of ours: what is wrong with it, if anything. The newest must also be signed by our key."""
    newest = log_checkpoints.newest(session)
    if newest is not None and newest.size > size and log_tree.size(session) == size:
        yield size, f"it is missing from the log: a checkpoint tells of {newest.size} entries"
    for kept in log_checkpoints.after(session, 0, size):
        try:
            said = kept.signed
        except NoCheckpoint as wrong:
            yield kept.size, f"the checkpoint of this size cannot be read: {wrong}"
            continue
        if (said.checkpoint.size, said.checkpoint.root) != (kept.size, made[kept.size]):
            yield kept.size - 1, f"the checkpoint of {kept.size} entries tells of others"
        elif key is not None and newest is not None and kept.size == newest.size and not is_signed_by(key, said):
            yield kept.size - 1, f"the checkpoint of {kept.size} entries is not signed by {key.name}"
        else:
            yield None


def _outside(session: Session, known: Checkpoint, size: int) -> tuple[int, str] | None:
    """What a checkpoint from outside tells otherwise. The tree has been found to be the one of the entries."""
    if known.size > size:
        return size, f"it is missing: a checkpoint from outside tells of {known.size} entries"
    if log_tree.root(session, known.size) != known.root:
        return max(known.size - 1, 0), "it, or one before it, is not what a checkpoint from outside tells of"
    return None
