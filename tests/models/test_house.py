"""The stream of the house: recorded with the fact, in order, by ids that can be forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from domain.house import ERASED, OPERATOR, STREAM, AuditorRead, HouseEvent, KeyMade, KeyRevoked, ReportTaken
from domain.ledger.chain import Head, walk
from domain.ledger.entries import decode
from models import enrolment, erasing, house
from models.append import entries_after
from models.engine import Database
from models.tables import HouseMention
from models.vault import Vault

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MADE = KeyMade(key="0123456789ab", role="auditor")
VAULT = Vault(b"m" * 32)


def _person(session: Session) -> str:
    return enrolment.create_person(session, VAULT, name="Aino", language="fi", now=NOON).id


async def test_facts_follow_each_other_in_one_chain_and_time_never_falls(database: Database) -> None:
    await database.write(lambda s: house.record(s, [MADE, MADE], actor=OPERATOR, now=NOON))
    before = NOON - timedelta(hours=1)
    seqs = await database.write(lambda s: house.record(s, [KeyRevoked(key=MADE.key)], actor="rule", now=before))
    entries = await database.read(lambda s: entries_after(s, STREAM, 0))
    assert seqs == (3,)
    assert walk(STREAM, entries) == Head(3, entries[2].leaf_hash)
    assert [decode(entry.text, HouseEvent).at for entry in entries] == [NOON] * 3
    assert await database.write(lambda s: house.record(s, [], actor="rule", now=NOON)) == ()


async def test_what_is_taken_back_is_not_recorded_either(database: Database) -> None:
    def interrupted(session: Session) -> None:
        house.record(session, [MADE], actor=OPERATOR, now=NOON)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await database.write(interrupted)
    assert await database.read(lambda s: entries_after(s, STREAM, 0)) == ()


async def test_a_person_has_one_id_here_which_nobody_can_tell_once_it_is_forgotten(database: Database) -> None:
    person = await database.write(_person)
    actor = await database.write(lambda s: house.actor_of(s, person))
    assert await database.write(lambda s: house.actor_for(s, f"person:{person}")) == actor
    assert await database.read(lambda s: house.person_of(s, actor)) == person
    await database.write(lambda s: erasing.erase(s, VAULT, person, NOON))
    await database.write(lambda s: house.forget(s, person))
    assert await database.read(lambda s: house.person_of(s, actor)) is None
    assert await database.write(lambda s: house.actor_of(s, person)) == ERASED


async def test_a_key_acts_as_itself(database: Database) -> None:
    assert await database.write(lambda s: house.actor_for(s, "key:0123456789ab")) == "key:0123456789ab"


async def test_a_person_is_never_named_by_their_id_of_the_register(database: Database) -> None:
    person = await database.write(_person)
    for fact, actor in ((KeyMade(key="k", role="auditor", person=person), OPERATOR), (MADE, f"person:{person}")):
        with pytest.raises(ValueError, match="for ever"):
            await database.write(lambda s, fact=fact, actor=actor: house.record(s, [fact], actor=actor, now=NOON))  # type: ignore[misc]
    assert await database.read(lambda s: entries_after(s, STREAM, 0)) == ()


async def test_what_is_about_an_initiative_is_found_by_it(database: Database) -> None:
    told = [AuditorRead(part="initiatives", id="i1"), ReportTaken(initiative="i1", size=1), KeyRevoked(key="i1")]
    await database.write(lambda s: house.record(s, told, actor="rule", now=NOON))
    found = await database.read(lambda s: [(one.initiative_id, one.seq) for one in s.exec(select(HouseMention))])
    assert sorted(found) == [("i1", 1), ("i1", 2)]
