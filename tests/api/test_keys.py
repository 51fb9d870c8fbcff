"""Keys over the API: made, rotated and ended by administrators, who grant no more than they have themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from models import api_keys
from models.engine import DatabaseAway
from models.states import KeyRole
from models.tables import ApiKey
from tests.api.conftest import CONVENING, Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def made(http: Http, by: str = "", **said: Any) -> dict[str, Any]:
    answer = await http.post("/keys", {"label": "kuntaportaali", **said}, by=by or http.village.admin)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    key: dict[str, Any] = answer.json()
    return key


async def test_a_key_is_made_used_rotated_and_ended_over_the_api(shared: Shared) -> None:
    http, admin = shared.http, shared.http.village.admin
    key = await made(http, role="auditor", scopes=["register:read"], expires_in_days=30)
    assert key["key"]["scopes"] == ["register:read"]
    assert (await http.get("/register/seats", by=key["secret"])).status_code == 200
    refused = await http.get("/initiatives", by=key["secret"])
    assert (refused.status_code, "initiatives:read" in refused.json()["detail"]) == (403, True)
    path = f"/keys/{key['key']['id']}"
    rotated = await http.post(f"{path}/rotate", {"overlap_days": 1}, by=admin)
    assert (rotated.status_code, rotated.json()["key"]["line"]) == (201, key["key"]["id"])
    both = [key["secret"], rotated.json()["secret"]]
    assert [(await http.get("/register/seats", by=one)).status_code for one in both] == [200, 200]
    assert (await http.post(f"{path}/rotate", {}, by=admin)).status_code == 409
    for _ in range(2):
        assert (await http.post(f"{path}/revoke", by=admin)).json()["revoked_at"] is not None
    assert [(await http.get("/register/seats", by=one)).status_code for one in both] == [401, 200]
    listed = (await http.get("/keys", by=admin)).text
    assert key["key"]["id"] in listed
    assert not any(secret.split("_", 2)[2] in listed for secret in both)


async def test_a_rotated_key_that_acts_for_nobody_owns_what_the_former_one_owned(shared: Shared) -> None:
    http = shared.http
    first = await made(http, role="coordinator")
    body = http.village.start(model="fi.convening")
    initiative = (await http.post("/initiatives", body, by=first["secret"])).json()["id"]
    second = await http.post(f"/keys/{first['key']['id']}/rotate", {}, by=http.village.admin)
    third = await made(http, role="coordinator")
    for by, status in ((second.json()["secret"], 200), (third["secret"], 403)):
        assert (await http.get(f"/initiatives/{initiative}", by=by)).status_code == status


async def test_nobody_grants_more_than_they_have(shared: Shared) -> None:
    http = shared.http
    narrow = (await made(http, role="admin", scopes=["admin", "register:read"]))["secret"]
    for said in ({"role": "admin"}, {"role": "auditor"}, {"role": "admin", "scopes": ["admin", "letters:read"]}):
        refused = await http.post("/keys", {"label": "more", **said}, by=narrow)
        assert (refused.status_code, refused.json()["path"]) == (403, "scopes")
    assert (await made(http, narrow, role="auditor", scopes=["register:read"]))["key"]["role"] == KeyRole.AUDITOR
    whole = http.village.admin.split("_")[1]
    assert (await http.post(f"/keys/{whole}/rotate", {}, by=narrow)).status_code == 403
    somebody = (await http.post("/register/persons", {"name": "Kirsti", "address": "kirsti.k@example.org"})).json()[
        "id"
    ]
    for role in ("auditor", "coordinator", "admin"):
        refused = await http.post(f"/staff/{somebody}/give-role", {"role": role}, by=narrow)
        assert (refused.status_code, refused.json()["path"]) == (403, "role")


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"role": "auditor", "scopes": ["admin"]}, "scopes"),
        ({"role": "auditor", "scopes": []}, "scopes"),
        ({"role": "auditor", "scopes": ["seat:own"]}, "scopes"),
        ({"role": "auditor", "expires_in_days": 0}, "expires_in_days"),
        ({"role": "king"}, "role"),
    ],
)
async def test_what_is_no_key_is_refused_and_not_made(unchanged: Shared, said: dict[str, Any], path: str) -> None:
    http = unchanged.http
    refused = await http.post("/keys", {"label": "x", **said}, by=http.village.admin)
    assert (refused.status_code, refused.json()["path"]) == (422, path)


async def test_the_use_of_a_key_is_on_record_also_when_it_was_refused(shared: Shared) -> None:
    database, now = shared.http.services.database, datetime.now(UTC)
    key = await database.write(lambda session: api_keys.create(session, KeyRole.AUDITOR, "inquisitive", now))
    path, body = f"/initiatives/{shared.open}/convening/answer-invitation", {"reply": "yes"}
    assert (await shared.http.post(path, body, by=key)).status_code == 403
    row = await database.read(lambda session: session.get(ApiKey, key.split("_")[1]))
    assert row is not None
    assert row.last_used_at is not None


async def test_an_answer_stands_and_is_told_though_the_use_of_its_key_cannot_be_recorded(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    http, database, now = shared.http, shared.http.services.database, datetime.now(UTC)
    key = await database.write(lambda session: api_keys.create(session, KeyRole.ADMIN, "unrecorded", now))

    def away(*_: object) -> None:
        raise DatabaseAway("the database cannot be written now")

    monkeypatch.setattr(api_keys, "touch", away)
    said = {"reply": "yes", "for_seat": http.village.seats[1], "channel": "phone"}
    initiative = await http.start(model=CONVENING)
    answer = await http.post(f"/initiatives/{initiative}/convening/answer-invitation", said, by=key)
    seen = await http.get(f"/initiatives/{initiative}", by=key)
    assert (answer.status_code, seen.status_code) == (200, 200)
    row = await database.read(lambda session: session.get(ApiKey, key.split("_")[1]))
    assert row is not None
    assert row.last_used_at is None
