"""Opening the showroom: the register, and an initiative for each phase that no village shows now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from demo.api import Api, Json, Refused, Unexpected
from demo.cast import council_seats, public_bodies
from demo.initiative import Initiative
from demo.register import Register, seed
from demo.showroom.halfway import bring
from demo.showroom.preparing import TITLE, prepared
from demo.showroom.villages import SEATS, Village, villages
from demo.starting import started

MODEL = "fi.yhteisovaikuttavuus.showroom"
LEFT = timedelta(minutes=30)  # a window that ends sooner is no longer shown
REGION_NAME = "Pohjois-Savo"
TOGETHER = 2  # villages that are brought along at the same time: as many as a small machine has cores

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Shown:
    """A village, its initiative, and whether it was started just now."""

    village: Village
    initiative: str
    is_new: bool


@dataclass(frozen=True)
class Showroom:
    """What is shown from the start, and the villages that are still to be brought to their phase."""

    shown: tuple[Shown, ...]
    missing: tuple[Village, ...]
    register: Register


async def opened(api: Api) -> Showroom:
    """Enter what the register lacks and find what is shown; the first village's initiative is there at once.

    Raises Refused, Unexpected.
    """
    every = villages()
    bodies = [*public_bodies(), *(organisation for village in every for organisation in village.organisations())]
    register = await seed(api, bodies, [*council_seats(), *(seat for village in every for seat in village.seats())])
    found = await _found(api)
    first, *others = every
    if first.phase not in found:
        run = await _started(api, register, first)
        found[first.phase] = Shown(first, run.id, is_new=True)
    missing = tuple(village for village in others if village.phase not in found)
    return Showroom(tuple(found[village.phase] for village in every if village.phase in found), missing, register)


async def complete(api: Api, showroom: Showroom, tell: Tell) -> None:
    """Bring the first village and every missing one halfway through its phase, and a preparation to its drafting; each
    is told of when it is there.

    What goes otherwise in one of them is told, and keeps no other from its phase.
    """
    new = [(one.village, one.initiative) for one in showroom.shown if one.is_new]
    wanted = [*new, *((village, None) for village in showroom.missing)]
    coming = [_Coming(v.phase, v.name, v.title, _brought(api, showroom, v, initiative)) for v, initiative in wanted]
    coming.append(_Coming("preparation", REGION_NAME, TITLE, prepared(api, showroom.register)))
    at_once = asyncio.Semaphore(TOGETHER)
    await asyncio.gather(*(_told(one, at_once, tell) for one in coming))


class _Coming(NamedTuple):
    phase: str
    name: str
    title: str
    bringing: Coroutine[Any, Any, str]


async def _told(one: _Coming, at_once: asyncio.Semaphore, tell: Tell) -> None:
    async with at_once:
        try:
            initiative = await one.bringing
        except Exception as error:  # whatever it is, the others must still come
            told = str(error) if isinstance(error, Refused | Unexpected) else repr(error)
            tell(f"{one.name} did not come to {one.phase}: {told}")
        else:
            tell(f"{one.phase:<20} {one.name}: {one.title}, {initiative}")


async def _brought(api: Api, showroom: Showroom, village: Village, initiative: str | None) -> str:
    run = await _begun(api, showroom.register, village, initiative)
    await bring(run, village)
    return run.id


async def _found(api: Api) -> dict[str, Shown]:
    """What is shown already, by phase: the newest of each village that has come halfway, while its window leaves time
    to look around.
    """
    by_title = {(village.title, village.phase): village for village in villages()}
    page = await api.get("/initiatives", limit=200, status="open")
    found: dict[str, Shown] = {}
    for row in page["initiatives"]:
        village = by_title.get((row["title"], row["phase"]))
        if village is None or village.phase in found:
            continue
        lasts = datetime.fromisoformat(row["phase_due"]) > datetime.now(UTC) + LEFT
        if lasts and _is_halfway(await api.get(f"/initiatives/{row['id']}")):
            found[village.phase] = Shown(village, row["id"], is_new=False)
    return found


def _is_halfway(view: Json) -> bool:
    """Whether something has been done in the phase: the start that began it may have been stopped before that."""
    return any(obligation["state"] == "fulfilled" for obligation in view["obligations"])


async def _begun(api: Api, register: Register, village: Village, initiative: str | None) -> Initiative:
    if initiative is None:
        return await _started(api, register, village)
    return _driven(api, register, village, await api.get(f"/initiatives/{initiative}"))


async def _started(api: Api, register: Register, village: Village) -> Initiative:
    seats = [register.seats[seat.key] for seat in village.seats()]
    about = {"title": village.title, "place": village.municipality, "theme": village.theme}
    return _driven(api, register, village, await started(api, register, MODEL, seats, **about))


def _driven(api: Api, register: Register, village: Village, view: Json) -> Initiative:
    seats = {kind: register.seats[village.seat(kind)] for kind in SEATS}
    return Initiative(api, view, seats, lambda _: None)
