"""What a process and its children have used, as Linux counts it."""

from __future__ import annotations

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and all that it has started and that still live."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*"):
            found.extend(int(child) for child in (task / "children").read_text().split())
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time of the process alone so far, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_of_family(pid: int) -> float:
    """CPU seconds of the process and its children so far."""
    return sum(cpu_seconds(one) for one in family(pid))


def resident_kib(pid: int) -> int:
    """Memory of the process alone that is its own: not shared with others, in KiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def load() -> float:
    """How busy the machine was during the last minute: processes that ran or wanted to."""
    return os.getloadavg()[0]
