"""From the command to the first answer: the one-command stack and the bare one, each on an empty folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.measures import Figures
from bench.sizes import Size
from bench.spawning import spawned
from bench.turns import middle, ratio


async def measure(size: Size) -> Figures:
    """Seconds until `/readyz` answers."""
    seconds: dict[str, list[float]] = {"product": [], "bare": []}
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        for number in range(size.pairs):
            for kind in seconds:
                seconds[kind].append(await _started(kind, Path(folder) / f"{kind}{number}"))
    return {
        "seconds": middle(seconds["product"]),
        "bare_seconds": middle(seconds["bare"]),
        "ratio": ratio(seconds["product"], seconds["bare"]),
    }


async def _started(kind: str, folder: Path) -> float:
    folder.mkdir()
    settings = {"TALKOOT_DATA": str(folder), "TALKOOT_API_PORT": "0", "TALKOOT_TEMPORAL_UI": "false"}
    command = ["-m", "bench.up"] if kind == "product" else ["-m", "bench.bare", str(folder)]
    async with spawned(command, folder, "/readyz", **settings) as side:
        return side.seconds
