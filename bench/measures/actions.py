"""Billable actions of a whole cycle, as Temporal Cloud would count them: 30 seats, 150 answers.

Twice: every answer alone, the dearest there is, and the answers to one question at once, as after the letter of a
morning. Everything else is the same: the coordinator acts alone, and the clock brings what it brings.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from temporalio.client import WorkflowHistory

from bench.cycle import DEMO, Cycle
from bench.histories import actions, runs, temporal_of
from bench.measures import Figures
from bench.product import product_side
from bench.sizes import Size

SEATS = 30


async def measure(size: Size) -> Figures:
    """Actions and history events of all runs, and of which kind. In the quick form only two phases are run."""
    alone, histories = await _cycle(size, at_once=False)
    together, coinciding = await _cycle(size, at_once=True)
    assert (alone.answers, alone.others) == (together.answers, together.others)
    return {
        "actions": _sum(histories),
        "actions_at_once": _sum(coinciding),
        **{f"{kind}_at_once": count for kind, count in actions(coinciding).items()},
        "answers": alone.answers,
        "other_interactions": alone.others,
        "runs": len(histories),
        "events": sum(len(history.events) for history in histories),
    }


async def _cycle(size: Size, *, at_once: bool) -> tuple[Cycle, list[WorkflowHistory]]:
    """On a product of its own: the lessons of a cycle before it would ask more of this one."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        async with product_side(Path(folder) / "product", seats=SEATS) as product:
            initiative = await product.start(SEATS, DEMO)
            cycle = Cycle(product, initiative, await product.links(initiative), at_once=at_once)
            if size.quick:
                await cycle.ready()
                await cycle.needs()
            else:
                await cycle.run()
            return cycle, await runs(await temporal_of(product), initiative)


def _sum(histories: list[WorkflowHistory]) -> int:
    return sum(actions(histories).values())
