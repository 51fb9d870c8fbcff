"""Stops: three levels, each taken back for itself; who has been erased or removed has none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import closed_addresses, enrolment
from models.engine import Database
from models.erasing import erase
from models.removing import remove
from models.stops import By, resume, stop, stopped, stops_of
from models.tables import ClosedAddress, Person
from models.vault import Vault
from tests.fixtures.rules import START

LEVELS = {
    ("i1", "convening.1/vote/s1"): {("i1", "convening.1/vote/s1")},
    ("i1", ""): {("i1", "convening.1/vote/s1"), ("i1", "piloting.1/pulse/s1")},
    ("", ""): {("i1", "convening.1/vote/s1"), ("i1", "piloting.1/pulse/s1"), ("i2", "convening.1/vote/s1")},
}
ASKED = LEVELS["", ""]
VAULT = Vault(b"v" * 32)


async def what_is_stopped(database: Database, person: str = "per_1") -> set[tuple[str, str]]:
    return await database.read(lambda session: {about for about in ASKED if stopped(session, person, *about)})


@pytest.mark.parametrize("level", LEVELS)
async def test_a_stop_covers_its_own_level_and_what_is_below_and_ends_when_taken_back(
    database: Database, level: tuple[str, str]
) -> None:
    where = {"initiative_id": level[0], "obligation_id": level[1]}
    assert await database.write(lambda session: stop(session, "per_1", By.PERSON, START, **where)) is True
    assert await what_is_stopped(database) == LEVELS[level]
    assert await what_is_stopped(database, "per_2") == set()
    assert await database.write(lambda session: resume(session, "per_1", **where)) is True
    assert await what_is_stopped(database) == set()
    assert await database.write(lambda session: resume(session, "per_1", **where)) is False


async def test_taking_back_the_widest_stop_leaves_the_narrower_ones(database: Database) -> None:
    def both(session: Session) -> None:
        stop(session, "per_1", By.ONE_CLICK, START, initiative_id="i1", obligation_id="convening.1/vote/s1")
        stop(session, "per_1", By.PERSON, START)

    await database.write(both)
    await database.write(lambda session: resume(session, "per_1"))
    assert await what_is_stopped(database) == {("i1", "convening.1/vote/s1")}


async def test_a_second_stop_keeps_the_first_day_and_takes_a_reason_that_was_not_said_before(
    database: Database,
) -> None:
    for by, first in ((By.ONE_CLICK, True), (By.TOO_BUSY, False), (By.PERSON, False)):
        later = START + timedelta(hours=by is not By.ONE_CLICK)
        assert await database.write(lambda s, by=by, at=later: stop(s, "per_1", by, at)) is first  # type: ignore[misc]
    (row,) = await database.read(lambda session: stops_of(session, "per_1"))
    assert (row.by, row.stopped_at) == (By.TOO_BUSY, START)


async def test_an_obligation_of_no_initiative_cannot_be_stopped(database: Database) -> None:
    with pytest.raises(ValueError, match="is one of an initiative"):
        await database.write(lambda session: stop(session, "per_1", By.PERSON, START, obligation_id="x"))


@pytest.mark.parametrize("way", ["erased", "removed"])
async def test_what_somebody_said_of_their_letters_goes_with_them(database: Database, way: str) -> None:
    def enrol(session: Session) -> str:
        person = enrolment.create_person(
            session, VAULT, name="Kanarialintu", language="fi", now=START, address="kanaria@example.org"
        )
        stop(session, person.id, By.PERSON, START)
        closed_addresses.close(session, person.address_ref or "", person.id, "5.1.1", START)
        return person.id

    person = await database.write(enrol)

    def go(session: Session) -> None:
        if way == "erased":
            erase(session, VAULT, person, START)
        else:
            remove(session, VAULT, session.get_one(Person, person), START)

    await database.write(go)
    assert await database.read(lambda session: stops_of(session, person)) == []
    assert await database.read(lambda session: session.exec(select(ClosedAddress)).all()) == []
