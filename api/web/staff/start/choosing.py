"""Choosing: what an initiative can be started from, as the register and the published models have it today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from api import modelling
from api.services import Services
from api.web.staff.laying_out import ZONE
from domain.mandates import EVERYWHERE
from letters.wording import titled
from models import register_search
from models.register import reveal_persons
from models.tables import Mandate, Organisation

MOST, MOST_TICKED = 100, 200
"""So many seats are shown at once beside those that are ticked, of which a start takes so many."""


@dataclass(frozen=True)
class SeatChoice:
    """A seat that can take part: whose, in which role, who holds it, and where."""

    id: str
    organisation: str
    role: str
    holder: str | None
    sector: str
    place: str


@dataclass(frozen=True)
class Choices:
    """All that can be chosen. `backbones` tells by mandate who holds it, and so coordinates; there are `more` seats
    than are shown.
    """

    models: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    mandates: tuple[Mandate, ...]
    backbones: Mapping[str, Organisation]
    ticked: tuple[SeatChoice, ...]
    found: tuple[SeatChoice, ...]
    more: bool

    @property
    def themes(self) -> list[str]:
        """The themes that mandates name."""
        return sorted({theme for one in self.mandates for theme in one.themes if theme != EVERYWHERE})


@dataclass(frozen=True)
class Filter:
    """Which seats to show: of whose name or title, where, of which sector."""

    words: str = ""
    place: str = ""
    sector: str = ""


async def choices(services: Services, language: str, wanted: Filter, ticked: list[str]) -> Choices:
    """What can be chosen today, with these seats ticked."""
    today = services.clock().astimezone(ZONE).date()
    published = [one for one in await modelling.listed(services) if one.ships or one.published_at is not None]
    models = {one.id: titled(one.title, language) or one.id for one in published}
    return await services.database.read(lambda session: _choices(services, session, models, today, wanted, ticked))


def _choices(
    services: Services, session: Session, models: dict[str, str], today: date, wanted: Filter, ticked: list[str]
) -> Choices:
    places, valid = register_search.municipalities(session), register_search.mandates_on(session, today)
    taken = register_search.seats_of(session, ticked)
    room = max(0, min(MOST, MOST_TICKED - len(taken)))  # what is posted has its bounds, too
    found = register_search.seats(
        session, words=wanted.words, place=wanted.place, sector=wanted.sector, day=today, limit=room + 1
    )
    rest = [one for one in found[:room] if one[0].id not in ticked]
    people = register_search.persons_of(session, {seat.holder_id for seat, _ in (*taken, *rest)})
    names = {record.id: record.name for record in reveal_persons(session, services.vault, people)}
    of_place = dict(places)

    def shown(rows: list[register_search.SeatOf]) -> tuple[SeatChoice, ...]:
        return tuple(
            SeatChoice(
                id=seat.id,
                organisation=organisation.name,
                role=seat.role_title,
                holder=names.get(seat.holder_id),
                sector=organisation.sector,
                place=of_place.get(organisation.municipality or "", organisation.municipality or ""),
            )
            for seat, organisation in rows
        )

    return Choices(
        models=tuple(models.items()),
        places=tuple(places),
        mandates=tuple(mandate for mandate, _ in valid),
        backbones={mandate.id: holder for mandate, holder in valid},
        ticked=shown(taken),
        found=shown(rest),
        more=len(found) > room,
    )
