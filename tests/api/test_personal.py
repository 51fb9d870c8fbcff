"""The personal door: a link shows its seat, what is asked of it, and where the answer is sent. Nothing of others."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.answering import ANSWERS, path_of
from domain.clockwork import DECIDE_EXIT
from domain.commands import Command
from domain.operating_model import Who
from domain.voting.duties import CONSENT
from operating_models.load import published
from tests.api.conftest import CONVENING, Shared

pytestmark = pytest.mark.server


async def test_a_link_shows_what_its_seat_owes_and_where_the_answer_goes(shared: Shared) -> None:
    http = shared.http
    initiative, seat = await http.start(model=CONVENING), http.village.seats[2]
    link = await http.link(initiative, seat, "answer_invitation")
    seen = (await http.get("/personal", by=link)).json()
    assert seen["initiative"] == initiative
    assert (seen["title"], seen["language"]) == ("Kylätalo nuorten käyttöön", "fi")
    assert (seen["seat"], seen["organisation"], seen["role"]) == (seat, "Toimija 3", "Edustaja 3")
    assert (seen["phase"], seen["phase_title"]) == ("convening", "Koollekutsuminen")
    (owed,) = seen["owed"]
    assert (owed["duty"], owed["title"], owed["lapsed"]) == ("answer_invitation", "Vastatkaa kutsuun", False)
    (answer,) = owed["answers"]
    assert answer["command"] == "convening.answer_invitation"
    headers = {"Authorization": f"Bearer {link}"}
    said = await http.client.post(answer["path"], json={"reply": "yes"}, headers=headers)
    assert said.status_code == 200
    assert (await http.get("/personal", by=link)).json()["owed"] == []


async def test_a_link_tells_nothing_of_other_seats(shared: Shared) -> None:
    http = shared.http
    seen: httpx.Response = await http.get("/personal", by=shared.links[shared.open])
    others = [seat for seat in http.village.seats[1:] if seat in seen.text]
    assert others == []
    assert "Toimija 2" not in seen.text


async def test_a_link_of_an_ended_initiative_tells_how_it_ended(shared: Shared) -> None:
    seen = (await shared.http.get("/personal", by=shared.links[shared.ended])).json()
    assert (seen["outcome"], seen["owed"]) == ("stopped_well", [])


async def test_a_link_that_passed_its_matter_on_says_and_shows_nothing_more(shared: Shared) -> None:
    http = shared.http
    initiative, seat = await http.start(model=CONVENING), http.village.seats[2]
    link, path = await http.link(initiative, seat, "answer_invitation"), f"/initiatives/{initiative}/convening"
    said = {"reply": "deputy"}
    first = await http.post(f"{path}/answer-invitation", said, by=link, key=f"pass on {initiative}")
    again = await http.post(f"{path}/answer-invitation", said, by=link, key=f"pass on {initiative}")
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    refused = [
        await http.get("/personal", by=link),
        await http.post(f"{path}/answer-invitation", {"reply": "yes"}, by=link),
        await http.post(f"{path}/write-minutes", {"text": "Kokous pidettiin."}, by=link),
    ]
    assert [(a.status_code, a.json()["type"]) for a in refused] == [(403, "urn:talkoot:NotEntitled")] * 3
    deputys = await http.link(initiative, seat, "answer_invitation", "handed_over")
    assert (await http.post(f"{path}/answer-invitation", {"reply": "yes"}, by=deputys)).status_code == 200
    assert (await http.get("/personal", by=deputys)).status_code == 200
    assert (await http.get("/personal", by=link)).status_code == 403


async def test_a_vote_is_asked_for_in_the_persons_language(shared: Shared) -> None:
    http = shared.http
    initiative, seat = await http.start(model=CONVENING), http.village.seats[2]
    link = await http.link(initiative, seat, "answer_invitation")
    await http.post(f"/initiatives/{initiative}/convening/answer-invitation", {"reply": "yes"}, by=link)
    assert (await http.post(f"/initiatives/{initiative}/call-vote", {"exit": "stop"})).status_code == 200
    (owed,) = (await http.get("/personal", by=link)).json()["owed"]
    assert (owed["duty"], owed["title"]) == (CONSENT, "Sopiiko tämä?")
    assert [answer["command"] for answer in owed["answers"]] == [
        "initiative.cast_ballot",
        "initiative.recuse",
        "initiative.withdraw_recusal",
    ]


def test_whatever_a_seat_may_owe_can_be_answered() -> None:
    for model in published().values():
        for name, part in (*model.phases.items(), *(model.matters or {}).items()):
            owed_by_seats = {duty for duty, rule in part.obligations.items() if rule.by is not Who.COORDINATOR}
            for duty in owed_by_seats:
                assert {command.KIND.partition(".")[0] for command in ANSWERS[duty]} == {name}, duty
    assert DECIDE_EXIT not in ANSWERS


def test_every_command_is_sent_where_the_personal_door_says(shared: Shared) -> None:
    app: FastAPI = shared.http.client._transport.app  # type: ignore[attr-defined]
    posts = {context.path for context in iter_route_contexts(app.routes) if "POST" in (context.methods or ())}
    for command in Command.kinds.values():
        assert f"/api/v1/initiatives/{{initiative}}{path_of(command)}" in posts
