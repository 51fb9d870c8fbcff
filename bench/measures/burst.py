"""200 seats answer one initiative at the same moment, on our server and on one with Temporal's default limits."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bench.bare.side import bare_side
from bench.default_limits import GATE, default_limits
from bench.load import Leg, at_once
from bench.measures import Figures
from bench.pairing import both
from bench.product import product_side
from bench.sides import Side
from bench.sizes import Size
from bench.turns import Legs, in_turn, middle, ratio


async def measure(size: Size) -> Figures:
    """Seconds until the last has been answered, and errors; the bare reference writes each answer for itself."""
    seats = size.of(200, 12)

    async def turn(side: Side) -> Leg:
        [queue] = await side.prepare(1, seats)
        return await at_once(side, [[say] for say in queue])

    async with both(seats=seats) as sides:
        raised = await in_turn(sides, size.pairs, turn)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="talkoot-bench-")))
        one, other = [await stack.enter_async_context(default_limits(folder / name)) for name in ("one", "other")]
        product = await stack.enter_async_context(product_side(folder / "product", seats=seats, **one))
        bare = await stack.enter_async_context(bare_side(folder / "bare", at_once=GATE, **other))
        default = await in_turn([product, bare], size.pairs, turn)
    return {"seats": seats, **_figures(raised, "raised"), **_figures(default, "default")}


def _figures(legs: Legs, limits: str) -> Figures:
    seconds = {name: [leg.seconds for leg in turns] for name, turns in legs.items()}
    return {
        f"{limits}_seconds": middle(seconds["product"]),
        f"{limits}_bare_seconds": middle(seconds["bare"]),
        f"{limits}_ratio": ratio(seconds["product"], seconds["bare"]),
        f"{limits}_errors": sum(len(leg.errors) for leg in legs["product"]),
    }
