"""Removing from the register, on both databases: what is referred to stays, and it is told by what."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlmodel import func, select

from models import api_keys, enrolment, register
from models.actors import actor_of
from models.amending import InUse
from models.removing import remove
from models.states import KeyRole
from models.tables import Mandate, Organisation, Person, PrivateValue, RegisterSeat, SubjectKey
from tests.fixtures.registered import FIRST, NOW, Registered


async def gone(registered: Registered, table: type[Any], row: str) -> bool:
    """Whether a row is gone after its removal."""

    def work(s: Any) -> None:
        found = register.for_update(s, table, row)
        assert found is not None
        remove(s, registered.vault, found, NOW)

    await registered.database.write(work)
    return await registered.database.read(lambda s: s.get(table, row)) is None


async def told(registered: Registered, table: type[Any], row: str) -> str:
    """Why it cannot be removed."""
    with pytest.raises(InUse) as refused:
        await gone(registered, table, row)
    assert refused.value.remedy
    assert await registered.database.read(lambda s: s.get(table, row)) is not None
    return refused.value.reason


async def test_what_nothing_refers_to_is_removed_one_after_the_other(registered: Registered) -> None:
    for table, row in (
        (RegisterSeat, registered.seat),
        (Mandate, registered.mandate),
        (Organisation, registered.village),
        (Person, registered.chair),
        (Person, registered.deputy),
    ):
        assert await gone(registered, table, row)


async def test_a_person_s_texts_go_with_the_row(registered: Registered) -> None:
    await gone(registered, RegisterSeat, registered.seat)
    await gone(registered, Person, registered.chair)
    subject = enrolment.subject_of(registered.chair)

    def kept(s: Any) -> tuple[int, bytes | None]:
        texts = s.exec(select(func.count()).where(PrivateValue.subject_id == subject)).one()
        return texts, s.get(SubjectKey, subject).wrapped_key

    assert await registered.database.read(kept) == (0, None)


async def test_an_organisation_is_referred_to_by_its_seats_and_mandates(registered: Registered) -> None:
    reason = await told(registered, Organisation, registered.village)
    assert f"seat {registered.seat}" in reason
    assert f"mandate {registered.mandate}" in reason
    assert f"mandate {registered.mandate}" in await told(registered, Organisation, registered.council)


async def test_a_person_is_referred_to_by_seats_companies_keys_and_initiatives(registered: Registered) -> None:
    assert registered.seat in await told(registered, Person, registered.chair)
    assert registered.seat in await told(registered, Person, registered.deputy)

    def refer(s: Any) -> list[str]:
        people = [enrolment.create_person(s, registered.vault, name="x", language="fi", now=NOW).id for _ in range(3)]
        s.flush()
        s.get(Organisation, registered.shop).will_by = people[0]
        api_keys.create(s, KeyRole.COORDINATOR, "desk", NOW, person_id=people[1])
        actor_of(s, "i7", person=people[2])
        return people

    told_by, with_key, acting = await registered.database.write(refer)
    assert f"organisation {registered.shop}" in await told(registered, Person, told_by)
    assert "key " in await told(registered, Person, with_key)
    assert "initiative i7" in await told(registered, Person, acting)


async def test_seat_and_mandate_of_an_initiative_stay(registered: Registered) -> None:
    for number in range(7):
        await registered.taken_in(f"i{number}")
    for table, row in ((RegisterSeat, registered.seat), (Mandate, registered.mandate)):
        reason = await told(registered, table, row)
        assert "initiative i" in reason
        assert reason.endswith("and 2 more")


async def test_a_seat_taken_in_while_it_is_removed_is_not_lost(registered: Registered) -> None:
    """Whoever comes second sees what the first did: the seat goes and cannot be taken in, or is taken in and stays."""
    done = await asyncio.gather(
        gone(registered, RegisterSeat, registered.seat), registered.taken_in(), return_exceptions=True
    )
    row = await registered.database.read(lambda s: s.get(RegisterSeat, registered.seat))
    assert sum(isinstance(each, Exception) for each in done) == 1
    assert (row is None) == isinstance(done[1], Exception)


async def test_a_seat_may_be_entered_again_after_it_was_removed(registered: Registered) -> None:
    await gone(registered, RegisterSeat, registered.seat)
    entry = {"organisation_id": registered.village, "role_title": "Edustaja", "holder_id": registered.chair}
    assert await registered.database.write(lambda s: enrolment.create_seat(s, **entry, term_from=FIRST).id)
