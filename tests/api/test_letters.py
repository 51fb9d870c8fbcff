"""Letters over HTTP: why somebody got one or not, the balance, what is settled by a person, and histories merged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select, update

from domain.ledger.canonical import canonical
from domain.ledger.chain import Head, walk
from domain.ledger.entries import Entry
from models.letter_accounts import account
from models.states import LetterState
from models.tables import Actor, Bundle, Letter, RegisterSeat
from tests.api.conftest import CONVENING, MODEL
from tests.fixtures.api import Http

pytestmark = pytest.mark.server
ASKED = "convening.1/answer_invitation/"


@dataclass
class Desk:
    """An initiative of a test's own that convenes, and what is asked of its letters."""

    http: Http
    id: str

    async def get(self, path: str = "", by: str = "", **query: Any) -> Any:
        answer = await self.http.get(f"/initiatives/{self.id}/letters{path}", by=by, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refused(self, path: str = "", **query: Any) -> tuple[int, str]:
        answer = await self.http.get(f"/initiatives/{self.id}/letters{path}", **query)
        assert answer.json()["remedy"]
        return answer.status_code, answer.json()["path"]

    async def letter(self, seat: int) -> str:
        """The id of the invitation of a seat, by its number."""
        about = ASKED + self.http.village.seats[seat]
        return next(letter["id"] for letter in await self.get() if letter["obligation"] == about)

    async def end(self, letter: str, **values: Any) -> None:
        """Let a letter have become this."""
        ended = update(Letter).where(col(Letter.id) == letter).values(values)
        await self.http.services.database.write(lambda session: session.execute(ended))

    async def account(self) -> None:
        now = datetime.now(UTC)
        await self.http.services.database.write(lambda session: account(session, now, limit=100))

    async def settle(self, letter: str, said: str, by: str = "") -> Any:
        return await self.http.post(f"/initiatives/{self.id}/letters/{letter}/settle", {"as": said}, by=by)


@pytest.fixture
async def desk(http: Http) -> Desk:
    model = http.services.models[MODEL]
    http.services.models[CONVENING] = replace(model, id=CONVENING, first="convening")
    return Desk(http, await http.start(model=CONVENING))


async def test_each_letter_says_by_which_rule_it_goes_and_what_became_of_it(desk: Desk) -> None:
    letter = await desk.letter(0)
    moment = datetime(2026, 1, 12, 8, 3, tzinfo=UTC)
    sent = {"state": LetterState.SENT, "sent_at": moment, "channel": "smtp", "reply": "250 2.0.0 OK", "bundle_id": "b1"}
    await desk.end(letter, **sent)
    await desk.account()
    found = await desk.get(f"/{letter}", language="en", by=desk.http.village.auditor)
    shown = found["letter"]
    assert (shown["state"], shown["channel"], shown["code"], shown["bundle"]) == ("sent", "smtp", "250 2.0.0", "b1")
    assert (shown["addressee"], shown["seat"], shown["entry"]) == ("holder", desk.http.village.seats[0], 1)
    assert shown["rule"] == "phases.convening.obligations.answer_invitation"
    assert shown["model"] == f"{CONVENING}@{desk.http.services.models[CONVENING].version}"
    assert "It was sent on 12 January 2026 at 10:03. Way: e-mail." in shown["told"]
    assert found["next"]["state"] == "coming"
    assert found["next"]["rule"].startswith("ladders.")
    assert found["text"].splitlines() == [*shown["told"], found["text"].splitlines()[-1]]
    assert found["text"].splitlines()[-1].startswith("Next: A reminder of")


async def test_the_next_step_that_is_told_is_the_one_that_the_initiative_waits_for(desk: Desk) -> None:
    about = ASKED + desk.http.village.seats[3]
    coming = [step for step in await desk.get(obligation=about) if step["state"] == "coming"]
    one = (await desk.http.get(f"/initiatives/{desk.id}")).json()
    owed = next(owed for owed in one["obligations"] if owed["id"] == about)
    assert coming[0]["due_at"] == owed["next_step_at"]
    assert [step["due_at"] for step in coming] == sorted(step["due_at"] for step in coming)
    assert {step["id"] for step in coming} == {None}


async def test_after_an_answer_the_steps_that_were_left_never_come(desk: Desk) -> None:
    seat = desk.http.village.seats[1]
    says = {"reply": "yes", "for_seat": seat, "channel": "phone"}
    answered = await desk.http.post(f"/initiatives/{desk.id}/convening/answer-invitation", says)
    assert answered.status_code == 200
    found = await desk.get(seat=seat, language="en")
    assert {step["seat"] for step in found} == {seat}
    steps = {step["step"]: step for step in found if step["obligation"] == ASKED + seat and step["id"] is None}
    assert steps
    assert {(step["state"], step["reason"]) for step in steps.values()} <= {
        ("never", "answered"),
        ("never", "too_soon"),
    }
    assert any("because there was an answer before" in step["told"][0] for step in steps.values())


async def test_a_person_is_asked_about_by_the_registers_id_and_gets_all_that_goes_to_them(desk: Desk) -> None:
    http, seat = desk.http, desk.http.village.seats[2]
    person, deputy = await http.services.database.read(
        lambda session: session.exec(
            select(RegisterSeat.holder_id, RegisterSeat.deputy_id).where(RegisterSeat.id == seat)
        ).one()
    )
    found = await desk.get(person=person)
    actor = await http.services.database.read(
        lambda session: session.exec(
            select(Actor.id).where(Actor.person_id == person, Actor.initiative_id == desk.id)
        ).one()
    )
    assert {step["actor"] for step in found} == {actor}
    assert {step["addressee"] for step in found} == {"holder"}
    of_the_deputy = await desk.get(person=deputy)
    assert {step["addressee"] for step in of_the_deputy} == {"deputy"}
    assert {step["state"] for step in of_the_deputy} == {"coming"}
    assert "@example.org" not in str(found)


async def test_what_there_is_not_is_refused_with_what_to_do(desk: Desk) -> None:
    assert await desk.refused(person="per_none") == (404, "person")
    assert await desk.refused(seat="seat_none") == (422, "seat")
    assert await desk.refused(obligation="convening.1/nothing") == (404, "obligation")
    assert await desk.refused("/none") == (404, "letter")


async def test_the_balance_of_an_initiative_is_told_by_obligation_and_that_of_all_to_those_who_oversee(
    desk: Desk,
) -> None:
    first, second = await desk.letter(0), await desk.letter(1)
    await desk.end(first, state=LetterState.SENT)
    await desk.account()
    await desk.end(second, state=LetterState.SUPPRESSED, reason="no_address")
    found = await desk.get("/balance")
    total = found["total"]
    assert (total["due"], total["sent"], total["suppressed"], total["waiting"]) == (13, 1, 1, 11)
    assert (total["accounted"], total["unaccounted"], total["closes"]) == (1, 1, True)
    assert total["reasons"] == {"suppressed.no_address": 1}
    assert found["obligations"][ASKED + desk.http.village.seats[0]]["sent"] == 1
    assert sum(row["due"] for row in found["obligations"].values()) == 13
    overall = await desk.http.get("/letters/balance", by=desk.http.village.auditor)
    assert overall.json() == total


async def test_a_held_letter_is_settled_by_its_coordinator_once_and_the_ledger_says_by_whom(desk: Desk) -> None:
    letter = await desk.letter(0)
    await desk.end(letter, state=LetterState.HELD, reason="uncertain")
    done = await desk.settle(letter, "sent")
    assert done.status_code == 200, done.text
    (shown,) = done.json()
    assert (shown["id"], shown["state"], shown["reason"], shown["entry"]) == (letter, "sent", None, 2)
    again = await desk.settle(letter, "sent")
    assert (again.status_code, again.json()) == (200, done.json())
    other = await desk.settle(letter, "not_sent")
    assert (other.status_code, other.json()["type"], other.json()["path"]) == (409, "urn:talkoot:NotHeld", "as")
    history = (await desk.http.get(f"/initiatives/{desk.id}/history", limit=200, **{"with": "letters"})).json()
    told = [entry["content"] for entry in history["entries"] if entry["content"]["stream"].startswith("letters:")]
    assert [content["type"] for content in told] == ["letter.held", "letter.settled"]
    held, settled = told
    assert (held["actor"], settled["data"]["said"], settled["channel"]) == ("rule", "sent", "api")
    assert settled["actor"] == history["entries"][0]["content"]["data"]["charter"]["coordinator"]


async def test_the_letters_that_are_held_as_one_message_are_settled_as_one(desk: Desk) -> None:
    letters = [await desk.letter(seat) for seat in (0, 1, 2)]
    for letter, bundle in zip(letters, ("b1", "b1", "b2"), strict=True):
        await desk.end(letter, state=LetterState.HELD, reason="uncertain", bundle_id=bundle)
    now = datetime.now(UTC)
    held = Bundle(id="b1", day=now.date(), composed_at=now, state=LetterState.HELD, message_id="<b1@example.org>")
    await desk.http.services.database.write(lambda session: session.add(held))
    await desk.account()
    done = await desk.settle(letters[0], "not_sent")
    assert {one["id"] for one in done.json()} == set(letters[:2])
    assert {(one["state"], one["reason"]) for one in done.json()} == {("failed", "not_sent")}
    assert (await desk.get(f"/{letters[2]}"))["letter"]["state"] == "held"
    bundle = await desk.http.services.database.read(lambda session: session.get(Bundle, "b1"))
    assert bundle is not None
    assert bundle.state is LetterState.FAILED
    assert (await desk.get("/balance"))["total"]["closes"]


async def test_what_is_not_held_and_what_is_not_said_rightly_is_refused(desk: Desk) -> None:
    letter = await desk.letter(0)
    waiting = await desk.settle(letter, "sent")
    assert (waiting.status_code, waiting.json()["type"], waiting.json()["path"]) == (
        409,
        "urn:talkoot:NotHeld",
        "letter",
    )
    assert (await desk.settle("none", "sent")).status_code == 404
    assert (await desk.settle(letter, "perhaps")).json()["path"] == "as"
    path = f"/initiatives/{desk.id}/letters/{letter}/settle"
    misspelt = await desk.http.post(path, {"said": "sent"})
    assert (misspelt.status_code, "as" in misspelt.json()["remedy"]) == (422, True)
    for by, status in ((desk.http.village.other_coordinator, 403), (desk.http.village.auditor, 403)):
        assert (await desk.settle(letter, "sent", by)).status_code == status


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
async def test_histories_are_merged_by_time_and_each_page_goes_on_where_the_last_one_ended(
    desk: Desk, limit: int
) -> None:
    for seat in range(4):
        await desk.end(await desk.letter(seat), state=LetterState.SENT)
        await desk.account()
        says = {"reply": "yes", "for_seat": desk.http.village.seats[seat], "channel": "phone"}
        await desk.http.post(f"/initiatives/{desk.id}/convening/answer-invitation", says)
    found, query = [], {"after": 0, "after_letters": 0}
    while query["after"] is not None:
        path = f"/initiatives/{desk.id}/history"
        page = (
            await desk.http.get(path, by=desk.http.village.auditor, limit=limit, **query, **{"with": "letters"})
        ).json()
        found += page["entries"]
        query = {name: page[name] for name in query}
    times = [entry["content"]["time"] for entry in found]
    assert times == sorted(times)
    for stream in ("initiative:", "letters:"):
        of_it = [entry for entry in found if entry["content"]["stream"] == stream + desk.id]
        entries = [Entry(e["seq"], canonical(e["content"]), e["leaf_hash"]) for e in of_it]
        assert walk(stream + desk.id, entries) == Head(len(entries), entries[-1].leaf_hash)
        assert len(entries) >= 4
    alone = (await desk.http.get(f"/initiatives/{desk.id}/history", limit=200)).json()["entries"]
    assert [entry["content"]["stream"] for entry in alone] == [f"initiative:{desk.id}"] * len(alone)
    past = (await desk.http.get(f"/initiatives/{desk.id}", as_of=times[-1])).json()
    assert past["seq"] == len(alone)
