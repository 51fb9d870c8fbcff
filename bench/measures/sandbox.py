"""What Temporal's sandbox costs: the product with and without it, in turn."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bench.load import Leg, at_once
from bench.measures import Figures
from bench.product import product_side
from bench.sides import Side
from bench.sizes import Size
from bench.turns import in_turn, middle, ratio


async def measure(size: Size) -> Figures:
    """Rates and CPU of both; a ratio above one means that the sandbox costs that much."""
    initiatives, seats = size.of((16, 30), (2, 3))

    async def turn(side: Side) -> Leg:
        return await at_once(side, await side.prepare(initiatives, seats))

    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="talkoot-bench-")))
        sides = []
        for name, sandboxed in (("with", "true"), ("without", "false")):
            side = product_side(folder / name, seats=seats, TALKOOT_SANDBOXED=sandboxed)
            sides.append(await stack.enter_async_context(side))
            sides[-1].name = name
        legs = await in_turn(sides, size.pairs, turn)
    rates = {name: [leg.rate for leg in turns] for name, turns in legs.items()}
    cpu = {name: [leg.cpu_ms for leg in turns] for name, turns in legs.items()}
    return {
        "with_per_second": middle(rates["with"]),
        "without_per_second": middle(rates["without"]),
        "with_cpu_ms": middle(cpu["with"]),
        "without_cpu_ms": middle(cpu["without"]),
        "rate_ratio": ratio(rates["without"], rates["with"]),
        "cpu_ratio": ratio(cpu["with"], cpu["without"]),
    }
