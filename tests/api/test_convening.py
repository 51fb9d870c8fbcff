"""Convening over HTTP: from a start to the vote, by keys and personal links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fixtures.api import Http, in_a_month

pytestmark = pytest.mark.server


@pytest.fixture
async def convening(http: Http) -> tuple[Http, str]:
    model = http.services.models["fi.yhteisovaikuttavuus"]
    http.services.models["fi.yhteisovaikuttavuus"] = replace(model, first="convening")
    return http, await http.start()


async def test_a_start_answers_with_the_dates_of_its_first_phase(http: Http) -> None:
    answer = await http.post("/initiatives", http.village.start())
    assert answer.status_code == 201
    started = answer.json()
    assert answer.headers["Location"] == f"/api/v1/initiatives/{started['id']}"
    assert started["phase"] == "need_identification"
    assert {o["duty"] for o in started["obligations"]} >= {"submit_need", "state_problem"}
    assert all(o["due_day"] for o in started["obligations"])


async def test_people_answer_by_their_links_and_the_table_convenes(convening: tuple[Http, str]) -> None:
    http, initiative = convening
    for seat in http.village.seats:
        token = await http.link(initiative, seat, "answer_invitation")
        answer = await http.post(f"/initiatives/{initiative}/convening/answer-invitation", {"reply": "yes"}, by=token)
        assert answer.status_code == 200, answer.text
        assert answer.json()["happened"] == "invitation.accepted"
    first, second = http.village.seats[:2]
    named = await http.post(f"/initiatives/{initiative}/convening/name-chair", {"chair": first, "deputy_chair": second})
    assert named.status_code == 200, named.text
    minutes = {"text": "Läsnä kaikki.", "for_seat": first, "channel": "paper"}
    assert (await http.post(f"/initiatives/{initiative}/convening/write-minutes", minutes)).status_code == 200
    fixed = await http.post(f"/initiatives/{initiative}/meetings/fix-meeting", {"at": in_a_month()})
    assert fixed.status_code == 200, fixed.text
    one = (await http.get(f"/initiatives/{initiative}")).json()
    assert one["gate"]["open"]
    assert (await http.post(f"/initiatives/{initiative}/call-vote", {"exit": "advance"})).status_code == 200
    for seat in http.village.seats:
        ballot = {"choice": "for", "for_seat": seat, "channel": "phone"}
        assert (await http.post(f"/initiatives/{initiative}/cast-ballot", ballot)).status_code == 200
    assert (await http.get(f"/initiatives/{initiative}")).json()["phase"] in ("convening", "joint_planning")


async def test_a_refusal_says_what_to_do_and_changes_nothing(convening: tuple[Http, str]) -> None:
    http, initiative = convening
    seat = http.village.seats[0]
    token = await http.link(initiative, seat, "answer_invitation")
    path = f"/initiatives/{initiative}/convening/answer-invitation"
    await http.post(path, {"reply": "yes"}, by=token)
    before = (await http.get(f"/initiatives/{initiative}")).json()["seq"]
    again = await http.post(path, {"reply": "yes"}, by=token)
    assert again.status_code == 409
    assert again.headers["content-type"] == "application/problem+json"
    assert again.json()["type"] == "urn:talkoot:AlreadyAnswered"
    assert (await http.get(f"/initiatives/{initiative}")).json()["seq"] == before
