"""Turns: the sides one after the other, again and again (A B A B): what else the machine does meets all alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from statistics import median

from bench.load import Leg
from bench.sides import Side

Legs = dict[str, list[Leg]]


async def in_turn(sides: Sequence[Side], pairs: int, run: Callable[[Side], Awaitable[Leg]]) -> Legs:
    """The legs of each side by its name, in the order they were run, after a first round that is not counted: it fills
    what every process keeps.
    """
    legs: Legs = {side.name: [] for side in sides}
    for number in range(pairs + 1):
        for side in sides:
            leg = await run(side)
            if number:
                legs[side.name].append(leg)
    return legs


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios of turns that followed each other."""
    return float(median(a / b for a, b in zip(above, below, strict=True)))
