"""Proofs from a large log: that an entry is in it, and that an older log is its beginning; against reading one row."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from bench.ledgers import filled
from bench.measures import Figures
from bench.sizes import Size
from bench.turns import middle
from models import log_proofs, log_tree
from models.engine import Database

ASKED = 300


async def measure(size: Size) -> Figures:
    """Milliseconds of a proof, each asked for in a transaction of its own, as a reader does."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        file = Path(folder) / "talkoot.db"
        entries = filled(file, size.stored)
        database, chance = Database.open(f"sqlite:///{file}"), random.Random(7)
        asked = [chance.randrange(1, entries) for _ in range(size.of(ASKED, 5))]
        proving: dict[str, Callable[[Session, int], object]] = {
            "row": lambda session, number: log_tree.kept_hashes(session, 0, [number]),
            "inclusion": lambda session, number: log_proofs.inclusion_of(session, number, entries),
            "consistency": lambda session, number: log_proofs.consistency(session, number, entries),
        }
        took = {
            what: sorted(_milliseconds(database, work, number) for number in asked) for what, work in proving.items()
        }
        database.close_now()
    figures: Figures = {"entries": entries}
    for what, times in took.items():
        figures |= {f"{what}_ms": middle(times), f"{what}_p99_ms": times[int(0.99 * (len(times) - 1))]}
    figures["most_ms"] = max(middle(took["inclusion"]), middle(took["consistency"]))
    return figures


def _milliseconds(database: Database, work: Callable[[Session, int], object], number: int) -> float:
    began = time.monotonic()
    database.read_now(lambda session: work(session, number))
    return 1e3 * (time.monotonic() - began)
