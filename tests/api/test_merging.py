"""Merging over HTTP: one initiative goes on in another, exactly once, whatever breaks between the two words."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session
from temporalio.exceptions import ApplicationError

from activities.handing_on import HandingOn
from domain.ledger.entries import content
from domain.letter import TOLD, ExitFacts
from models.append import STREAM, entries_after
from models.erasing import erase
from models.letter_facts import Correspondence
from models.merging import bringing
from models.tables import Actor, Letter, RegisterSeat
from stack.restarting import restart
from tests.api.test_exits import _coordinator, letters, obligations, said
from tests.fixtures.api import KEYS, Http
from tests.fixtures.audit import stands
from workflows import calls

pytestmark = pytest.mark.server
WHY = "Molemmissa kylissä puuttuu sama kyyti."


async def history(http: Http, initiative: str) -> list[dict[str, Any]]:
    def read(session: Session) -> list[dict[str, Any]]:
        return [content(entry) for entry in entries_after(session, STREAM + initiative, 0)]

    return await http.services.database.read(read)


async def kinds(http: Http, initiative: str, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in await history(http, initiative) if entry["type"] == kind]


async def view(http: Http, initiative: str, *, by: str = "") -> dict[str, Any]:
    answer = await http.get(f"/initiatives/{initiative}", by=by)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def facts_of(http: Http, rows: list[Letter]) -> list[ExitFacts]:
    """What these letters say."""
    correspondence = Correspondence(http.services.vault, KEYS, "http://talkoot.example")

    def read(session: Session) -> list[ExitFacts]:
        found = [correspondence.facts(session, row.id, datetime.now(UTC)) for row in rows]
        return [facts for facts in found if isinstance(facts, ExitFacts)]

    return await http.services.database.read(read)


async def require_told(http: Http, one: str, other: str) -> None:
    """Everyone is told once, in each initiative of the other, and nothing is asked any more in the one that ended."""
    closing = (await http.get(f"/initiatives/{one}/closing")).json()
    assert (closing["outcome"], closing["reason"], closing["letters_to_come"]) == ("merged", WHY, 0)
    told = {
        initiative: [row for row in await letters(http, initiative) if row.kind == TOLD] for initiative in (one, other)
    }
    assert ({row.step for row in told[one]}, len(told[one])) == ({"merge"}, 6)
    assert ({row.step for row in told[other]}, len(told[other])) == ({"taken_in"}, 12)
    titles = {one: "Kulttuuritalo", other: "Kyytirinki"}
    for initiative, rows in told.items():
        assert {facts.other for facts in await facts_of(http, rows)} == {titles[initiative]}


async def two(http: Http) -> tuple[str, str]:
    """The village's ride ring with its first six seats, and the culture house with the last eight."""
    one = await http.start(title="Kyytirinki", seats=http.village.seats[:6])
    other = await http.start(title="Kulttuuritalo", seats=http.village.seats[4:])
    need = {"text": "Kyyti puuttuu.", "for_seat": http.village.seats[0], "channel": "phone"}
    await said(http, one, "need-identification/submit-need", **need)
    await said(http, other, "need-identification/submit-need", text="Tila puuttuu.", sector="resident")
    return one, other


async def test_it_goes_on_in_the_other_with_its_need_and_seats_and_both_tell_of_it(http: Http) -> None:
    one, other = await two(http)
    _, key = await http.services.database.write(_coordinator)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    assert (await view(http, one))["merge_offered"] == other
    asked = [o for o in (await obligations(http, one)).values() if o.kind == "take_in"]
    assert [o.owed_by for o in asked] == [(await kinds(http, one, "merge.offered"))[0]["data"]["taker"]]
    assert {w["duty"] for w in (await view(http, one))["waiting_on"]} >= {"take_in"}
    assert (await http.post(f"/initiatives/{one}/accept-merge", {}, by=key)).status_code == 403

    accepted = await said(http, one, "accept-merge")
    left, held = await view(http, one), await view(http, other)
    assert (accepted["happened"], left["status"], left["outcome"]) == ("merge.accepted", "ended", "merged")
    (taken,) = await kinds(http, other, "merge.taken_in")
    (merged,) = await kinds(http, one, "initiative.merged")
    assert left["merged_into"] == {"initiative": other, "seq": taken["seq"]}
    assert (merged["data"]["into"], merged["data"]["seq"]) == (other, taken["seq"])
    assert (taken["data"]["initiative"], taken["data"]["seq"]) == (one, accepted["seq"])
    assert held["merged_from"] == [
        {"initiative": one, "seq": accepted["seq"], "needs": {"n2": "n1"}, "seats": http.village.seats[:4]}
    ]
    assert [seat["id"] for seat in held["seats"]] == [*http.village.seats[4:], *http.village.seats[:4]]
    assert held["state"]["needs"]["n2"]["origin"]["initiative"] == one
    texts = [e["texts"] for e in (await http.get(f"/initiatives/{other}/history")).json()["entries"]]
    assert {"text": "Kyyti puuttuu."} in texts
    assert [o.seat for o in (await obligations(http, other)).values() if o.kind == "answer_need"] == [None, None]

    await require_told(http, one, other)
    story = (await http.get(f"/initiatives/{one}/story", language="en")).json()["text"]
    assert "It goes on as part of the initiative “Kulttuuritalo”." in story
    story = (await http.get(f"/initiatives/{other}/story", language="sv")).json()["text"]
    assert "Initiativet ”Kyytirinki” fortsätter som en del av detta." in story
    for initiative in (one, other):
        await stands(http.services.database, initiative)


async def test_those_who_joined_speak_by_their_own_links_and_read_what_became_of_theirs(http: Http) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    await said(http, one, "accept-merge")
    joined = http.village.seats[1]
    link = await http.link(other, joined, "submit_need")
    raised = await http.post(f"/initiatives/{other}/need-identification/submit-need", {"text": "Myös tori."}, by=link)
    assert raised.status_code == 200, raised.text
    answer = await http.post(
        f"/initiatives/{other}/need-identification/answer-need",
        {"need": "n2", "answer": "taken_up", "reason": "Otamme mukaan."},
    )
    assert answer.json()["happened"] == "need.answered", answer.text


async def until_merged(http: Http, initiative: str) -> None:
    """Wait until it has gone on in the other."""
    async with asyncio.timeout(20):
        while (await view(http, initiative))["outcome"] != "merged":  # noqa: ASYNC110 - asked over HTTP
            await asyncio.sleep(0.05)


async def test_a_run_that_is_lost_between_the_two_words_is_started_from_its_ledger_and_goes_on(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    http.services.patience = timedelta(seconds=3)

    def broken(*_: Any) -> Any:
        raise ApplicationError("the worker was killed")

    with monkeypatch.context() as patch:
        patch.setattr("activities.handing_on.bringing", broken)
        await said(http, one, "accept-merge")
        assert ((await view(http, one))["outcome"], (await view(http, one))["waiting_on"]) == (None, [])
        refused = await http.post(f"/initiatives/{one}/withdraw-merge", {})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:PhaseSettled")
        await restart(http.services.database, http.services.temporal, http.runs.queue, one)
    await until_merged(http, one)
    assert len(await kinds(http, other, "merge.taken_in")) == len(await kinds(http, one, "initiative.merged")) == 1


async def test_nobody_who_was_erased_comes_along_and_a_deputy_who_is_left_holds_the_seat(http: Http) -> None:
    one, other = await two(http)

    def erased(session: Session) -> str | None:
        first, second = (session.get_one(RegisterSeat, seat) for seat in http.village.seats[:2])
        for person in (first.holder_id, first.deputy_id, second.holder_id):
            erase(session, http.services.vault, person or "", datetime.now(UTC))
        return second.deputy_id

    deputy = await http.services.database.write(erased)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    await said(http, one, "accept-merge")
    assert (await view(http, other))["merged_from"][0]["seats"] == http.village.seats[1:4]
    owed = next(o for o in (await obligations(http, other)).values() if o.seat == http.village.seats[1])
    row = await http.services.database.read(lambda session: session.get_one(Actor, owed.owed_by))
    assert row.person_id == deputy


@pytest.mark.parametrize("lost", ["before it is asked", "after it has taken in"])
async def test_what_breaks_between_the_two_words_is_done_once(
    http: Http, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    attempts, broken = 0, HandingOn._asked if lost == "after it has taken in" else bringing

    async def asked(self: HandingOn, handing: calls.HandingOn, brings: Any) -> calls.HandedOn:
        nonlocal attempts
        attempts += 1
        answer: calls.HandedOn = await broken(self, handing, brings)  # type: ignore[operator]
        if attempts < 3:
            raise ApplicationError("the worker was killed")
        return answer

    def read(*arguments: Any) -> Any:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            raise ApplicationError("the worker was killed")
        return broken(*arguments)

    if lost == "after it has taken in":
        monkeypatch.setattr(HandingOn, "_asked", asked)
    else:
        monkeypatch.setattr("activities.handing_on.bringing", read)
    await said(http, one, "accept-merge")
    await until_merged(http, one)
    assert attempts >= (1 if lost == "after it has taken in" else 3)
    assert len(await kinds(http, other, "merge.taken_in")) == len(await kinds(http, one, "initiative.merged")) == 1
    assert len((await view(http, other))["seats"]) == 12
    for initiative in (one, other):
        await stands(http.services.database, initiative)


async def test_the_same_word_said_again_is_answered_as_before_and_another_finds_it_done(http: Http) -> None:
    one, other = await two(http)
    offer = {"into": other, "reason": WHY}
    offers = [await http.post(f"/initiatives/{one}/offer-merge", offer, key="the-offer") for _ in range(2)]
    assert offers[0].status_code == 200
    assert offers[0].json() == offers[1].json()
    answers = await asyncio.gather(
        *(http.post(f"/initiatives/{one}/accept-merge", {}, key="agreed-to") for _ in range(3))
    )
    done = [answer.json() for answer in answers if answer.status_code == 200]
    assert done
    assert all(answer == done[0] for answer in done)
    assert (await http.post(f"/initiatives/{one}/accept-merge", {}, key="agreed-to")).json() == done[0]
    late = await http.post(f"/initiatives/{one}/accept-merge", {}, key="once-more")
    assert (late.status_code, late.json()["type"]) == (410, "urn:talkoot:InitiativeEnded")
    assert len(await kinds(http, other, "merge.taken_in")) == 1


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


async def test_what_rests_by_the_time_it_is_asked_takes_nothing_in(http: Http) -> None:
    one, other = await two(http)
    await said(http, one, "offer-merge", into=other, reason=WHY)
    await said(http, other, "pause", until=(datetime.now(UTC) + timedelta(days=3)).isoformat())
    refused = await http.post(f"/initiatives/{one}/accept-merge", {})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:NotMergeable")
    assert (await view(http, one))["merge_offered"] == other
    await said(http, one, "withdraw-merge")
    assert (await view(http, one))["merge_offered"] is None
