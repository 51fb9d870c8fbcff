"""The baton at a hand-over, as large as it gets: 200 seats, 100 needs, 50 activities, 500 keys of commands."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter

from bench.measures import Figures
from bench.playing import convene, identify_needs, plan_jointly
from bench.rehearsal import Rehearsal, charter
from bench.sizes import Size
from stack.payloads import CONVERTER


async def measure(size: Size) -> Figures:
    """Bytes of the baton that joint planning hands to piloting, and milliseconds to make its payload."""
    seats, needs, activities = size.of((200, 100, 50), (12, 6, 4))
    run = Rehearsal(charter(seats), datetime.now(UTC))
    places = list(run.initiative.seats)
    identify_needs(run, places, needs)
    convene(run, places)
    plan_jointly(run, places, activities)
    began = time.process_time()
    [payload] = await CONVERTER.encode([run.pen.baton()])
    seconds = time.process_time() - began
    plain = PydanticJSONPlainPayloadConverter().to_payload(run.pen.baton())
    assert plain is not None
    return {
        "kib": len(payload.data) / 1024,
        "plain_kib": len(plain.data) / 1024,
        "payload_ms": 1000 * seconds,
        "seats": seats,
        "needs": len(run.initiative.facts.needs),
        "activities": activities,
    }
