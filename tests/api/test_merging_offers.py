"""Offers to merge: who may answer one, and where it cannot be taken up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.api.merges import WHY, history, kinds, two, until_merged, view
from tests.api.test_exits import said
from tests.api.test_open_calls import opened, send
from tests.api.test_seats import person as some_person
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def test_where_it_cannot_go_on_is_refused_before_anything_is_said(http: Http) -> None:
    one, other = await two(http)
    resting, ended = await http.start(), await http.start()
    await said(http, resting, "pause", until=(datetime.now(UTC) + timedelta(days=3)).isoformat())
    await said(http, ended, "take-exit", exit="stop", reason="Ei nyt.")
    model = http.services.models["fi.yhteisovaikuttavuus"]
    http.services.models["fi.another"] = replace(model, id="fi.another")
    another = await http.start(model="fi.another")
    for into, status, code in (
        (one, 422, "Malformed"),
        ("i0", 422, "UnknownInitiative"),
        (resting, 409, "NotMergeable"),
        (ended, 410, "InitiativeEnded"),
        (another, 409, "NotMergeable"),
    ):
        refused = await http.post(f"/initiatives/{one}/offer-merge", {"into": into, "reason": WHY})
        problem = refused.json()
        assert (refused.status_code, problem["type"], problem["path"]) == (status, f"urn:talkoot:{code}", "into")
        assert problem["remedy"]
    await said(http, one, "offer-merge", into=other, reason=WHY)
    back = await http.post(f"/initiatives/{other}/offer-merge", {"into": one, "reason": WHY})
    assert (back.status_code, back.json()["type"]) == (409, "urn:talkoot:NotMergeable")
    assert await kinds(http, other, "merge.offered") == []


async def test_the_coordinator_of_the_other_reads_it_while_asked_and_may_decline(http: Http) -> None:
    one = await http.start(title="Kyytirinki")
    theirs = http.village.start(title="Toisen aloite")
    other = (await http.post("/initiatives", theirs, by=http.village.other_coordinator)).json()["id"]
    by = http.village.other_coordinator
    assert (await http.get(f"/initiatives/{one}", by=by)).status_code == 403
    await said(http, one, "offer-merge", into=other, reason=WHY)
    assert (await view(http, one, by=by))["merge_offered"] == other
    assert (await http.post(f"/initiatives/{one}/accept-merge", {})).status_code == 403
    assert (await http.post(f"/initiatives/{one}/take-exit", {"exit": "stop", "reason": "x"}, by=by)).status_code == 403
    declined = await http.post(f"/initiatives/{one}/decline-merge", {"reason": "Emme ehdi."}, by=by)
    assert declined.json()["happened"] == "merge.declined", declined.text
    assert (await http.get(f"/initiatives/{one}", by=by)).status_code == 403
    await said(http, one, "offer-merge", into=other, reason=WHY)
    accepted = await http.post(f"/initiatives/{one}/accept-merge", {}, by=by, key="yes-we-do")
    assert accepted.status_code == 200, accepted.text
    assert (await http.post(f"/initiatives/{one}/accept-merge", {}, by=by, key="yes-we-do")).json() == accepted.json()
    assert (await view(http, one, by=by))["merged_into"]["initiative"] == other  # its history is theirs to read now
    (taken,) = await kinds(http, other, "merge.taken_in")
    (started, *_) = await history(http, other)
    assert taken["actor"] == started["actor"]
    assert taken["data"].get("seats", []) == []


async def test_a_deputy_of_the_other_coordinator_may_answer_while_the_offer_is_open(http: Http) -> None:
    one = await http.start(title="Kyytirinki")
    person, by = await some_person(http, "Sijainen")
    theirs = http.village.start(title="Toisen aloite", coordinator_deputies=[person])
    other = (await http.post("/initiatives", theirs, by=http.village.other_coordinator)).json()["id"]
    _, stranger = await some_person(http, "Sivullinen")
    assert (await http.get(f"/initiatives/{one}", by=by)).status_code == 403
    await said(http, one, "offer-merge", into=other, reason=WHY)
    assert (await http.get(f"/initiatives/{one}", by=by)).status_code == 200
    for key in (stranger, ""):
        assert (await http.post(f"/initiatives/{one}/accept-merge", {}, by=key)).status_code == 403
    stop = {"exit": "stop", "reason": "Ei nyt."}
    assert (await http.post(f"/initiatives/{one}/take-exit", stop, by=by)).status_code == 403
    declined = await http.post(f"/initiatives/{one}/decline-merge", {"reason": "Emme ehdi."}, by=by)
    assert declined.json()["happened"] == "merge.declined", declined.text
    assert (await http.get(f"/initiatives/{one}", by=by)).status_code == 403
    await said(http, one, "offer-merge", into=other, reason=WHY)
    accepted = await http.post(f"/initiatives/{one}/accept-merge", {}, by=by)
    assert accepted.status_code == 200, accepted.text
    await until_merged(http, one)
    (taken,) = await kinds(http, other, "merge.taken_in")
    (started, *_) = await history(http, other)
    assert taken["actor"] == started["data"]["charter"]["deputies"][0]
    assert taken["principal"] == started["data"]["charter"]["coordinator"]


async def test_whoever_becomes_a_deputy_after_the_offer_answers_it_and_who_was_one_does_not(http: Http) -> None:
    one = await http.start(title="Kyytirinki")
    former, former_by = await some_person(http, "Entinen")
    person, by = await some_person(http, "Sijainen")
    theirs, boss = (
        http.village.start(title="Toisen aloite", coordinator_deputies=[former]),
        http.village.other_coordinator,
    )
    other = (await http.post("/initiatives", theirs, by=boss)).json()["id"]
    await said(http, one, "offer-merge", into=other, reason=WHY)
    assert (await http.get(f"/initiatives/{one}", by=by)).status_code == 403
    named = await http.post(f"/initiatives/{other}/seats/name-deputies", {"deputies": [person]}, by=boss)
    assert named.status_code == 200, named.text
    assert (await http.get(f"/initiatives/{one}", by=by)).status_code == 200
    assert (await http.get(f"/initiatives/{one}", by=former_by)).status_code == 403
    for word in ("accept-merge", "decline-merge"):
        assert (await http.post(f"/initiatives/{one}/{word}", {}, by=former_by)).status_code == 403
    accepted = await http.post(f"/initiatives/{one}/accept-merge", {}, by=by)
    assert accepted.status_code == 200, accepted.text
    await until_merged(http, one)
    assert len(await kinds(http, other, "merge.taken_in")) == 1


async def test_what_rests_by_the_time_it_is_asked_takes_nothing_in(http: Http) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    await said(http, other, "pause", until=(datetime.now(UTC) + timedelta(days=3)).isoformat())
    refused = await http.post(f"/initiatives/{one}/accept-merge", {})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:NotMergeable")
    assert (await view(http, one))["merge_offered"] == other
    await said(http, one, "withdraw-merge")
    assert (await view(http, one))["merge_offered"] is None


async def test_nothing_becomes_part_of_another_while_it_holds_what_was_sent_to_its_open_call(http: Http) -> None:
    one, address = await opened(http)
    other = await http.start(title="Kulttuuritalo")
    assert (await send(http, address)).status_code == 202
    await said(http, one, "offer-merge", into=other, reason=WHY)
    refused = await http.post(f"/initiatives/{one}/accept-merge", {})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:NotMergeable")
    assert "open call" in refused.json()["detail"]
    (held,) = (await http.get(f"/initiatives/{one}/open-call")).json()["held"]
    await said(http, one, "need-identification/take-in-held", held=held["id"])
    await said(http, one, "accept-merge")
