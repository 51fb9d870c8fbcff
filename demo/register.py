"""Seeding the register over HTTP: what is there already is found by reading, so a second time does nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zlib import crc32

from demo.api import Api, Json
from demo.cast import BACKBONE, COUNCIL, Organisation, Seat

MEETING = "Järjestöneuvoston kokous (esittely), mandaatti 1"
RENEWAL = "Järjestöneuvoston kokous (esittely), mandaatti 2"
VALID_YEARS = 3


@dataclass
class Register:
    """The ids of the register by the demo's own names, and how many rows had to be entered."""

    organisations: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    mandate: str = ""
    entered: int = 0

    @property
    def backbone(self) -> str:
        """The organisation that coordinates."""
        return self.organisations[BACKBONE]


async def seed(api: Api, organisations: list[Organisation], seats: list[Seat]) -> Register:
    """Enter what the register lacks of these, and of a mandate; the ids of all of it. Raises Refused."""
    register, today = Register(), datetime.now(UTC).date()
    await _organisations(api, register, organisations)
    people = {row["address"]: row["id"] for row in await api.all_rows("/register/persons")}
    taken = {(row["organisation_id"], row["role_title"]): row["id"] for row in await api.all_rows("/register/seats")}
    await asyncio.gather(*(_seat(api, register, seat, people, taken, today) for seat in seats))
    companies = {one.key for one in organisations if one.sector == "company"}
    await _readiness(api, register, [seat for seat in seats if seat.organisation in companies], today)
    await _mandate(api, register, today)
    return register


async def _organisations(api: Api, register: Register, organisations: list[Organisation]) -> None:
    known = {row["name"]: row["id"] for row in await api.all_rows("/register/organisations")}

    async def enter(wanted: Organisation) -> None:
        body = {"name": wanted.name, "sector": wanted.sector, "municipality": wanted.municipality}
        found = known.get(wanted.name) or await _entered(api, register, "organisations", body)
        register.organisations[wanted.key] = found

    await asyncio.gather(*(enter(wanted) for wanted in organisations))


async def _seat(
    api: Api, register: Register, seat: Seat, people: dict[str, str], taken: dict[tuple[str, str], str], today: date
) -> None:
    organisation = register.organisations[seat.organisation]
    found = taken.get((organisation, seat.holder))
    if found is None:
        holder, deputy = await asyncio.gather(
            _person(api, register, people, seat.holder, seat.address("edustaja")),
            _person(api, register, people, seat.deputy, seat.address("varaedustaja")),
        )
        body = {"organisation_id": organisation, "role_title": seat.holder, "holder_id": holder, "deputy_id": deputy}
        found = await _entered(api, register, "seats", {**body, "term_from": _first_day(today).isoformat()})
    register.seats[seat.key] = found


async def _person(api: Api, register: Register, people: dict[str, str], name: str, address: str) -> str:
    body = {"name": name, "address": address, "phone": f"040 000 {crc32(address.encode()) % 10_000:04}"}
    return people.get(address) or await _entered(api, register, "persons", body)


async def _readiness(api: Api, register: Register, of_companies: list[Seat], today: date) -> None:
    """What companies must have said before they are invited: that they want to take part, and that they can."""
    for seat in of_companies:
        path = f"/register/organisations/{register.organisations[seat.organisation]}"
        if (await api.get(path))["readiness_on"] is None:
            said_by = (await api.get(f"/register/seats/{register.seats[seat.key]}"))["holder_id"]
            said_on = _first_day(today).isoformat()
            will = {"will_on": said_on, "will_by": said_by}
            await api.patch(path, {**will, "readiness_on": said_on, "readiness_by": said_by})


async def _mandate(api: Api, register: Register, today: date) -> None:
    valid = [
        row["id"]
        for row in await api.all_rows("/register/mandates")
        if row["meeting_reference"] == MEETING and row["valid_until"] >= today.isoformat()
    ]
    register.mandate = valid[-1] if valid else await _entered(api, register, "mandates", _given(register, today))


def _given(register: Register, today: date) -> Json:
    return {
        "given_by": register.organisations[COUNCIL],
        "given_to": register.backbone,
        "places": ["*"],
        "themes": ["*"],
        "valid_from": _first_day(today).isoformat(),
        "valid_until": date(today.year + VALID_YEARS, 12, 31).isoformat(),
        "meeting_reference": MEETING,
    }


async def renewed(api: Api, mandate: str) -> str:
    """The mandate that the council decided on in this one's place; entered if it is not there yet. Raises Refused."""
    rows = {row["id"]: row for row in await api.all_rows("/register/mandates")}
    follows = next((row["id"] for row in rows.values() if row["former_id"] == mandate), None)
    if follows is not None:
        return str(follows)
    former = rows[mandate]
    until = date.fromisoformat(former["valid_until"])
    decided = {
        "former_id": mandate,
        "valid_until": until.replace(year=until.year + VALID_YEARS).isoformat(),
        "meeting_reference": RENEWAL,
    }
    body = {name: value for name, value in former.items() if name != "id"} | decided
    return str((await api.post("/register/mandates", body))["id"])


async def mandated(api: Api, register: Register, meeting: str) -> str:
    """One more mandate of the council, decided on in this meeting. Raises Refused."""
    given = _given(register, datetime.now(UTC).date())
    return await _entered(api, register, "mandates", {**given, "meeting_reference": meeting})


async def transferred(api: Api, mandate: str, to: str, meeting: str) -> str:
    """The mandate that was given to the organisation `to` in this one's place. Raises Refused."""
    former = next(row for row in await api.all_rows("/register/mandates") if row["id"] == mandate)
    decided = {"former_id": mandate, "given_to": to, "meeting_reference": meeting}
    body = {name: value for name, value in former.items() if name != "id"} | decided
    return str((await api.post("/register/mandates", body))["id"])


async def _entered(api: Api, register: Register, kind: str, body: Json) -> str:
    row = await api.post(f"/register/{kind}", body)
    register.entered += 1
    return str(row["id"])


def _first_day(today: date) -> date:
    return date(today.year, 1, 1)
