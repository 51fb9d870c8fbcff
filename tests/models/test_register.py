"""Entering into the register and reading it."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, date, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from sqlmodel import select

from domain.refusals import Malformed, UnknownSeat
from domain.seats import Sector
from models import enrolment, fitting, register
from models.engine import Database
from models.tables import Organisation, Person
from models.vault import Vault

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
START = date(2026, 1, 1)


@pytest.fixture
def vault() -> Vault:
    return Vault(secrets.token_bytes(32))


@pytest.fixture
async def people(database: Database, vault: Vault) -> SimpleNamespace:
    """An organisation with a chair and a deputy."""

    def enter(s) -> SimpleNamespace:
        organisation = enrolment.create_organisation(s, name="Kylä ry", sector=Sector.ASSOCIATION, now=NOW)
        chair = enrolment.create_person(
            s, vault, name="Kyläyhdistyksen edustaja", language="fi", address="edustaja@example.org", now=NOW
        )
        deputy = enrolment.create_person(s, vault, name="Varaedustaja", language="sv", now=NOW)
        return SimpleNamespace(organisation=organisation.id, chair=chair.id, deputy=deputy.id)

    return await database.write(enter)


async def test_names_and_addresses_lie_in_the_vault_and_are_revealed_together(
    database: Database, vault: Vault, people: SimpleNamespace
) -> None:
    rows = await database.read(lambda s: register.page(s, Person))
    assert "edustaja" not in " ".join(row.model_dump_json() for row in rows)
    records = {r.id: r for r in await database.read(lambda s: register.reveal_persons(s, vault, rows))}
    assert records[people.chair] == register.PersonRecord(
        people.chair, "fi", "Kyläyhdistyksen edustaja", "edustaja@example.org"
    )
    assert records[people.deputy].address is None
    assert "edustaja" not in repr(records)


async def test_a_place_is_the_code_of_a_municipality_that_is_in_the_register(database: Database) -> None:
    def enter(s) -> None:
        for name, sector, code in (
            ("Kuopion kaupunki", Sector.MUNICIPALITY, "297"),
            ("Kylä ry", Sector.ASSOCIATION, "911"),
            ("Kunta ilman numeroa", Sector.MUNICIPALITY, None),
        ):
            enrolment.create_organisation(s, name=name, sector=sector, now=NOW, municipality=code)

    def refused(s) -> list[tuple[str, str]]:
        told = []
        for code in ("000", "911"):
            with pytest.raises(register.UnknownPlace) as unknown:
                register.require_municipality(s, code, path="place")
            told.append((unknown.value.path, unknown.value.remedy))
        return told

    enter_it = "enter it in the register first, as an organisation of the sector municipality"
    assert await database.read(refused) == [("place", enter_it)] * 2
    await database.write(enter)
    assert await database.read(refused) == [("place", f"name one of 297, or {enter_it}")] * 2
    await database.read(lambda s: register.require_municipality(s, "297"))


async def test_an_erased_person_is_still_a_row_without_texts(
    database: Database, vault: Vault, people: SimpleNamespace
) -> None:
    await database.write(lambda s: vault.erase(s, enrolment.subject_of(people.chair), NOW))
    row = await database.read(lambda s: register.person(s, people.chair))
    (record,) = await database.read(lambda s: register.reveal_persons(s, vault, [row]))
    assert (record.name, record.address) == (None, None)


async def test_a_business_id_is_entered_once_even_by_two_at_once(database: Database) -> None:
    def enter(s) -> Organisation:
        return enrolment.create_organisation(
            s, name="Kunta", sector=Sector.MUNICIPALITY, municipality="140", business_id="0123456-2", now=NOW
        )

    tries = await asyncio.gather(*(database.write(enter) for _ in range(5)), return_exceptions=True)
    assert [type(each) for each in tries].count(fitting.AlreadyRegistered) == 4
    assert len(await database.read(lambda s: s.exec(select(Organisation)).all())) == 1


async def test_informal_groups_have_no_business_id(database: Database) -> None:
    with pytest.raises(Malformed) as told:
        await database.write(
            lambda s: enrolment.create_organisation(
                s, name="Porukka", sector=Sector.INFORMAL, business_id="0123456-2", now=NOW
            )
        )
    assert told.value.path == "business_id"


async def test_seats_are_read_with_their_organisations_in_the_order_asked_for(
    database: Database, people: SimpleNamespace
) -> None:
    def enter(s) -> list[str]:
        return [
            enrolment.create_seat(
                s,
                organisation_id=people.organisation,
                role_title=title,
                holder_id=people.chair,
                deputy_id=people.deputy,
                term_from=START,
            ).id
            for title in ("puheenjohtaja", "sihteeri", "jäsen")
        ]

    ids = sorted(await database.write(enter), reverse=True)
    rows = await database.read(lambda s: register.seats(s, ids))
    assert [row.id for row, _ in rows] == ids
    assert {its.name for _, its in rows} == {"Kylä ry"}
    with pytest.raises(UnknownSeat) as told:
        await database.read(lambda s: register.seats(s, [ids[0], "seat_none"]))
    assert told.value.path == "seats.1"


@pytest.mark.parametrize(
    ("change", "refusal", "path"),
    [
        ({"organisation_id": "org_none"}, register.UnknownOrganisation, "organisation_id"),
        ({"holder_id": "per_none"}, register.UnknownPerson, "holder_id"),
        ({"deputy_id": "per_none"}, register.UnknownPerson, "deputy_id"),
        ({"deputy_id": "the holder"}, Malformed, "deputy_id"),
        ({"term_until": date(2025, 12, 31)}, Malformed, "term_until"),
    ],
)
async def test_a_seat_that_points_nowhere_or_ends_before_it_begins_is_refused(
    database: Database, people: SimpleNamespace, change: dict[str, object], refusal: type[Malformed], path: str
) -> None:
    entry = {
        "organisation_id": people.organisation,
        "role_title": "jäsen",
        "holder_id": people.chair,
        "term_from": START,
        **change,
    }
    if entry.get("deputy_id") == "the holder":
        entry["deputy_id"] = people.chair
    with pytest.raises(refusal) as told:
        await database.write(lambda s: enrolment.create_seat(s, **entry))
    assert told.value.path == path
    assert told.value.remedy


async def test_a_mandate_is_entered_and_read_and_one_that_ends_before_it_begins_is_refused(
    database: Database, people: SimpleNamespace
) -> None:
    entry = {
        "given_by": people.organisation,
        "given_to": people.organisation,
        "acts": ["start"],
        "places": ["*"],
        "themes": ["hyvinvointi"],
        "valid_from": START,
        "meeting_reference": "kokous 3/2026 § 4",
    }
    row = await database.write(lambda s: enrolment.create_mandate(s, **entry, valid_until=START))
    assert (await database.read(lambda s: register.mandate(s, row.id))).themes == ["hyvinvointi"]
    with pytest.raises(Malformed):
        await database.write(lambda s: enrolment.create_mandate(s, **entry, valid_until=date(2025, 1, 1)))
    with pytest.raises(register.UnknownMandate):
        await database.read(lambda s: register.mandate(s, "man_none"))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"acts": ["start", "Matti Meikäläinen"]}, "acts.1"),
        ({"places": ["Kuopio"]}, "places.0"),
        ({"themes": ["hyvinvointi\n"]}, "themes.0"),
        ({"meeting_reference": "Matti Meikäläinen"}, "meeting_reference"),
        ({"meeting_reference": "matti@example.org 3/2026"}, "meeting_reference"),
    ],
)
async def test_a_mandate_says_nothing_that_a_ledger_must_not_keep(
    database: Database, people: SimpleNamespace, change: dict[str, object], path: str
) -> None:
    entry = {
        "given_by": people.organisation,
        "given_to": people.organisation,
        "acts": ["*"],
        "places": ["297", "*"],
        "themes": ["hyvinvointi"],
        "valid_from": START,
        "valid_until": START,
        "meeting_reference": "Järjestöneuvosto (ylim.) 3/2026, 4 § 2: 1.2.2026",
    }
    assert await database.write(lambda s: enrolment.create_mandate(s, **entry))
    with pytest.raises(Malformed) as told:
        await database.write(lambda s: enrolment.create_mandate(s, **(entry | change)))
    assert (told.value.path, bool(told.value.remedy)) == (path, True)


async def test_a_long_register_is_read_page_by_page(database: Database) -> None:
    def enter(s) -> None:
        for number in range(7):
            enrolment.create_organisation(s, name=f"Kylä {number}", sector=Sector.INFORMAL, now=NOW)

    await database.write(enter)
    seen: list[str] = []
    while rows := await database.read(partial(register.page, table=Organisation, after=max(seen, default=""), limit=3)):
        assert len(rows) <= 3
        seen += [row.id for row in rows]
    assert len(set(seen)) == 7
