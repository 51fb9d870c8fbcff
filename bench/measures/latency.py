"""How long one answer takes when nobody else asks anything."""

from __future__ import annotations

from bench.load import Leg, at_once, percentile
from bench.measures import Figures
from bench.pairing import both
from bench.sides import Side
from bench.sizes import Size
from bench.turns import in_turn, middle, ratio


async def measure(size: Size) -> Figures:
    """Milliseconds of the median and of the slowest in a hundred, and how many times the bare reference's they are."""
    seats = size.of(200, 4)

    async def turn(side: Side) -> Leg:
        return await at_once(side, await side.prepare(1, seats))

    async with both(seats=seats) as (product, bare):
        legs = await in_turn([product, bare], size.pairs, turn)
    halves, hundredths = (
        {name: [1000 * percentile(leg.waits, share) for leg in turns] for name, turns in legs.items()}
        for share in (0.5, 0.99)
    )
    return {
        "answers_a_turn": seats,
        "p50_ms": middle(halves["product"]),
        "p99_ms": middle(hundredths["product"]),
        "bare_p50_ms": middle(halves["bare"]),
        "bare_p99_ms": middle(hundredths["bare"]),
        "p50_ratio": ratio(halves["product"], halves["bare"]),
        "p99_ratio": ratio(hundredths["product"], hundredths["bare"]),
    }
