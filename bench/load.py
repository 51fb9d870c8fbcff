"""Giving answers and taking the time: how long each took, and what it cost the side."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.processes import cpu_of_family
from bench.sides import Say, Side


@dataclass
class Leg:
    """One turn of one side: how many seconds it took, seconds of each answer, CPU seconds of the side, and failures."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    cpu: float = 0.0
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.waits) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of an answer."""
        return 1000 * self.cpu / len(self.waits)


async def at_once(side: Side, queues: Iterable[list[Say]]) -> Leg:
    """Give the answers of every queue one after the other, all queues at once."""
    leg, before, began = Leg(), cpu_of_family(side.running.pid), time.monotonic()
    await asyncio.gather(*(_one_by_one(leg, queue) for queue in queues))
    leg.seconds = time.monotonic() - began
    leg.cpu = cpu_of_family(side.running.pid) - before
    return leg


async def _one_by_one(leg: Leg, queue: list[Say]) -> None:
    for say in queue:
        began = time.monotonic()
        try:
            await say()
        except Exception as error:
            leg.errors.append(repr(error))
        leg.waits.append(time.monotonic() - began)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]
