"""How long a worker takes to replay a long history: after a restart, or when it has forgotten the initiative."""

from __future__ import annotations

import time

from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from bench.bare.side import straight
from bench.bare.workflow import Bare
from bench.histories import runs, temporal_of
from bench.load import at_once
from bench.measures import Figures
from bench.pairing import both
from bench.sizes import Size
from bench.turns import middle, ratio
from stack.payloads import CONVERTER
from stack.settings import Settings
from stack.worker_life import PHASE_WORKFLOWS, runner


async def measure(size: Size) -> Figures:
    """Milliseconds for a run in which every seat answered alone; the bare reference had as many answers."""
    seats = size.of(120, 6)  # as many as one run takes before it rolls
    async with both(seats=seats) as (product, bare):
        await at_once(product, await product.prepare(1, seats))
        [history] = await runs(await temporal_of(product), product.started[-1])
        queues = await bare.prepare(1, seats)
        await at_once(bare, queues)
        client = (await straight(bare)).client
        bare_history = await client.get_workflow_handle(bare.started[-1]).fetch_history()
    mine = Replayer(
        workflows=PHASE_WORKFLOWS,
        workflow_runner=runner(sandboxed=Settings().sandboxed),
        data_converter=CONVERTER,
    )
    theirs = Replayer(workflows=[Bare], workflow_runner=UnsandboxedWorkflowRunner(), data_converter=CONVERTER)
    turns = [(await _replayed(mine, history), await _replayed(theirs, bare_history)) for _ in range(size.pairs + 1)]
    took, bare_took = zip(*turns[1:], strict=True)
    return {
        "answers": seats,
        "events": len(history.events),
        "ms": middle(took),
        "bare_ms": middle(bare_took),
        "ratio": ratio(took, bare_took),
    }


async def _replayed(replayer: Replayer, history: WorkflowHistory) -> float:
    began = time.monotonic()
    await replayer.replay_workflow(history)
    return 1000 * (time.monotonic() - began)
