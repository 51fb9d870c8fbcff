"""Billable actions of a whole cycle, as Temporal Cloud would count them: 30 seats, 150 answers, each for itself."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.cycle import DEMO, Cycle
from bench.histories import actions, runs, temporal_of
from bench.measures import Figures
from bench.product import product_side
from bench.sizes import Size

SEATS = 30


async def measure(size: Size) -> Figures:
    """Actions and history events of all runs. In the quick form only the first phase is run."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        async with product_side(Path(folder) / "product", seats=SEATS) as product:
            initiative = await product.start(SEATS, DEMO)
            cycle = Cycle(product, initiative, await product.links(initiative))
            await (cycle.needs() if size.quick else cycle.run())
            histories = await runs(await temporal_of(product), initiative)
    return {
        "actions": sum(actions(history) for history in histories),
        "answers": cycle.answers,
        "other_interactions": cycle.others,
        "runs": len(histories),
        "events": sum(len(history.events) for history in histories),
    }
