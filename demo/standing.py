"""The demo that people look around in: the register and one initiative, which goes on from start to start."""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.api import Api, Json
from demo.cast import VILLAGE, initiative_seats
from demo.outbox import Outbox, token
from demo.register import Register, seed
from demo.starting import started

MODEL = "fi.yhteisovaikuttavuus"
TITLE = f"Kylätalo nuorten käyttöön, {VILLAGE}"


@dataclass(frozen=True)
class Standing:
    """Where the demo stands: its initiative, and the personal link of one who takes part in it."""

    initiative: str
    phase: str
    participant: str
    token: str = field(repr=False)
    entered: int
    is_new: bool
    village: str = VILLAGE


async def standing(api: Api) -> Standing:
    """Seed what is missing, start the initiative if there is none, and say where it stands. Raises Refused."""
    register = await seed(api)
    known = await _known(api)
    initiative = known or await started(api, register, MODEL, TITLE)
    participant, link = await _participant(api, register, initiative["id"])
    return Standing(initiative["id"], initiative["phase"], participant, link, register.entered, known is None)


async def _known(api: Api) -> Json | None:
    page = await api.get("/initiatives", limit=200)
    return next((row for row in page["initiatives"] if row["title"] == TITLE), None)


async def _participant(api: Api, register: Register, initiative: str) -> tuple[str, str]:
    """The holder of the demo's first seat, and the token of the link in the latest letter to it."""
    seat = initiative_seats()[0]
    sent = await Outbox(api, initiative).wait_for(
        "the first", lambda letter: letter["seat"] == register.seats[seat.key]
    )
    return seat.holder, token(sent[0])
