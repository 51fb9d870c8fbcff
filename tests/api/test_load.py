"""Load over all initiatives: shown, told before a start, and a start that is too much needs a reason."""

from __future__ import annotations

from typing import Any

import pytest

from domain.loading import Limits, LoadGuard
from tests.fixtures.api import Http

pytestmark = pytest.mark.server

GUARDED = LoadGuard(Limits(seats=1), refuses=True)


async def test_a_start_that_is_too_much_for_somebody_is_told_beforehand_and_needs_a_reason(http: Http) -> None:
    http.services.load = GUARDED
    await http.start()
    before = (await http.get("/load", limit=200)).json()
    preview = (await http.post("/initiatives/preview", http.village.start())).json()
    assert preview["refused"]
    assert {one["path"] for one in preview["beyond"]} == {f"seats.{n}" for n in range(12)}
    assert ("submit_need", 12) in {(one["duty"], one["number"]) for one in preview["asked"]}
    refused = await http.post("/initiatives", http.village.start())
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:TooMuchAsked")
    assert refused.json()["path"] == "seats.0"
    assert (await http.get("/load", limit=200)).json() == before
    why = "He ovat itse pyytäneet saada olla mukana."
    initiative = await http.start(despite_load=why)
    (started, *_) = (await http.get(f"/initiatives/{initiative}/history")).json()["entries"]
    assert why in str(started)


async def test_load_is_shown_by_person_organisation_and_sector_and_of_one_person_with_what_is_to_come(
    http: Http,
) -> None:
    for _ in range(2):
        await http.start()
    http.services.load = LoadGuard(Limits(seats=1))
    page = (await http.get("/load")).json()
    assert not page["guards"]
    first = page["loads"][0]
    assert (first["load"]["duties"], first["load"]["seats"]) == (2, 2)
    assert first["beyond"] == [{"what": "seats", "amount": 2, "most": 1}]
    assert first["name"].startswith("Edustaja")
    one = (await http.get(f"/load/{first['of']}")).json()
    assert len(one["initiatives"]) == 2
    assert len(one["to_come"]) == 4
    headers = {"Authorization": f"Bearer {http.village.coordinator}"}

    async def loads(by: str) -> dict[str, Any]:
        answer = await http.client.get("/api/v1/load", params={"by": by}, headers=headers)
        return {found["of"]: found["load"] for found in answer.json()["loads"]}

    assert {load["seats"] for load in (await loads("organisation")).values()} == {2}
    assert sum(load["duties"] for load in (await loads("sector")).values()) == 24
