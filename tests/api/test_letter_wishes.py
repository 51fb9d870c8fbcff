"""What people want of their letters: seen by keys of every role, entered by coordinators, refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session

from models import closed_addresses, erasing
from models.stops import stopped
from models.tables import Person, RegisterSeat
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def held_by(http: Http, seat: int = 0) -> str:
    row = await http.services.database.read(lambda session: session.get(RegisterSeat, http.village.seats[seat]))
    assert row is not None
    return row.holder_id


async def first_obligation(http: Http, initiative: str) -> str:
    owed: str = (await http.get(f"/initiatives/{initiative}/letters")).json()[0]["obligation"]
    return owed


async def test_reminders_are_stopped_on_each_level_seen_and_started_again(http: Http) -> None:
    initiative, person = await http.start(), await held_by(http)
    obligation = await first_obligation(http, initiative)
    path = f"/register/persons/{person}/letters"
    levels: list[dict[str, Any]] = [
        {},
        {"initiative": initiative},
        {"initiative": initiative, "obligation": obligation},
    ]
    for level in levels:
        told = (await http.post(f"{path}/stop", {**level, "too_busy": bool(level)})).json()
        assert (told["stops"][-1]["initiative"], told["stops"][-1]["obligation"]) == (
            level.get("initiative"),
            level.get("obligation"),
        )
    seen = (await http.get(path, by=http.village.auditor)).json()
    assert [one["by"] for one in seen["stops"]] == ["coordinator", "too_busy", "too_busy"]
    for left, level in zip((2, 1, 0), levels, strict=True):
        assert len((await http.post(f"{path}/resume", level)).json()["stops"]) == left
        again = await http.post(f"{path}/resume", level)
        assert (again.status_code, again.json()["type"]) == (409, "urn:talkoot:NotStopped")
    assert not await http.services.database.read(lambda s: stopped(s, person, initiative, obligation))


async def test_a_coordinator_stops_nothing_of_another_ones_initiative(http: Http) -> None:
    theirs = http.village.start(title="Toisen aloite")
    other = (await http.post("/initiatives", theirs, by=http.village.other_coordinator)).json()["id"]
    path = f"/register/persons/{await held_by(http)}/letters/stop"
    cases = [
        ({"initiative": other}, 403, "", "NotEntitled"),
        ({"initiative": "i0000000000000000"}, 404, "initiative", "NotFound"),
        ({"obligation": "convening.1/vote/s1"}, 422, "initiative", "Malformed"),
        ({"initiative": await http.start(), "obligation": "convening.9/vote/s1"}, 409, "obligation", "NotAsked"),
        ({"initiative": "i1", "person": "p"}, 422, "person", "Malformed"),
    ]
    for body, status, place, kind in cases:
        answer = await http.post(path, body)
        problem = answer.json()
        assert (answer.status_code, problem["path"], problem["type"]) == (status, place, f"urn:talkoot:{kind}")
        assert problem["remedy"]
    assert (await http.get(path.removesuffix("/stop"))).json()["stops"] == []


async def test_what_is_stopped_in_an_initiative_is_told_to_those_who_may_see_it(http: Http) -> None:
    initiative, path = await http.start(), f"/register/persons/{await held_by(http)}/letters"
    for level in ({}, {"initiative": initiative}):
        await http.post(f"{path}/stop", level)
    for by, told in ((http.village.other_coordinator, [None]), (http.village.auditor, [None, initiative])):
        seen = (await http.get(path, by=by)).json()
        assert [one["initiative"] for one in seen["stops"]] == told


async def test_a_closed_address_is_told_and_opened_again(http: Http) -> None:
    person, services = await held_by(http), http.services
    path = f"/register/persons/{person}/letters"

    def close(session: Session) -> None:
        ref = session.get_one(Person, person).address_ref or ""
        closed_addresses.close(session, ref, person, "5.1.1", services.clock(), letter_id="l1")

    await services.database.write(close)
    told = (await http.get(path)).json()["closed"]
    assert (told["code"], told["letter"]) == ("5.1.1", "l1")
    assert (await http.post(f"{path}/open-address")).json()["closed"] is None
    assert (await http.post(f"{path}/open-address")).json()["type"] == "urn:talkoot:NotClosed"


async def test_who_has_been_erased_wants_nothing_any_more(http: Http) -> None:
    person, services = await held_by(http, 1), http.services
    path = f"/register/persons/{person}/letters"
    await http.post(f"{path}/stop")
    await services.database.write(lambda s: erasing.erase(s, services.vault, person, services.clock()))
    assert (await http.get(path)).json()["stops"] == []
    assert (await http.post(f"{path}/stop")).status_code == 410
    assert (await http.get("/register/persons/nobody/letters")).status_code == 404
