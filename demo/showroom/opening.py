"""Opening the showroom: the register, and an initiative for each phase that no village shows now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from demo.api import Api, Json, Refused, Unexpected
from demo.cast import council_seats, public_bodies
from demo.initiative import Initiative
from demo.register import Register, seed
from demo.showroom.beside_phases import OFFERED_IN, under_own_mandate
from demo.showroom.between import BETWEEN, Between
from demo.showroom.granted import TITLE as GRANTED
from demo.showroom.granted import granted
from demo.showroom.halfway import bring
from demo.showroom.model_change import CHANGED_IN, changed
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
    """Bring the first village and every missing one halfway through its phase, a preparation to its drafting and
    another to the cycle that it applied for; and what lies between initiatives, once they stand. Each is told of when
    it is there; the longest way is begun first.

    What goes otherwise in one of them is told, and keeps no other from its phase.
    """
    coming = _Coming(api, showroom.register, tell)
    new = [(one.village, one.initiative) for one in showroom.shown if one.is_new]
    there = [(one.village, one.initiative) for one in showroom.shown if not one.is_new]
    await asyncio.gather(
        *(coming.beside(village, initiative) for village, initiative in there),
        *(coming.halfway(village, initiative) for village, initiative in new),
        *(coming.halfway(village, None) for village in reversed(showroom.missing)),
        coming.beside_villages("preparation", TITLE, prepared),
        coming.beside_villages("granted", GRANTED, granted),
    )


async def change_model(api: Api, administrator: Api, showroom: Showroom, tell: Tell) -> None:
    """Let one of the villages go on by the next version of the model; told of when it does, or what went otherwise.
    Comes last, so that every village of this start begins by the version that ships.
    """
    if (shown := (await _found(api)).get(CHANGED_IN)) is None:
        return  # that it did not come has been told
    village, coming = shown.village, _Coming(api, showroom.register, tell)
    changing = changed(_driven(api, showroom.register, village, shown.initiative), administrator)
    await coming.told("model_change", village.name, village.title, changing)


@dataclass(frozen=True)
class _Coming:
    """How the initiatives come to where they are shown, so many `at_once`."""

    api: Api
    register: Register
    tell: Tell
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TOGETHER))

    async def halfway(self, village: Village, initiative: str | None) -> None:
        """A village halfway through its phase, and then what comes about beside it."""
        async with self.at_once:
            bringing = _brought(self.api, self.register, village, initiative)
            there = await self.told(village.phase, village.name, village.title, bringing)
        if there is not None:
            await self.beside(village, there)

    async def beside(self, village: Village, initiative: str) -> None:
        """What comes about beside the village's initiative, if anything does; it mostly waits for the clock."""
        if (one := BETWEEN.get(village.phase)) is not None:
            bringing = _between(self.api, self.register, village, initiative, one)
            await self.told(one.what, village.name, one.title or village.title, bringing)

    async def beside_villages(self, what: str, title: str, bring: Callable[[Api, Register], Awaitable[str]]) -> None:
        """A preparation, which partners of several villages share."""
        async with self.at_once:
            await self.told(what, REGION_NAME, title, bring(self.api, self.register))

    async def told(self, what: str, name: str, title: str, bringing: Awaitable[str]) -> str | None:
        """The initiative once it is there; None when that went otherwise."""
        try:
            initiative = await bringing
        except Exception as error:  # whatever it is, the others must still come
            told = str(error) if isinstance(error, Refused | Unexpected) else repr(error)
            self.tell(f"{name} did not come to {what}: {told}")
            return None
        self.tell(f"{what:<20} {name}: {title}, {initiative}")
        return initiative


async def _brought(api: Api, register: Register, village: Village, initiative: str | None) -> str:
    run = await _begun(api, register, village, initiative)
    await bring(run, village)
    return run.id


async def _between(api: Api, register: Register, village: Village, initiative: str, one: Between) -> str:
    return await one.bring(_driven(api, register, village, initiative), register, village)


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
    return _driven(api, register, village, initiative)


async def _started(api: Api, register: Register, village: Village) -> Initiative:
    seats = [register.seats[seat.key] for seat in village.seats()]
    if village.phase == OFFERED_IN:
        register = await under_own_mandate(api, register)
    about = {"title": village.title, "place": village.municipality, "theme": village.theme}
    return _driven(api, register, village, (await started(api, register, MODEL, seats, **about))["id"])


def _driven(api: Api, register: Register, village: Village, initiative: str) -> Initiative:
    seats = {kind: register.seats[village.seat(kind)] for kind in SEATS}
    return Initiative(api, {"id": initiative}, seats, lambda _: None)
