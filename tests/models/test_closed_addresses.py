"""Closed addresses: by the register's reference, once, opened by hand or by another address; and who has none."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from models import enrolment
from models.amending import amend_person
from models.closed_addresses import close, is_closed, open_again
from models.engine import Database
from models.paper import goes_by_paper
from models.tables import ClosedAddress, Person
from models.vault import Vault
from tests.fixtures.rules import START

VAULT = Vault(b"v" * 32)


async def enrolled(database: Database, address: str | None = "kanaria@example.org") -> Person:
    return await database.write(
        lambda s: enrolment.create_person(s, VAULT, name="Kanarialintu", language="fi", now=START, address=address)
    )


async def shut(database: Database, person: Person, code: str = "5.1.1") -> bool:
    ref = person.address_ref or ""
    return await database.write(lambda session: close(session, ref, person.id, code, START, letter_id="l1"))


async def test_an_address_is_closed_once_and_the_first_code_stays(database: Database) -> None:
    person = await enrolled(database)
    ref = person.address_ref or ""
    assert await database.read(lambda session: is_closed(session, ref)) is False
    assert [await shut(database, person), await shut(database, person, "5.2.1")] == [True, False]
    assert await database.read(lambda session: is_closed(session, ref)) is True
    row = await database.read(lambda session: session.get_one(ClosedAddress, ref))
    assert (row.code, row.letter_id, row.closed_at) == ("5.1.1", "l1", START)


async def test_another_address_in_the_register_opens_the_way_by_itself(database: Database) -> None:
    person = await enrolled(database)
    await shut(database, person)

    def amend(session: Session) -> str | None:
        row = session.get_one(Person, person.id)
        amend_person(session, VAULT, row, {"address": "uusi@example.org"}, START)
        return row.address_ref

    fresh = await database.write(amend)
    assert fresh
    assert await database.read(lambda session: is_closed(session, fresh)) is False


async def test_an_address_that_was_closed_by_mistake_is_opened_by_hand(database: Database) -> None:
    person = await enrolled(database)
    ref = person.address_ref or ""
    await shut(database, person)
    assert await database.write(lambda session: open_again(session, ref)) is True
    assert await database.write(lambda session: open_again(session, ref)) is False
    assert await database.read(lambda session: is_closed(session, ref)) is False


@pytest.mark.parametrize("address", [None, "kanaria@example.org"])
async def test_who_has_no_address_gets_letters_on_paper(database: Database, address: str | None) -> None:
    assert goes_by_paper(await enrolled(database, address)) is (address is None)
