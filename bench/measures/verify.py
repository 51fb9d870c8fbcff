"""`talkoot verify` on a large ledger, against reading and hashing the same entries without any question."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.ledgers import filled
from bench.measures import Figures
from bench.sizes import Size
from bench.spawning import ROOT
from bench.turns import middle, ratio


async def measure(size: Size) -> Figures:
    """Seconds for all entries, in streams as three phases of an initiative with 30 seats leave them."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        file = Path(folder) / "talkoot.db"
        entries = filled(file, size.stored)
        turns = [(_verified(Path(folder), entries), _recomputed(file, entries)) for _ in range(size.of(3, 1))]
    took, raw = zip(*turns, strict=True)
    return {"entries": entries, "seconds": middle(took), "recompute_seconds": middle(raw), "ratio": ratio(took, raw)}


def _verified(folder: Path, entries: int) -> float:
    command = "import sys; sys.argv[1:] = ['verify', '--json', '--data', sys.argv[1]]; from cli.main import run; run()"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", command, str(folder)], cwd=ROOT, capture_output=True, check=True)
    took = time.monotonic() - began
    found = json.loads(done.stdout)
    assert found["entries"] == entries
    assert not found["broken"], found["broken"][:1]
    assert (found["log"]["entries"], found["log"]["broken"]) == (entries, [])
    return took


def _recomputed(file: Path, entries: int) -> float:
    began = time.monotonic()
    rows = sqlite3.connect(file).execute("SELECT bytes_text, leaf_hash FROM ledger_entry ORDER BY stream, seq")
    assert sum(hashlib.sha256(b"\x00" + text.encode()).hexdigest() == leaf for text, leaf in rows) == entries
    return time.monotonic() - began
