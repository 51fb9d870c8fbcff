"""One whole initiative over HTTP, from its start to the end of its establishment, and what can be said of it after."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from demo import chain
from demo.api import Api, Json, Refused, Unexpected
from demo.cast import PLACE, THEME, VILLAGE, council_seats, initiative_seats, organisations
from demo.initiative import Initiative
from demo.register import seed
from demo.starting import started
from demo.story import convening, establishment, evaluation, joint_planning, need_identification, piloting, readiness

MODEL = "fi.yhteisovaikuttavuus.demo"
PAGE = 200
UNSETTLED = ("waiting", "claimed")
POSTAL_PATIENCE = 15.0  # seconds for the last letters to find their end
STORY: tuple[tuple[str, Callable[[Initiative], Awaitable[None]]], ...] = (
    ("readiness", readiness.get_ready),
    ("need_identification", need_identification.first_round),
    ("convening", convening.first_round),
    ("need_identification, round 2", need_identification.second_round),
    ("convening, round 2", convening.second_round),
    ("joint_planning", joint_planning.plan),
    ("piloting", piloting.pilot),
    ("evaluation", evaluation.evaluate),
    ("establishment", establishment.establish),
)


async def run_through(api: Api, tell: Callable[[str], None]) -> Json:
    """Drive an initiative to its end and sum it up. Raises Unexpected with the phase and what went otherwise.

    The caller adds what HTTP does not show: `history_events`.
    """
    began = time.monotonic()
    register = await seed(api, organisations(), [*council_seats(), *initiative_seats()])
    tell(f"the register holds the demo; {register.entered} rows were entered")
    seats = {seat.key: register.seats[seat.key] for seat in initiative_seats()}
    about = {"title": f"Nuorten paikka, {VILLAGE}", "place": PLACE, "theme": THEME}
    opened = await started(api, register, MODEL, list(seats.values()), **about)
    run = Initiative(api, opened, seats, tell)
    tell(f"initiative {run.id} is started with {len(seats)} seats")
    for phase, part in STORY:
        try:
            await part(run)
        except Unexpected as error:
            raise Unexpected(f"{phase}: {error}") from error
        except Refused as refusal:
            raise Unexpected(f"{phase}: refused ({refusal})") from refusal
    return await _summary(run, began)


async def _summary(run: Initiative, began: float) -> Json:
    letters, entries = await _letters(run), await _entries(run)
    fault = chain.fault(entries)
    if fault:
        raise Unexpected(f"the history does not hold: {fault}")
    return {
        "initiative": run.id,
        "phases": _phases(entries),
        "interactions": run.api.tally.interactions,
        "refusals": run.api.tally.refusals,
        "letters": letters,
        "history_events": 0,
        "entries": len(entries),
        "chain_verified": True,
        "seconds": round(time.monotonic() - began, 1),
    }


async def _letters(run: Initiative) -> dict[str, int]:
    """How many letters came to which end, once all have."""
    give_up = time.monotonic() + POSTAL_PATIENCE
    while True:
        states = Counter(letter["state"] for letter in await run.api.get(f"/initiatives/{run.id}/letters"))
        if not any(states[state] for state in UNSETTLED) or time.monotonic() > give_up:
            return dict(sorted(states.items()))
        await asyncio.sleep(0.5)


async def _entries(run: Initiative) -> list[Json]:
    entries: list[Json] = []
    after: int | None = 0
    while after is not None:
        page = await run.api.get(f"/initiatives/{run.id}/history", after=after, limit=PAGE)
        entries += page["entries"]
        after = page["after"]
    return entries


def _phases(entries: list[Json]) -> list[Json]:
    """Each phase in order with the exit it was left by and how long it was open, as the ledger tells."""
    phases: list[Json] = []
    opened = datetime.min.replace(tzinfo=UTC)
    for content in (entry["content"] for entry in entries):
        at, said = datetime.fromisoformat(content["time"]), content["data"]
        if content["type"] == "phase.opened":
            opened = at
        elif content["type"] == "phase.exited":
            seconds = round((at - opened).total_seconds(), 1)
            phases.append({"phase": said["phase"], "exit": said["exit"], "seconds": seconds})
    return phases
