"""Roles, links and sessions of staff at rest, on both databases."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from domain.actors import Role
from domain.house import OPERATOR
from domain.refusals import Refusal
from domain.staff.asking import Bounds
from models import api_keys, closed_addresses, enrolment, erasing, removing, sign_in_links, staff, staff_sessions
from models.amending import InUse, amend_person
from models.engine import Database
from models.keys import KeyRing
from models.register import for_update
from models.sign_in_letters import DoorPost
from models.sign_in_links import Asked
from models.staff import LastAdministrator
from models.staff_addresses import AddressOfStaff, AddressShared, shared
from models.states import Browser, KeyRole, LinkFor
from models.tables import ApiKey, Person, SignInLink, StaffRole, StaffSession
from models.vault import Vault

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEYS = KeyRing(b"v" * 32, b"l" * 32)
VAULT = Vault(KEYS.master)
AINO = "aino@example.org"


async def somebody(database: Database, *roles: Role, address: str = AINO) -> str:
    def enter(session: Session) -> str:
        row = enrolment.create_person(session, VAULT, name="Aino", address=address, language="fi", now=NOON)
        session.flush()
        for role in roles:
            staff.give(session, VAULT, row.id, role, by=OPERATOR, now=NOON)
        return row.id

    return await database.write(enter)


async def asked(database: Database, address: str = AINO, now: datetime = NOON) -> list[SignInLink]:
    wanted = Asked(address, "192.0.2.1", "b" * 43, "fi", None)
    await database.write(lambda s: sign_in_links.ask(s, VAULT, KEYS, Bounds(), wanted, now))
    return await database.write(lambda s: list(sign_in_links.claim(s, now, timedelta(minutes=3), 8)))


async def test_of_two_who_use_a_link_at_once_one_comes_in(database: Database) -> None:
    person = await somebody(database, Role.AUDITOR)
    token = await database.write(lambda s: sign_in_links.make(s, KEYS, LinkFor.PRINTED, person, "fi", NOON))
    used = await asyncio.gather(*(database.write(lambda s: sign_in_links.use(s, token, NOON)) for _ in range(8)))
    assert sum(link is not None for link in used) == 1


async def test_of_two_administrators_who_take_each_others_role_at_once_one_stays(database: Database) -> None:
    both = [await somebody(database, Role.ADMIN, address=f"{n}@example.org") for n in range(2)]

    async def take(person: str) -> bool:
        try:
            return await database.write(lambda s: staff.take(s, person, Role.ADMIN, by=OPERATOR, now=NOON))
        except LastAdministrator:
            return False

    assert sorted(await asyncio.gather(*map(take, both))) == [False, True]
    assert await database.read(staff.has_administrator)


@pytest.mark.parametrize("typed", [AINO, "AINO@Example.ORG ", " aino@example.org"])
async def test_an_address_is_known_however_it_is_typed(database: Database, typed: str) -> None:
    person = await somebody(database, Role.COORDINATOR)
    assert [link.person_id for link in await asked(database, typed)] == [person]


async def test_a_letter_that_signs_in_goes_to_an_address_that_is_closed_for_others(database: Database) -> None:
    person = await somebody(database, Role.ADMIN)

    def close(session: Session) -> None:
        ref = session.get_one(Person, person).address_ref
        closed_addresses.close(session, ref or "", person, closed_addresses.WRONG_PERSON, NOON)

    await database.write(close)
    assert [link.person_id for link in await asked(database)] == [person]


async def test_of_two_with_one_address_only_one_may_be_of_the_staff(database: Database) -> None:
    first, second = await somebody(database, Role.COORDINATOR), await somebody(database, address=f" {AINO.upper()}")
    with pytest.raises(AddressShared, match="same address") as refused:
        await database.write(lambda s: staff.give(s, VAULT, second, Role.AUDITOR, by=OPERATOR, now=NOON))
    assert "alone reads" in refused.value.remedy
    other = await somebody(database, Role.AUDITOR, address="olavi@example.org")

    def move(session: Session) -> list[str]:
        row = session.get_one(Person, other)
        return amend_person(session, VAULT, row, {"address": AINO}, NOON, administers=True)

    with pytest.raises(AddressShared):
        await database.write(move)
    assert [link.person_id for link in await asked(database)] == [first]


async def test_two_of_before_with_one_address_get_no_letter_and_are_named(database: Database) -> None:
    both = [await somebody(database, Role.COORDINATOR), await somebody(database)]

    def as_before(session: Session) -> None:
        session.add(StaffRole(person_id=both[1], role=Role.AUDITOR, given_by=OPERATOR, given_at=NOON))

    await database.write(as_before)
    assert await asked(database) == []
    assert await database.read(lambda s: shared(s, VAULT)) == {both[0]: (both[1],), both[1]: (both[0],)}


async def test_a_letter_is_claimed_by_one_until_its_lease_is_over(database: Database) -> None:
    await somebody(database, Role.COORDINATOR)
    (link,) = await asked(database)
    lease = timedelta(minutes=3)
    assert await database.write(lambda s: sign_in_links.claim(s, NOON, lease, 8)) == []
    assert len(await database.write(lambda s: sign_in_links.claim(s, NOON + lease, lease, 8))) == 1
    await database.write(lambda s: sign_in_links.settle(s, link.id, NOON))
    assert await database.write(lambda s: sign_in_links.claim(s, NOON + 2 * lease, lease, 8)) == []
    assert not await database.read(lambda s: sign_in_links.waits(s, NOON))


async def test_a_session_of_a_role_that_was_taken_opens_nothing_even_if_its_row_is_there(database: Database) -> None:
    person = await somebody(database, Role.AUDITOR)
    secret = await database.write(lambda s: staff_sessions.begin(s, person, Role.AUDITOR, Browser.OTHER, NOON))
    assert await database.read(lambda s: staff_sessions.found(s, secret, NOON))
    await database.write(lambda s: staff.take(s, person, Role.AUDITOR, by=OPERATOR, now=NOON))

    def reopened(session: Session) -> None:
        for row in session.exec(select(StaffSession)).all():
            row.ended_at = None
            session.add(row)

    await database.write(reopened)
    assert await database.read(lambda s: staff_sessions.found(s, secret, NOON)) is None


async def test_sessions_and_links_are_forgotten_after_a_day(database: Database) -> None:
    person = await somebody(database, Role.AUDITOR)
    await database.write(lambda s: staff_sessions.begin(s, person, Role.AUDITOR, Browser.OTHER, NOON))
    await asked(database)
    for hours, gone in ((24, 0), (25, 1)):
        now = NOON + timedelta(hours=hours)
        assert await database.write(lambda s, now=now: staff_sessions.sweep(s, now)) == gone  # type: ignore[misc]
        assert await database.write(lambda s, now=now: sign_in_links.sweep(s, now)) == gone  # type: ignore[misc]


async def test_somebody_with_a_role_stays_in_the_register_until_it_is_taken(database: Database) -> None:
    person = await somebody(database, Role.AUDITOR)
    await database.write(lambda s: staff_sessions.begin(s, person, Role.AUDITOR, Browser.OTHER, NOON))

    def remove(session: Session) -> None:
        row = for_update(session, Person, person)
        assert row is not None
        removing.remove(session, VAULT, row, NOON)

    with pytest.raises(InUse, match="role auditor"):
        await database.write(remove)
    await database.write(lambda s: staff.take(s, person, Role.AUDITOR, by=OPERATOR, now=NOON))
    await database.write(remove)
    assert await database.read(lambda s: s.get(Person, person)) is None


async def test_a_role_is_given_to_nobody_unknown(database: Database) -> None:
    with pytest.raises(Refusal, match="per_none"):
        await database.write(lambda s: staff.give(s, VAULT, "per_none", Role.ADMIN, by=OPERATOR, now=NOON))


async def test_somebody_of_staff_is_erased_while_their_key_is_ended_and_neither_waits_for_ever(
    database: Database,
) -> None:
    person = await somebody(database, Role.ADMIN)
    made = await database.write(lambda s: api_keys.create(s, KeyRole.ADMIN, "x", NOON, person_id=person))
    key, locked = api_keys.id_of(made), threading.Event()

    def revoke(session: Session) -> bool:
        session.get(ApiKey, key, with_for_update=True)
        locked.set()
        time.sleep(0.3)  # the erasure comes as far as it can
        return api_keys.revoke(session, key, NOON)

    def erase(session: Session) -> erasing.Erasure:
        return erasing.erase(session, VAULT, person, NOON)

    revoking = asyncio.create_task(database.write(revoke))
    await asyncio.to_thread(locked.wait)
    _, done = await asyncio.gather(revoking, database.write(erase))
    assert done.keys == ()


async def test_a_new_address_shuts_the_links_that_went_to_the_former_one(database: Database) -> None:
    person = await somebody(database, Role.AUDITOR)
    token = await database.write(lambda s: sign_in_links.make(s, KEYS, LinkFor.LETTER, person, "fi", NOON))

    def move(session: Session, *, administers: bool) -> list[str]:
        row = session.get_one(Person, person)
        return amend_person(session, VAULT, row, {"address": "uusi@example.org"}, NOON, administers=administers)

    with pytest.raises(AddressOfStaff):
        await database.write(lambda s: move(s, administers=False))
    assert await database.read(lambda s: sign_in_links.by_token(s, token, NOON)) is not None
    assert await database.write(lambda s: move(s, administers=True)) == ["address"]
    assert await database.read(lambda s: sign_in_links.by_token(s, token, NOON)) is None


async def test_a_link_is_the_one_that_was_made_though_the_key_of_links_is_rotated_before_its_letter_goes(
    database: Database,
) -> None:
    await somebody(database, Role.AUDITOR)
    (link,) = await asked(database)
    rotated = KeyRing(KEYS.master, b"n" * 32, other_links=(KEYS.link,))
    address = DoorPost(VAULT, rotated, "https://talkoot.example").address(link)
    assert await database.read(lambda s: sign_in_links.by_token(s, address.rpartition("/")[2], NOON)) == link


@pytest.mark.parametrize("shut", ["taken", "erased"])
async def test_whoever_signs_in_while_they_are_shut_out_is_out_and_neither_waits_for_ever(
    database: Database, shut: str
) -> None:
    person = await somebody(database, Role.AUDITOR)
    token = await database.write(lambda s: sign_in_links.make(s, KEYS, LinkFor.PRINTED, person, "fi", NOON))
    await database.write(lambda s: staff_sessions.begin(s, person, Role.AUDITOR, Browser.OTHER, NOON))
    locked = threading.Event()

    def sign_in(session: Session) -> str:
        assert sign_in_links.use(session, token, NOON)
        locked.set()
        time.sleep(0.3)  # the other comes as far as it can
        return staff_sessions.begin(session, person, Role.AUDITOR, Browser.OTHER, NOON)

    def out(session: Session) -> None:
        if shut == "taken":
            staff.take(session, person, Role.AUDITOR, by=OPERATOR, now=NOON)
        else:
            erasing.erase(session, VAULT, person, NOON)

    signing_in = asyncio.create_task(database.write(sign_in))
    await asyncio.to_thread(locked.wait)
    secret, _ = await asyncio.gather(signing_in, database.write(out))
    assert await database.read(lambda s: staff_sessions.found(s, secret, NOON)) is None
