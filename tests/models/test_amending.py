"""Changing the register, on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from domain.refusals import Malformed, OrganisationClosed, Refusal
from domain.seats import Sector
from models import amending, enrolment, register
from models.amending import InUse
from models.enrolment import subject_of
from models.fitting import AlreadyRegistered
from models.register import UnknownPerson
from models.tables import Mandate, Organisation, Person, PrivateValue, RegisterSeat
from models.vault import SubjectErased
from tests.fixtures.databases import POSTGRES
from tests.fixtures.registered import FIRST, LAST, NOW, Registered


async def amend(registered: Registered, table: type[Any], row: str, **changes: Any) -> list[str]:
    """Which fields differ after a change."""

    def work(s: Any) -> list[str]:
        found = register.for_update(s, table, row)
        assert found is not None
        if table is Organisation:
            return amending.amend_organisation(s, found, changes, NOW)
        if table is Person:
            return amending.amend_person(s, registered.vault, found, changes, NOW)
        return (amending.amend_seat if table is RegisterSeat else amending.amend_mandate)(s, found, changes)

    return await registered.database.write(work)


async def read(registered: Registered, table: type[Any], row: str) -> Any:
    return await registered.database.read(lambda s: s.get(table, row))


async def test_an_organisation_is_renamed_and_closed(registered: Registered) -> None:
    changed = await amend(registered, Organisation, registered.village, name="Kylät ry", closed_on=date(2027, 1, 1))
    assert sorted(changed) == ["closed_on", "name"]
    row = await read(registered, Organisation, registered.village)
    assert (row.name, row.closed_on, row.business_id) == ("Kylät ry", date(2027, 1, 1), "1234567-1")
    assert await amend(registered, Organisation, registered.village, name="Kylät ry") == []


async def test_a_company_s_will_and_readiness_are_recorded_and_taken_back(registered: Registered) -> None:
    said = {"will_on": FIRST, "will_by": registered.chair, "readiness_on": FIRST, "readiness_by": registered.deputy}
    await amend(registered, Organisation, registered.shop, **said)
    row = await read(registered, Organisation, registered.shop)
    assert {name: getattr(row, name) for name in said} == said
    await amend(registered, Organisation, registered.shop, will_on=None, will_by=None)
    assert (await read(registered, Organisation, registered.shop)).will_on is None


@pytest.mark.parametrize(
    ("of", "changes", "refusal", "path"),
    [
        ("shop", {"will_on": FIRST}, Malformed, "will_by"),
        ("shop", {"will_by": "chair"}, Malformed, "will_on"),
        ("shop", {"readiness_on": date(2026, 9, 3), "readiness_by": "chair"}, Malformed, "readiness_on"),
        ("shop", {"will_on": FIRST, "will_by": "per_0"}, UnknownPerson, "will_by"),
        ("village", {"will_on": FIRST, "will_by": "chair"}, Malformed, "will_on"),
        ("village", {"sector": Sector.INFORMAL}, Malformed, "business_id"),
        ("shop", {"business_id": "1234567-1"}, AlreadyRegistered, "business_id"),
    ],
)
async def test_an_organisation_that_would_not_fit_stays_as_it_is(
    registered: Registered, of: str, changes: dict[str, Any], refusal: type[Refusal], path: str
) -> None:
    row = getattr(registered, of)
    before = await read(registered, Organisation, row)
    named = {name: registered.chair if value == "chair" else value for name, value in changes.items()}
    with pytest.raises(refusal) as told:
        await amend(registered, Organisation, row, **named)
    assert (told.value.path, bool(told.value.remedy)) == (path, True)
    assert await read(registered, Organisation, row) == before


async def test_a_changed_name_is_sealed_anew_and_the_former_one_is_gone(registered: Registered) -> None:
    before = await read(registered, Person, registered.chair)
    assert await amend(registered, Person, registered.chair, name="Uusi nimi", language="sv") == ["language", "name"]
    row = await read(registered, Person, registered.chair)
    (record,) = await registered.database.read(lambda s: register.reveal_persons(s, registered.vault, [row]))
    assert (record.name, record.address, record.language) == ("Uusi nimi", "kyla@example.org", "sv")
    kept = await registered.database.read(
        lambda s: s.exec(
            select(PrivateValue.commitment).where(PrivateValue.subject_id == subject_of(registered.chair))
        ).all()
    )
    assert sorted(kept) == sorted([row.name_ref, row.address_ref])
    assert before.name_ref not in kept


async def test_an_address_is_taken_away_and_given(registered: Registered) -> None:
    await amend(registered, Person, registered.chair, address=None)
    assert (await read(registered, Person, registered.chair)).address_ref is None
    await amend(registered, Person, registered.deputy, address="vara@example.org")
    row = await read(registered, Person, registered.deputy)
    (record,) = await registered.database.read(lambda s: register.reveal_persons(s, registered.vault, [row]))
    assert record.address == "vara@example.org"


async def test_a_phone_number_is_given_changed_and_taken_away(registered: Registered) -> None:
    for number in ("040 123 4567", "+358 50 123 4567", None):
        assert await amend(registered, Person, registered.chair, phone=number) == ["phone"]
        assert await amend(registered, Person, registered.chair, phone=number) == []
        row = await read(registered, Person, registered.chair)
        (record,) = await registered.database.read(lambda s: register.reveal_persons(s, registered.vault, [row]))  # noqa: B023
        assert (record.phone, record.address) == (number, "kyla@example.org")


async def test_the_same_texts_are_not_sealed_anew(registered: Registered) -> None:
    before = await read(registered, Person, registered.chair)
    same = {"name": "Kylän edustaja", "address": "kyla@example.org", "language": "fi"}
    assert await amend(registered, Person, registered.chair, **same) == []
    assert await read(registered, Person, registered.chair) == before


async def test_an_erased_person_gets_no_new_name(registered: Registered) -> None:
    await registered.database.write(lambda s: registered.vault.erase(s, subject_of(registered.chair), NOW))
    with pytest.raises(SubjectErased):
        await amend(registered, Person, registered.chair, name="Uusi nimi")


async def test_a_seat_gets_another_deputy_and_ends(registered: Registered) -> None:
    await registered.taken_in()
    changes = {"deputy_id": None, "term_until": date(2026, 6, 30), "role_title": "Puheenjohtaja"}
    assert await amend(registered, RegisterSeat, registered.seat, **changes) == list(changes)
    row = await read(registered, RegisterSeat, registered.seat)
    assert (row.deputy_id, row.term_until, row.role_title) == (None, date(2026, 6, 30), "Puheenjohtaja")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"deputy_id": "chair"}, "deputy_id"),
        ({"deputy_id": "per_0"}, "deputy_id"),
        ({"term_until": date(2025, 12, 31)}, "term_until"),
    ],
)
async def test_a_seat_that_would_not_fit_stays_as_it_is(
    registered: Registered, changes: dict[str, Any], path: str
) -> None:
    named = {name: registered.chair if value == "chair" else value for name, value in changes.items()}
    with pytest.raises(Malformed) as told:
        await amend(registered, RegisterSeat, registered.seat, **named)
    assert told.value.path == path


async def test_no_seat_begins_after_its_organisation_closed(registered: Registered) -> None:
    await amend(registered, Organisation, registered.village, closed_on=date(2026, 8, 1))
    await amend(registered, RegisterSeat, registered.seat, term_until=date(2026, 7, 31))
    with pytest.raises(OrganisationClosed):
        await amend(registered, RegisterSeat, registered.seat, term_from=date(2026, 8, 1), term_until=None)


async def test_the_first_day_of_a_term_stands_once_an_initiative_took_the_seat_in(registered: Registered) -> None:
    await amend(registered, RegisterSeat, registered.seat, term_from=date(2026, 2, 1))
    await registered.taken_in()
    with pytest.raises(InUse, match="one initiative") as told:
        await amend(registered, RegisterSeat, registered.seat, term_from=FIRST)
    assert (told.value.path, "new one" in told.value.remedy) == ("term_from", True)
    assert await amend(registered, RegisterSeat, registered.seat, term_from=date(2026, 2, 1)) == []


async def test_a_mandate_is_corrected_until_an_initiative_stands_on_it(registered: Registered) -> None:
    assert await amend(registered, Mandate, registered.mandate, themes=["culture"], valid_until=date(2027, 6, 1))
    await registered.taken_in()
    await registered.taken_in("i2", date(2026, 7, 1))
    changes: dict[str, Any]
    for changes in (
        {"themes": ["youth"]},
        {"meeting_reference": "4/2025 § 1"},
        {"valid_until": date(2028, 1, 1)},
        {"valid_until": date(2026, 12, 1), "places": ["*"]},
    ):
        with pytest.raises(InUse, match="2 initiatives") as told:
            await amend(registered, Mandate, registered.mandate, **changes)
        assert told.value.path in changes
        assert "new mandate" in told.value.remedy


async def test_a_mandate_in_use_ends_earlier_but_not_before_the_last_start_under_it(registered: Registered) -> None:
    await registered.taken_in(on=date(2026, 6, 1))
    with pytest.raises(InUse, match="2026-06-01") as told:
        await amend(registered, Mandate, registered.mandate, valid_until=date(2026, 5, 31))
    assert told.value.path == "valid_until"
    await amend(registered, Mandate, registered.mandate, valid_until=date(2026, 6, 1))
    assert (await read(registered, Mandate, registered.mandate)).valid_until == date(2026, 6, 1) < LAST


async def test_hundreds_of_people_change_in_as_many_statements_as_two(registered: Registered) -> None:
    people = [(f"Toimija {n}", f"t{n}@example.org") for n in range(300)]

    def enter(s: Session) -> list[str]:
        make = [
            enrolment.create_person(s, registered.vault, name=name, language="fi", address=address, now=NOW)
            for name, address in people
        ]
        return [one.id for one in make]

    ids = await registered.database.write(enter)

    def statements(some: list[str], language: str) -> int:
        changes = {one: {"name": f"{language} {one}", "address": None, "language": language} for one in some}
        counted: list[str] = []

        def work(s: Session) -> None:
            listening = (s.get_bind(), "before_cursor_execute", lambda *call: counted.append(call[2]))
            event.listen(*listening)
            try:
                told = amending.amend_persons(s, registered.vault, changes, NOW)
                s.flush()
            finally:
                event.remove(*listening)
            assert [sorted(told[one]) for one in some] == [["address", "language", "name"]] * len(some)

        registered.database.write_now(work)
        return len(counted)

    assert statements(ids[:2], "sv") == statements(ids[2:], "en") < 10
    records = await registered.database.read(lambda s: register.reveal_persons(s, registered.vault, _people(s, ids)))
    expected = [(one, "sv" if one in ids[:2] else "en") for one in ids]
    assert sorted((r.id, r.language, r.name, r.address) for r in records) == sorted(
        (one, language, f"{language} {one}", None) for one, language in expected
    )
    subjects = [subject_of(one) for one in ids]
    kept = select(PrivateValue.commitment).where(col(PrivateValue.subject_id).in_(subjects))
    assert len(await registered.database.read(lambda s: s.exec(kept).all())) == len(ids), "the former texts are gone"


def _people(session: Session, ids: list[str]) -> list[Person]:
    return list(session.exec(select(Person).where(col(Person.id).in_(ids))))


async def test_of_people_one_of_whom_is_gone_none_is_changed(registered: Registered) -> None:
    changes = {registered.chair: {"name": "Uusi nimi"}, "per_removed": {"name": "Uusi nimi"}}
    with pytest.raises(SubjectErased, match="removed meanwhile"):
        await registered.database.write(lambda s: amending.amend_persons(s, registered.vault, changes, NOW))
    subject = subject_of(registered.deputy)
    await registered.database.write(lambda s: registered.vault.erase(s, subject, NOW))
    both = {registered.chair: {"name": "Uusi nimi"}, registered.deputy: {"name": "Uusi nimi"}}
    with pytest.raises(SubjectErased, match="erased"):
        await registered.database.write(lambda s: amending.amend_persons(s, registered.vault, both, NOW))
    row = await read(registered, Person, registered.chair)
    assert await registered.database.read(lambda s: registered.vault.reveal(s, row.name_ref)) == "Kylän edustaja"


@pytest.mark.parametrize("database_url", [POSTGRES], indirect=True)
async def test_of_two_changes_at_once_neither_leaves_a_text_that_nothing_refers_to(registered: Registered) -> None:
    """On PostgreSQL, where writes run side by side: the second has read the row before the first was written."""
    vault, chair = registered.vault, registered.chair

    def second(session: Session) -> list[str]:
        row = session.get_one(Person, chair)
        registered.database.write_now(
            lambda other: amending.amend_person(other, vault, other.get_one(Person, chair), {"name": "Yksi"}, NOW)
        )
        return amending.amend_person(session, vault, row, {"name": "Kaksi"}, NOW)

    assert await registered.database.write(second) == ["name"]
    row = await read(registered, Person, chair)
    of_chair = select(PrivateValue.commitment).where(PrivateValue.subject_id == subject_of(chair))
    kept = await registered.database.read(lambda s: set(s.exec(of_chair)))
    assert kept == {row.name_ref, row.address_ref} - {None}
