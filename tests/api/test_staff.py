"""Roles of staff over the API: an administrator gives and takes them, and the house tells it."""

from __future__ import annotations

import pytest

from models.append import entries_after
from tests.api import doors
from tests.api.conftest import Shared
from tests.api.test_bad_input import require_problem
from tests.api.test_doors import KEYS, LINKS, Walk
from tests.api.test_doors import walk as walk
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def test_pages_of_staff_take_no_key_and_no_link(walk: Walk) -> None:
    for route in doors.STAFF_PAGES | doors.STAFF_READ | doors.STAFF_TAKE:
        for who in KEYS + LINKS:
            status = 403 if route in doors.STAFF_FORMS | doors.STAFF_TAKE else 303  # led to the sign-in
            assert await walk.knock(route, who) == status, (who, route)


async def person(http: Http, name: str) -> str:
    row = await http.post("/register/persons", {"name": name, "address": f"{name}@example.org"})
    made: str = row.json()["id"]
    return made


async def told(http: Http) -> list[str]:
    entries = await http.services.database.read(lambda session: entries_after(session, "house", 0))
    return [entry.text for entry in entries]


async def test_a_role_is_given_once_taken_once_and_the_house_tells_both(shared: Shared) -> None:
    http, admin = shared.http, shared.http.village.admin
    who = await person(http, "kirsti")
    view = {"person": who, "roles": ["auditor"], "keys": [], "same_address": []}
    before = len(await told(http))
    for _ in range(2):
        answer = await http.post(f"/staff/{who}/give-role", {"role": "auditor"}, by=admin)
        assert (answer.status_code, answer.json()) == (200, view)
    assert view in (await http.get("/staff", by=admin)).json()
    for _ in range(2):
        answer = await http.post(f"/staff/{who}/take-role", {"role": "auditor"}, by=admin)
        assert (answer.status_code, answer.json()["roles"]) == (200, [])
    entries = (await told(http))[before:]
    assert len(entries) == 2
    assert who not in "".join(entries)  # people are named there by ids that can be forgotten


async def test_an_address_by_which_somebody_signs_in_is_refused_for_another(shared: Shared) -> None:
    http, admin = shared.http, shared.http.village.admin
    first, second = await person(http, "kaima"), await person(http, "Kaima")
    assert (await http.post(f"/staff/{first}/give-role", {"role": "auditor"}, by=admin)).status_code == 200
    refused = await http.post(f"/staff/{second}/give-role", {"role": "auditor"}, by=admin)
    require_problem(refused, 409, "AddressShared", "address")


async def test_the_last_administrator_stays_one(shared: Shared) -> None:
    http, admin = shared.http, shared.http.village.admin
    first, second = await person(http, "eka"), await person(http, "toka")
    for who in (first, second):
        assert (await http.post(f"/staff/{who}/give-role", {"role": "admin"}, by=admin)).status_code == 200
    assert (await http.post(f"/staff/{first}/take-role", {"role": "admin"}, by=admin)).status_code == 200
    refused = await http.post(f"/staff/{second}/take-role", {"role": "admin"}, by=admin)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:LastAdministrator")


@pytest.mark.parametrize(
    ("body", "path"), [({"role": "participant"}, "role"), ({"role": "mail"}, "role"), ({}, "role")]
)
async def test_what_is_no_role_of_staff_is_refused(shared: Shared, body: dict[str, str], path: str) -> None:
    http = shared.http
    who = await person(http, "kolmas")
    answer = await http.post(f"/staff/{who}/give-role", body, by=http.village.admin)
    assert (answer.status_code, answer.json()["path"]) == (422, "role")


async def test_somebody_whom_the_register_does_not_know_gets_no_role(shared: Shared) -> None:
    answer = await shared.http.post("/staff/per_none/give-role", {"role": "auditor"}, by=shared.http.village.admin)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:talkoot:UnknownPerson")
