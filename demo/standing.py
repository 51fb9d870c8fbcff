"""The demo that people look around in: the register and one initiative, which goes on from start to start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from demo.api import Api, Json
from demo.cast import VILLAGE, initiative_seats
from demo.register import seed
from demo.starting import started

MODEL = "fi.yhteisovaikuttavuus"
TITLE = f"Kylätalo nuorten käyttöön, {VILLAGE}"


@dataclass(frozen=True)
class Standing:
    """Where the demo stands: its initiative, and the seat of one who takes part in it.

    `letters_from` is when its first letters go out, None once any have.
    """

    initiative: str
    phase: str
    seat: str
    holder: str
    letters_from: datetime | None
    entered: int
    is_new: bool
    village: str = VILLAGE


async def standing(api: Api) -> Standing:
    """Seed what is missing, start the initiative if there is none, and say where it stands. Raises Refused."""
    register = await seed(api)
    known = await _known(api)
    initiative = known or await started(api, register, MODEL, TITLE)
    seat = initiative_seats()[0]
    return Standing(
        initiative=initiative["id"],
        phase=initiative["phase"],
        seat=register.seats[seat.key],
        holder=seat.holder,
        letters_from=await _letters_from(api, initiative["id"]),
        entered=register.entered,
        is_new=known is None,
    )


async def _known(api: Api) -> Json | None:
    page = await api.get("/initiatives", limit=200)
    return next((row for row in page["initiatives"] if row["title"] == TITLE), None)


async def _letters_from(api: Api, initiative: str) -> datetime | None:
    """When the first of the letters goes out, if all of them wait for their sending window."""
    letters = await api.get(f"/initiatives/{initiative}/letters")
    first = min((datetime.fromisoformat(letter["due_at"]) for letter in letters), default=None)
    return first if first is not None and first > datetime.now(UTC) else None
