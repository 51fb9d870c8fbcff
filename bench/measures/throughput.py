"""Interactions a second, 16 at once: as many initiatives with 30 seats each, every seat answers once."""

from __future__ import annotations

from bench.bare.side import straight
from bench.load import Leg, at_once
from bench.measures import Figures
from bench.pairing import both
from bench.sides import Side
from bench.sizes import Size
from bench.turns import in_turn, middle, ratio


async def measure(size: Size) -> Figures:
    """Rates and CPU of the product, the bare reference behind a thin route, and the same without HTTP."""
    initiatives, seats = size.of((16, 30), (2, 3))

    async def turn(side: Side) -> Leg:
        return await at_once(side, await side.prepare(initiatives, seats))

    async with both(seats=seats) as (product, bare):
        legs = await in_turn([product, bare, await straight(bare)], size.pairs, turn)
    rates = {name: [leg.rate for leg in turns] for name, turns in legs.items()}
    cpu = {name: [leg.cpu_ms for leg in turns] for name, turns in legs.items()}
    mine, thin, without = legs
    return {
        "answers_a_turn": initiatives * seats,
        "errors": sum(len(leg.errors) for turns in legs.values() for leg in turns),
        "per_second": middle(rates[mine]),
        "bare_per_second": middle(rates[thin]),
        "bare_without_http_per_second": middle(rates[without]),
        "cpu_ms": middle(cpu[mine]),
        "bare_cpu_ms": middle(cpu[thin]),
        "rate_ratio": ratio(rates[mine], rates[thin]),
        "rate_ratio_without_http": ratio(rates[mine], rates[without]),
        "cpu_ratio": ratio(cpu[mine], cpu[thin]),
    }
