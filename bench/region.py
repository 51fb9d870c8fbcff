"""A register to start initiatives from: a backbone, a mandate, and seats of every sector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from domain.seats import Sector
from models import api_keys, enrolment
from models.states import KeyRole
from models.vault import Vault

PLACE, THEME, MODEL = "297", "youth", "fi.yhteisovaikuttavuus"
SINCE, UNTIL = date(2024, 1, 1), date(2040, 12, 31)
SECTORS = tuple(sector for sector in Sector if sector is not Sector.RESIDENT)


@dataclass(frozen=True)
class Region:
    """The ids of the register, and the API key of its coordinator."""

    backbone: str
    mandate: str
    seats: list[str]
    coordinator: str

    def start(self, seats: int, model: str = MODEL) -> dict[str, Any]:
        """The body of a start with the first seats."""
        return {
            "model": model,
            "title": "Kylätalo nuorten käyttöön",
            "place": PLACE,
            "theme": THEME,
            "mandate": self.mandate,
            "backbone": self.backbone,
            "seats": self.seats[:seats],
        }


def enrol(session: Session, vault: Vault, seats: int) -> Region:
    """Enter a region with this many seats."""
    now = datetime.now(UTC)
    backbone, council = (
        enrolment.create_organisation(session, name=name, sector=Sector.ASSOCIATION, now=now).id
        for name in ("Tukiorganisaatio", "Järjestöneuvosto")
    )
    mandate = enrolment.create_mandate(
        session,
        given_by=council,
        given_to=backbone,
        acts=["*"],
        places=[PLACE],
        themes=[THEME],
        valid_from=SINCE,
        valid_until=UNTIL,
        meeting_reference="3/2025 § 12",
    )
    places = [_seat(session, vault, number, now) for number in range(seats)]
    return Region(backbone, mandate.id, places, api_keys.create(session, KeyRole.COORDINATOR, "bench", now))


def _seat(session: Session, vault: Vault, number: int, now: datetime) -> str:
    sector = SECTORS[number % len(SECTORS)]
    name = f"Toimija {number}"
    organisation = enrolment.create_organisation(session, name=name, sector=sector, now=now, municipality=PLACE)
    holder, deputy = (
        enrolment.create_person(
            session, vault, name=f"{role} {number}", language="fi", address=f"{role}.{number}@example.org", now=now
        ).id
        for role in ("edustaja", "varaedustaja")
    )
    session.flush()
    if sector is Sector.COMPANY:  # it has said that it wants to take part, and that it can
        organisation.will_on = organisation.readiness_on = SINCE
        organisation.will_by = organisation.readiness_by = holder
    return enrolment.create_seat(
        session,
        organisation_id=organisation.id,
        role_title="Edustaja",
        holder_id=holder,
        deputy_id=deputy,
        term_from=SINCE,
    ).id
