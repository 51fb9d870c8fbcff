"""Auditors' reads: each part of the house and each thing in it is told once an hour, before it is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from domain.house import STREAM, AuditorRead, HouseEvent
from domain.ledger.entries import Recorded, decode
from models import api_keys, house_reads
from models.append import entries_after
from models.engine import DatabaseAway
from models.states import KeyRole
from models.tables import RegisterSeat
from tests.api import doors
from tests.api.conftest import MODEL, Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def _auditor(http: Http, person: str | None = None) -> str:
    now = datetime.now(UTC)
    return await http.services.database.write(
        lambda session: api_keys.create(session, KeyRole.AUDITOR, "auditor", now, person_id=person)
    )


async def _told(http: Http, key: str) -> list[AuditorRead]:
    """What the house tells of the reads by a key that acts for nobody."""
    actor = f"key:{key.split('_')[1]}"
    return [one.event for one in await _reads(http) if one.actor == actor]  # type: ignore[misc]


async def _reads(http: Http) -> list[Recorded]:
    entries = await http.services.database.read(lambda session: entries_after(session, STREAM, 0))
    recorded = [decode(entry.text, HouseEvent) for entry in entries]
    return [one for one in recorded if isinstance(one.event, AuditorRead)]


async def test_every_address_that_an_auditor_may_read_is_told_by_what_it_shows(shared: Shared) -> None:
    http = shared.http
    routes = sorted(doors.BOARD | doors.REGISTER | doors.READ | doors.OVERSEE)
    named: dict[str, Any] = {"initiative": shared.open, "kind": "seats", "row": http.village.seats[0], "model": MODEL}
    named["version"] = http.services.models[MODEL].version
    for route in routes:
        key, path = await _auditor(http), route.removeprefix("GET /api/v1")
        assert (await http.get(path.format(**named), by=key)).status_code == 200, route
        row = shared.open if "{initiative}" in path else named["row"] if "{row}" in path else None
        assert await _told(http, key) == [AuditorRead(part=path.split("/")[1], id=row)], route


async def test_a_thing_is_told_once_an_hour_and_others_are_told_of_their_own(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    http, key = shared.http, await _auditor(shared.http)
    noon = datetime.now(UTC).replace(minute=30)
    for minutes, expected in ((0, 1), (29, 1), (31, 2)):
        monkeypatch.setattr(http.services, "clock", lambda at=noon + timedelta(minutes=minutes): at)
        for what in ("", "/history", "/letters"):
            assert (await http.get(f"/initiatives/{shared.open}{what}", by=key)).status_code == 200
        assert await _told(http, key) == [AuditorRead(part="initiatives", id=shared.open)] * expected
    await http.get(f"/initiatives/{shared.ended}", by=key)
    assert len(await _told(http, key)) == 3


async def test_a_person_is_told_of_by_an_id_that_can_be_forgotten_as_reader_and_as_read(shared: Shared) -> None:
    http = shared.http

    def holder(session: Session) -> tuple[str, str]:
        seat = session.get_one(RegisterSeat, http.village.seats[0])
        assert seat.deputy_id
        return seat.holder_id, seat.deputy_id

    reader, other = await http.services.database.read(holder)
    key = await _auditor(http, reader)
    for _ in range(2):
        assert (await http.get(f"/register/persons/{other}", by=key)).status_code == 200
    (read,) = [one for one in await _reads(http) if one.actor.startswith("h")]
    assert isinstance(read.event, AuditorRead)
    assert str(read.event.id).startswith("h")
    assert not {reader, other} & {read.actor, read.event.id}


async def test_what_is_not_there_or_not_theirs_is_not_told_and_others_reads_are_not(shared: Shared) -> None:
    http, key = shared.http, await _auditor(shared.http)
    before = len(await _reads(http))
    for path in ("/initiatives/matti.meikalainen", "/register/persons/per_none", "/initiatives/%00"):
        assert (await http.get(path, by=key)).status_code in (404, 422)
    assert (await http.get("/phone-list", by=key)).status_code == 403
    assert (await http.get("/initiatives", by=http.village.admin)).status_code == 200
    assert (await http.get("/initiatives")).status_code == 200
    assert len(await _reads(http)) == before


async def test_what_cannot_be_told_is_not_read_and_what_was_told_can_still_be(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    http, key = shared.http, await _auditor(shared.http)
    await http.get(f"/initiatives/{shared.open}", by=key)

    def away(*_: object) -> None:
        raise DatabaseAway("the database cannot be written now")

    monkeypatch.setattr("api.noting_reads.note", away)
    assert (await http.get(f"/initiatives/{shared.ended}", by=key)).status_code == 503
    assert (await http.get(f"/initiatives/{shared.open}/history", by=key)).status_code == 200


async def test_of_two_reads_at_once_one_is_told(shared: Shared) -> None:
    database, now = shared.http.services.database, datetime.now(UTC)
    asked = house_reads.Asked("initiatives", {"initiative": shared.open})
    for _ in range(2):
        await database.write(lambda session: house_reads.note(session, "key:twice", asked, now))
    assert len([one for one in await _reads(shared.http) if one.actor == "key:twice"]) == 1
