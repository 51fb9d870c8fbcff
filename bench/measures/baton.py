"""The baton at a hand-over, as large as it gets: 200 seats, 100 needs, 50 activities, 500 keys of commands. Twice: by
the phases alone, and with every matter in use beside them.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter

from bench.every_matter import use_every_matter
from bench.measures import Figures
from bench.playing import convene, identify_needs, plan_jointly
from bench.rehearsal import Rehearsal, charter
from bench.sizes import Size
from stack.payloads import CONVERTER


async def measure(size: Size) -> Figures:
    """Bytes of the baton that joint planning hands to piloting, and milliseconds to make its payload."""
    seats, needs, activities = size.of((200, 100, 50), (12, 6, 4))
    run = handed_over(seats, needs, activities)
    every = handed_over(seats, needs, activities, every_matter=True)
    began = time.process_time()
    kib = await packed_kib(run)
    seconds = time.process_time() - began
    return {
        "kib": kib,
        "plain_kib": plain_kib(run),
        "payload_ms": 1000 * seconds,
        "every_matter_kib": await packed_kib(every),
        "every_matter_plain_kib": plain_kib(every),
        "seats": seats,
        "needs": len(run.initiative.facts.needs),
        "activities": activities,
    }


def handed_over(seats: int, needs: int, activities: int, *, every_matter: bool = False) -> Rehearsal:
    """An initiative that joint planning hands to piloting. With `every_matter` a fifth of the needs is parked, and all
    else is in use as `bench.every_matter` says.
    """
    run = Rehearsal(charter(seats), datetime.now(UTC))
    places = list(run.initiative.seats)
    identify_needs(run, places, needs, parked=needs // 5 if every_matter else 0)
    convene(run, places)
    if every_matter:
        use_every_matter(run, places)
    plan_jointly(run, places, activities)
    return run


async def packed_kib(run: Rehearsal) -> float:
    """Its baton as it travels."""
    [payload] = await CONVERTER.encode([run.pen.baton()])
    return len(payload.data) / 1024


def plain_kib(run: Rehearsal) -> float:
    """Its baton before it is packed."""
    payload = PydanticJSONPlainPayloadConverter().to_payload(run.pen.baton())
    assert payload is not None
    return len(payload.data) / 1024
