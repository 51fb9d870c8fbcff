"""`verify.py`, as an auditor runs it, on a bundle of the whole log of a large ledger; beside hashing the same lines."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from api.bundles import PAPERS
from bench.ledgers import KEY, filled
from bench.measures import Figures
from bench.sizes import Size
from bench.turns import middle, ratio
from domain.bundles.assembling import Front, whole_log
from models import log_checkpoints
from models.bundles import Bundled
from models.engine import Database
from models.signing import Signer
from models.vault import Vault

_MILLION = 1_000_000


async def measure(size: Size) -> Figures:
    """Seconds for all entries of the log, and for a million of them at that rate."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        bundle = Path(folder) / "log.zip"
        entries = taken(Path(folder) / "talkoot.db", bundle, size.stored)
        turns = [(_examined(bundle, entries), _hashed(bundle, entries)) for _ in range(size.of(3, 1))]
    took, raw = zip(*turns, strict=True)
    seconds = middle(took)
    return {
        "entries": entries,
        "seconds": seconds,
        "seconds_per_million": seconds / entries * _MILLION,
        "hash_seconds": middle(raw),
        "ratio": ratio(took, raw),
    }


def taken(file: Path, bundle: Path, least: int) -> int:
    """Fill a database with at least so many entries, and write the bundle of its whole log; how many there are."""
    entries = filled(file, least)
    database = Database.open(f"sqlite:///{file}")
    kept = database.read_now(log_checkpoints.newest)
    assert kept
    signer = Signer(kept.signed.checkpoint.origin, KEY)
    papers = {name: (PAPERS / name).read_text(encoding="utf-8") for name in ("README.fi.txt", "verify.py")}
    front = Front(papers, signer.key.text, kept.text, signer.note)
    with bundle.open("wb") as written:
        written.writelines(whole_log(front, Bundled(database, Vault(b"v" * 32)).whole_log(kept.size)))
    database.close_now()
    return entries


def _examined(bundle: Path, entries: int) -> float:
    command = [sys.executable, "-I", str(PAPERS / "verify.py"), str(bundle), "--lang", "en"]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    took = time.monotonic() - began
    assert f"The whole log: {entries} entries" in done.stdout, done.stdout
    return took


def _hashed(bundle: Path, entries: int) -> float:
    """All lines of the entries read and hashed, without any question."""
    began, count = time.monotonic(), 0
    with zipfile.ZipFile(bundle) as zipped:
        for name in zipped.namelist():
            if name.startswith("entries/"):
                for line in zipped.read(name).splitlines():
                    hashlib.sha256(b"\x00" + line).digest()
                    count += 1
    assert count == entries
    return time.monotonic() - began
