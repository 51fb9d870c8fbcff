"""Rights of people over HTTP: what an administrator does for somebody who asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.erasure_list import ErasureList
from tests.api.conftest import Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server
NAME, ADDRESS = "Kanarialintu Erkki", "kanaria.erkki@example.org"
HOLD = {"reason": "Rahoittaja tarkastaa", "basis": "Sopimus 12 §", "ends_on": "2099-12-31", "fields": ["person.name"]}


@pytest.fixture
async def http(shared: Shared, tmp_path: Path) -> AsyncIterator[Http]:
    services = shared.http.services
    services.erasures = ErasureList(tmp_path / "erasures.txt")
    yield shared.http
    services.erasures = None


async def somebody(http: Http) -> str:
    answer = await http.post("/register/persons", {"name": NAME, "address": ADDRESS})
    return str(answer.json()["id"])


async def admin(http: Http, method: str, path: str, body: dict | None = None, status: int = 200):
    headers = {"Authorization": f"Bearer {http.village.admin}"}
    answer = await http.client.request(method, f"/api/v1{path}", json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer


async def test_somebody_is_erased_but_for_what_is_held_and_gets_a_receipt(http: Http) -> None:
    person = await somebody(http)
    hold = (await admin(http, "POST", "/holds", HOLD | {"person": person}, 201)).json()
    assert (hold["reason"], hold["ends_on"]) == (HOLD["reason"], HOLD["ends_on"])
    done = (await admin(http, "POST", f"/register/persons/{person}/erase", {})).json()
    assert (done["texts"], [one["reason"] for one in done["held"]]) == (1, [HOLD["reason"]])
    assert done["id"].startswith("era_")
    assert http.services.erasures is not None
    assert f"person:{person}" in http.services.erasures.subjects()  # beside those of other tests
    assert (await admin(http, "GET", f"/register/persons/{person}/erasure")).json() == done
    page = await admin(http, "GET", f"/register/persons/{person}/erasure/page?language=sv")
    assert "Kvitto" in page.text
    assert page.headers["content-disposition"] == "attachment"
    record = (await admin(http, "GET", f"/register/persons/{person}")).json()
    assert (record["name"], record["address"]) == (None, None)
    export = (await admin(http, "GET", f"/register/persons/{person}/export")).json()
    assert (export["person"]["name"], export["person"]["address"]) == (NAME, None)
    listed = (await admin(http, "GET", f"/holds?person={person}")).json()
    assert [one["id"] for one in listed] == [hold["id"]]
    await admin(http, "POST", f"/holds/{hold['id']}/lift", {})
    await admin(http, "POST", f"/holds/{hold['id']}/lift", {}, 409)
    done = (await admin(http, "POST", f"/register/persons/{person}/erase", {})).json()
    assert (done["already"], done["texts"], done["held"]) == (True, 1, [])
    assert NAME not in (await admin(http, "GET", f"/register/persons/{person}/export/page")).text


async def test_somebody_is_restricted_and_used_again_and_a_change_of_them_waits(http: Http) -> None:
    person = await somebody(http)
    restricted = (await admin(http, "POST", f"/register/persons/{person}/restrict", {})).json()
    assert restricted["restricted_at"]
    seen = await admin(http, "GET", f"/register/persons/{person}")
    assert seen.json()["name"] is None
    headers = {"Authorization": f"Bearer {http.village.admin}", "If-Match": seen.headers["etag"]}
    change = {"name": "Uusi"}
    path = f"/api/v1/register/persons/{person}"
    answer = await http.client.patch(path, json=change, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:talkoot:SubjectRestricted")
    await admin(http, "POST", f"/register/persons/{person}/lift-restriction", {})
    assert (await http.client.patch(path, json=change, headers=headers)).status_code == 200
    assert (await admin(http, "GET", f"/register/persons/{person}")).json()["name"] == "Uusi"


async def test_what_nobody_can_be_held_or_erased_is_told(http: Http) -> None:
    await admin(http, "POST", "/register/persons/per_none/erase", {}, 422)
    assert http.services.erasures is not None
    assert http.services.erasures.subjects() == set()
    await admin(http, "POST", "/holds", {**HOLD, "fields": []}, 422)
    await admin(http, "GET", "/register/persons/per_none/erasure", status=422)
