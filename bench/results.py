"""Results: one JSON line for each measure that was run, with what it was run on."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.campaign import ROOT, commit
from bench.measures import Figures

LINES = ROOT / "docs" / "performance" / "results.jsonl"


@dataclass(frozen=True)
class Result:
    """The figures of a measure, by name; `load` is that of the minute before it began."""

    measure: str
    figures: Figures
    commit: str
    date: str
    machine: str
    load: float
    pairs: int
    seconds: float

    @classmethod
    def now(cls, measure: str, figures: Figures, *, load: float, pairs: int, seconds: float) -> Result:
        """A result of this moment, on this machine."""
        date = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
        return cls(measure, figures, commit(), date, machine(), round(load, 2), pairs, round(seconds, 1))


def machine() -> str:
    """What it runs on."""
    model = next((line for line in _told() if line.startswith("model name")), "").partition(":")[2].strip()
    return f"{os.cpu_count()} × {model or platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def _told() -> list[str]:
    told = Path("/proc/cpuinfo")
    return told.read_text(encoding="utf-8").splitlines() if told.exists() else []


def append(result: Result, file: Path = LINES) -> None:
    """Add a line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def stored(file: Path = LINES) -> Iterator[Result]:
    """All results, oldest first."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return (Result(**json.loads(line)) for line in lines)


def latest(results: Iterator[Result]) -> dict[str, Result]:
    """The last result of each measure."""
    return {result.measure: result for result in results}
