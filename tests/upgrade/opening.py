"""Opening initiatives in every phase on an installation, over its API: what an upgrade then has to carry on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from demo.api import Api, connected
from demo.outbox import Outbox, token
from tests.fixtures.canaries import MARK, PLAIN
from tests.upgrade.installations import MODEL, Installation
from tests.upgrade.story import LINKED, PHASES, SECTORS, STORY, Talk, text

PERSON = ("--name", f"Ensi {MARK}", "--address", f"{PLAIN}@example.org")


@dataclass(frozen=True)
class Opened:
    """An initiative under way: which story it is in, its phase and round, and the token of one seat's letter."""

    story: str
    initiative: str
    phase: str
    round: int
    link: str


@dataclass(frozen=True)
class Opening:
    """All that has been opened, and how to speak to it: the coordinator's key and the seats by their place."""

    key: str
    seats: list[str]
    opened: list[Opened]

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Opening:
        """From what was kept."""
        return cls(plain["key"], plain["seats"], [Opened(**one) for one in plain["opened"]])

    def talk(self, api: Api, opened: Opened) -> Talk:
        """To one of them."""
        return Talk(api, opened.initiative, self.seats, opened.link)


async def enter_all(installation: Installation, url: str) -> Opening:
    """An initiative for every story, in its phase. The installation has to show its letters."""
    key = installation.command("key", "create", "--role", "coordinator", "--label", "recorded", *PERSON)
    async with connected(url, key) as api:
        seats, start = await _register(api)
        opened = await asyncio.gather(*(_entered(api, seats, start, story) for story in STORY))
    return Opening(key, seats, [one for one in opened if one is not None])


async def begin_all(opening: Opening, url: str) -> None:
    """The first half of every story."""
    await _each(opening, url, lambda talk, story: STORY[story].begins(talk))


async def go_on_all(opening: Opening, url: str) -> None:
    """The second half of every story, through its next hand-over. Raises AssertionError where one does not go on."""

    async def go_on(talk: Talk, story: str) -> None:
        await STORY[story].goes_on(talk)
        await talk.until(STORY[story].leads_to, lambda view: view["phase"] == STORY[story].leads_to)

    await _each(opening, url, go_on)


async def stand_as_left(opening: Opening, url: str) -> None:
    """Raise AssertionError unless all stand where they stood."""

    async def look(talk: Talk, story: str) -> None:
        view = await talk.view()
        left = next(one for one in opening.opened if one.story == story)
        assert (view["phase"], view["round"]) == (left.phase, left.round)

    await _each(opening, url, look)


async def _each(opening: Opening, url: str, tell: Callable[[Talk, str], Any]) -> None:
    async with connected(url, opening.key) as api:
        await asyncio.gather(*(tell(opening.talk(api, one), one.story) for one in opening.opened))


async def _entered(api: Api, seats: list[str], start: dict[str, Any], story: str) -> Opened | None:
    """Started, and brought into the phase of a story; None where the code that hears it begins later than that."""
    initiative = (await api.post("/initiatives", start | {"title": text("otsikko")}))["id"]
    talk = Talk(api, initiative, seats)
    mine = seats[LINKED]
    letters = await Outbox(api, initiative).wait_for("a letter with a link", lambda letter: letter["seat"] == mine)
    talk.link = token(letters[0])
    first, wanted = PHASES.index((await talk.view())["phase"]), PHASES.index(STORY[story].phase)
    if wanted < first:
        return None
    for phase in PHASES[first:wanted]:
        await STORY[phase].begins(talk)
        await STORY[phase].goes_on(talk)
        await talk.until(STORY[phase].leads_to, lambda view, to=STORY[phase].leads_to: view["phase"] == to)  # type: ignore[misc]
    view = await talk.view()
    return Opened(story, initiative, view["phase"], view["round"], talk.link)


async def _register(api: Api) -> tuple[list[str], dict[str, Any]]:
    """The ids of six seats, and the body of a start."""

    async def enter(kind: str, **row: Any) -> str:
        return str((await api.post(f"/register/{kind}", row))["id"])

    async def person() -> str:
        return await enter("persons", name=f"Ensi {MARK}", address=f"{PLAIN}@example.org")

    scope = {"acts": ["*"], "places": ["*"], "themes": ["*"], "valid_from": "2024-01-01", "valid_until": "2090-12-31"}
    backbone, council = [await enter("organisations", name=f"Yhdistys {n}", sector="association") for n in (1, 2)]
    given = {"given_by": council, "given_to": backbone, "meeting_reference": "3/2025 § 12"}
    mandate = await enter("mandates", **given, **scope)
    seats = []
    for number, sector in enumerate(SECTORS, start=1):
        organisation = await enter("organisations", name=f"Toimija {number}", sector=sector, municipality="297")
        holds = {"role_title": "Edustaja", "term_from": "2024-01-01"}
        people = {"holder_id": await person(), "deputy_id": await person()}
        seats.append(await enter("seats", organisation_id=organisation, **holds, **people))
    start = {"model": MODEL, "place": "297", "theme": "youth", "mandate": mandate, "backbone": backbone, "seats": seats}
    return seats, start
