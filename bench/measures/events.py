"""History events of an interaction, alone and with others, and of a whole run with few and with many seats."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from temporalio.client import Client

from bench.cycle import Cycle
from bench.histories import runs, temporal_of
from bench.load import at_once
from bench.measures import Figures
from bench.product import NEED, ProductSide, product_side
from bench.sizes import Size
from bench.turns import middle

LONE = 6  # seats that answer one after the other, before all others do at once

RAISING = 8  # seats of an initiative in which one raises a need


async def measure(size: Size) -> Figures:
    """Counts; nothing here depends on the machine but how many of the coinciding answers share an append."""
    few, many = size.of((20, 200), (8, 14))
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        async with product_side(Path(folder) / "product", seats=many) as product:
            client = await temporal_of(product)
            at_few, at_many = [await _burst(product, client, seats) for seats in (few, many)]
            earlier = await _asking_earlier(product, client)
            alone, alone_few = [await _all_alone(product, client, seats) for seats in (many, few)]
    return {
        "lone": at_many["lone"],
        "lone_most": max(at_many["lone_most"], earlier),
        "coinciding": at_many["coinciding"],
        "run": at_many["run"],
        "growth": alone["each"] / alone_few["each"] - 1,
        "growth_coinciding": at_many["coinciding"] / at_few["coinciding"] - 1,
        "run_alone": alone["longest"],
        "seats": many,
    }


async def _burst(product: ProductSide, client: Client, seats: int) -> dict[str, float]:
    [queue] = await product.prepare(1, seats)
    initiative = product.started[-1]
    counts = [await _events(client, initiative)]
    for say in queue[:LONE]:
        await at_once(product, [[say]])
        counts.append(await _events(client, initiative))
    each = [sum(after) - sum(before) for before, after in pairwise(counts)]
    between = counts[-1]
    await at_once(product, [[say] for say in queue[LONE:]])
    after = await _events(client, initiative)
    return {
        "lone": middle(each),
        "lone_most": max(each),
        "coinciding": (sum(after) - sum(between)) / (seats - LONE),
        "run": max(after),
    }


async def _all_alone(product: ProductSide, client: Client, seats: int) -> dict[str, float]:
    """Every seat answers when nobody else does: the most events there can be."""
    queues = await product.prepare(1, seats)
    before = sum(await _events(client, product.started[-1]))
    await at_once(product, queues)
    after = await _events(client, product.started[-1])
    return {"each": (sum(after) - before) / seats, "longest": max(after)}


async def _asking_earlier(product: ProductSide, client: Client) -> int:
    """Of a need, which is to be answered before anything else that is asked."""
    initiative = await product.start(RAISING)
    cycle = Cycle(product, initiative, await product.links(initiative))
    await cycle.ready()
    await cycle.until(phase="need_identification")
    before = sum(await _events(client, initiative))
    await cycle.say(cycle.links[0], "need-identification/submit-need", text=NEED)
    return sum(await _events(client, initiative)) - before


async def _events(client: Client, initiative: str) -> list[int]:
    return [len(history.events) for history in await runs(client, initiative)]
