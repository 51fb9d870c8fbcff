"""Who is in the demo. Places and public bodies are real; people are named by their role, and nothing has happened.

`north_savo.json` holds the real part with its source. Every address is at a domain reserved for examples.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REGION: dict[str, Any] = json.loads(Path(__file__).with_name("north_savo.json").read_text(encoding="utf-8"))
COUNCIL, BACKBONE, WELLBEING_COUNTY = "council", "backbone", "wellbeing_county"
PLACE, VILLAGE, THEME = "297", "Vehmersalmi", "youth"  # where the run-through happens, and about what
DOMAIN = "example.org"
COORDINATOR = ("Koordinaattori", f"koordinaattori@{DOMAIN}")
STAFF = {
    "coordinator": COORDINATOR,
    "auditor": ("Tarkastaja", f"tarkastaja@{DOMAIN}"),
    "admin": ("Pääkäyttäjä", f"paakayttaja@{DOMAIN}"),
}
"""Who signs in, by role: name and address."""


@dataclass(frozen=True)
class Organisation:
    """An organisation or group under the name the demo gives it; `municipality` is a code."""

    key: str
    name: str
    sector: str
    municipality: str | None = None


@dataclass(frozen=True)
class Seat:
    """A seat of an organisation, its holder and personal deputy named by their role."""

    key: str
    organisation: str
    holder: str
    deputy: str

    def address(self, whose: str) -> str:
        """The address of the holder or the deputy (`whose`)."""
        return f"{self.key.replace('_', '.')}.{whose}@{DOMAIN}"


def public_bodies() -> list[Organisation]:
    """What is there in every village's story: municipalities, Leader groups, county, council, the coordinating body."""
    municipalities = [
        Organisation(f"municipality_{one['code']}", one["name_fi"], "municipality", one["code"])
        for one in REGION["municipalities"]
    ]
    leaders = [
        Organisation(f"leader_{number}", one["name"], "leader")
        for number, one in enumerate(REGION["leader_groups"], start=1)
    ]
    return [
        *municipalities,
        *leaders,
        Organisation(WELLBEING_COUNTY, REGION["wellbeing_county"]["name_fi"], WELLBEING_COUNTY),
        Organisation(COUNCIL, REGION["council"]["name_fi"], "association"),
        Organisation(BACKBONE, "Nuorten Palvelu ry", "association"),
    ]


def organisations() -> list[Organisation]:
    """All organisations of the initiative that is driven through."""
    villages = [
        Organisation(f"village_{n}", f"Kyläyhdistys, {one['name']}", "association", one["municipality"])
        for n, one in enumerate(REGION["villages"], start=1)
    ]
    return [
        *public_bodies(),
        *villages,
        Organisation("youth_group", f"Nuorten vapaa ryhmä, {VILLAGE}", "informal", PLACE),
        Organisation("work_group", f"Kylätalon talkooryhmä, {VILLAGE}", "informal", PLACE),
        Organisation("shop", f"Kyläkauppa, {VILLAGE}", "company", PLACE),
    ]


def council_seats() -> list[Seat]:
    """The seats of the council, each with a personal deputy."""
    return [
        Seat(f"council_{n}", COUNCIL, f"Järjestöneuvoston jäsen {n}", f"Järjestöneuvoston varajäsen {n}")
        for n in range(1, REGION["council"]["seats"] + 1)
    ]


def initiative_seats() -> list[Seat]:
    """The twelve seats of six sectors that take part in the run-through."""
    villages = [
        Seat(f"village_{n}", f"village_{n}", *_pair("Kyläyhdistyksen", one["name"]))
        for n, one in enumerate(REGION["villages"], start=1)
    ]
    return [
        *villages,
        Seat("youth_group", "youth_group", *_pair("Nuorten ryhmän", VILLAGE)),
        Seat("work_group", "work_group", *_pair("Talkooryhmän", VILLAGE)),
        Seat("kuopio", "municipality_297", *_pair("Kunnan nuorisotyön", "Kuopio")),
        Seat("tuusniemi", "municipality_857", *_pair("Kunnan nuorisotyön", "Tuusniemi")),
        Seat("county_youth", WELLBEING_COUNTY, *_pair("Hyvinvointialueen", "nuorten palvelut")),
        Seat("county_community", WELLBEING_COUNTY, *_pair("Hyvinvointialueen", "yhteisötyö")),
        Seat("leader", "leader_1", *_pair("Leader-ryhmän", "Kalakukko")),
        Seat("shop", "shop", *_pair("Yrityksen", VILLAGE)),
    ]


def _pair(whose: str, where: str) -> tuple[str, str]:
    return f"{whose} edustaja, {where}", f"{whose} varaedustaja, {where}"
