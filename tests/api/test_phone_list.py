"""The phone list on a real server: who was silent is on it on the right day, and an answer taken by phone ends that."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from activities.channels import OutboxChannel
from activities.dispatching import Dispatcher
from models.erasing import erase
from models.tables import Actor, ClosedAddress, Letter, Person, RegisterSeat, Stopped
from tests.api.conftest import CONVENING, Shared
from tests.fixtures.api import KEYS, Http
from tests.fixtures.temporal import Run

pytestmark = pytest.mark.server
Line = dict[str, Any]


async def convening(http: Http) -> tuple[str, Run]:
    """An initiative that invites twelve seats, the last without a deputy."""
    model = http.services.models["fi.yhteisovaikuttavuus"]
    http.services.models[CONVENING] = replace(model, id=CONVENING, first="convening")
    lone = http.village.seats[-1]

    def alone(session: Any) -> None:
        session.get(RegisterSeat, lone).deputy_id = None

    await http.services.database.write(alone)
    initiative = await http.start(model=CONVENING)
    return initiative, Run(http.runs, initiative, http.runs.environment.client.get_workflow_handle(initiative))


async def reach(http: Http, run: Run, moment: datetime) -> None:
    """Let time pass up to a moment, and every letter be sent that is due by then."""
    await run.forward(moment - await run.now())
    http.services.clock = lambda: moment
    services = http.services
    at = (services.database, services.vault, KEYS, OutboxChannel(), services.public_url, "talkoot@example.org")
    dispatcher = Dispatcher(*at, lambda: moment)
    while await dispatcher.one_pass(moment):
        pass


async def lines(http: Http, by: str = "", **query: Any) -> dict[str, Line]:
    """The phone list by seat, read in pages of five."""
    found: dict[str, Line] = {}
    cursor: dict[str, Any] = {}
    while True:
        answer = await http.get("/phone-list", by=by, limit=5, **cursor, **query)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found |= {line["seat"]: line for line in page["lines"]}
        if page["cursor"] is None:
            return found
        assert len(page["lines"]) == 5
        cursor = {"cursor": page["cursor"]}


async def invited(http: Http, initiative: str, seat: int) -> dict[str, Any]:
    """The duty of a seat to answer its invitation."""
    view = (await http.get(f"/initiatives/{initiative}")).json()
    owed: dict[str, Any] = next(
        one
        for one in view["obligations"]
        if one["duty"] == "answer_invitation" and one["seat"] == http.village.seats[seat]
    )
    return owed


async def person_of(http: Http, seat: int) -> str:
    return await http.services.database.read(lambda s: s.get(RegisterSeat, http.village.seats[seat]).holder_id)


async def test_who_is_silent_is_called_on_the_right_day_and_an_answer_by_phone_ends_it(http: Http) -> None:
    initiative, run = await convening(http)
    seats = http.village.seats
    lone, quick = [await invited(http, initiative, seat) for seat in (11, 0)]
    due = datetime.fromisoformat(quick["due"])
    slots = await steps(http, initiative, datetime.fromisoformat(lone["due"]))
    await reach(http, run, slots["nudge"] - timedelta(minutes=1))
    assert seats[11] not in await lines(http)
    await reach(http, run, slots["nudge"] + timedelta(minutes=1))
    assert (await lines(http))[seats[11]]["why"] == "unread"
    slots = await steps(http, initiative, due)
    await reach(http, run, slots["escalate"] - timedelta(minutes=1))
    assert seats[0] not in await lines(http)
    await reach(http, run, slots["escalate"] + timedelta(minutes=1))
    line = (await lines(http))[seats[0]]
    assert (line["since"], line["why"]) == (_text(slots["escalate"]), "unread")
    assert [(one["role"], one["name"], one["why"]) for one in line["people"]] == [
        ("holder", "Edustaja 1", "unread"),
        ("deputy", "Varaedustaja 1", "unread"),
    ]
    assert [letter["step"] for letter in line["people"][1]["letters"]] == ["2.nudge", "3.offer"]
    assert "Ei tiedetä, onko kirjettä avattu." in line["people"][0]["said"]
    (way,) = line["answers"]
    said = {**way["body"], "reply": "yes"}
    assert shlex.split(way["say"])[:4] == ["talkoot", "say", initiative, "convening/answer-invitation"]
    answer = await http.post(way["path"].removeprefix("/api/v1"), said)
    assert answer.status_code == 200, answer.text
    assert seats[0] not in await lines(http)


async def steps(http: Http, initiative: str, due: datetime) -> dict[str, datetime]:
    """When the nudge and the escalation of what is due then fall due, by the initiative's calendar."""
    folded = (await http.services.folds.of(initiative)).initiative
    owed = next(one for one in folded.obligations.values() if one.due == due)
    known = folded.ladders.moments(owed.ladder, owed.opened_at, owed.due)
    return {str(folded.steps[owed.ladder][number].action): at for number, at in known}


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def test_why_nothing_is_heard_is_told_apart(http: Http) -> None:
    initiative, run = await convening(http)
    database, now = http.services.database, await run.now()
    holders = [await person_of(http, seat) for seat in range(7)]

    def before(session: Any) -> None:
        session.get(Person, holders[0]).address_ref = None
        for who, by in ((holders[6], "too_busy"), (holders[3], "wrong_person"), (holders[4], "page")):
            session.add(Stopped(person_id=who, initiative_id=initiative, obligation_id="", stopped_at=now, by=by))

    await database.write(before)
    due = datetime.fromisoformat((await invited(http, initiative, 0))["due"])
    await reach(http, run, (await steps(http, initiative, due))["nudge"] - timedelta(days=1))

    def meanwhile(session: Any) -> None:
        ref = session.get(Person, holders[5]).address_ref
        session.add(ClosedAddress(address_ref=ref, person_id=holders[5], closed_at=now, code="5.1.1"))
        actor = session.exec(select(Actor.id).where(Actor.person_id == holders[1])).one()
        letter = session.exec(select(Letter).where(Letter.actor == actor, col(Letter.sent_at).is_not(None))).first()
        letter.opened_at = letter.last_seen_at = letter.sent_at + timedelta(hours=1)

    await database.write(meanwhile)
    await reach(http, run, (await steps(http, initiative, due))["escalate"] + timedelta(minutes=1))
    found = await lines(http, initiative=initiative, language="en")
    first = {seat: found[id_]["people"][0] for seat, id_ in enumerate(http.village.seats) if id_ in found}
    told = {0: "undelivered", 1: "read", 3: "wrong_person", 4: "stopped", 5: "undelivered", 6: "too_busy"}
    assert {seat: one["why"] for seat, one in first.items()} == dict.fromkeys(first, "unread") | told
    assert {seat: found[http.village.seats[seat]]["why"] for seat in told} == told
    assert len(first) > len(told)
    assert "Check the address." in first[0]["said"]


async def test_a_call_that_nobody_answered_is_kept_and_shown_on_the_line(http: Http) -> None:
    initiative, run = await convening(http)
    due = datetime.fromisoformat((await invited(http, initiative, 0))["due"])
    await reach(http, run, (await steps(http, initiative, due))["escalate"] + timedelta(minutes=1))
    line = (await lines(http))[http.village.seats[0]]
    path, about = f"/phone-list/{initiative}/called", {"obligation": line["obligation"]}
    note = "Kanarialintu on reissussa"
    once = [
        await http.post(path, about | {"result": "no_answer", "note": note}, key=f"first call {initiative}")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in once] == [201, 201]
    assert once[0].json() == once[1].json()
    a_minute_later = http.services.clock() + timedelta(minutes=1)
    http.services.clock = lambda: a_minute_later
    deputy = line["people"][1]["actor"]
    later = await http.post(path, about | {"result": "call_back", "actor": deputy, "again_on": "2027-01-11"})
    assert later.status_code == 201, later.text
    shown = (await lines(http))[http.village.seats[0]]["calls"]
    assert [(call["result"], call["note"]) for call in shown] == [("no_answer", note), ("call_back", None)]
    assert shown[0]["said"].startswith("Soitettu ")
    assert shown[0]["said"].endswith(", ei vastausta.")
    assert shown[1]["said"].endswith("pyysi soittamaan uudelleen 11.1.")
    assert (await lines(http, language="sv"))[http.village.seats[0]]["calls"][0]["said"].endswith(", inget svar.")
    await http.post(path, about | {"result": "declined"})
    assert (await lines(http))[http.village.seats[0]]["why"] == "declined"
    person = await person_of(http, 0)
    await http.services.database.write(lambda s: erase(s, http.services.vault, person, http.services.clock()))
    gone = (await lines(http))[http.village.seats[0]]
    assert [call["note"] for call in gone["calls"]] == [None, None, None]
    assert (gone["people"][0]["name"], gone["people"][0]["phone"]) == (None, None)


REFUSED = [
    ({"result": "no_answer", "obligation": "none"}, 404, "obligation"),
    ({"result": "no_answer", "actor": "a0000000000000000"}, 422, "actor"),
    ({"result": "call_back"}, 422, ""),
    ({"result": "no_answer", "again_on": "2027-01-11"}, 422, ""),
    ({"result": "perhaps"}, 422, "result"),
]
UNFIT_DAYS = [
    ({"result": "call_back"}, "needs the day"),
    ({"result": "no_answer", "again_on": "2027-01-11"}, "goes with call_back alone"),
]


@pytest.mark.parametrize(("said", "status", "path"), REFUSED)
async def test_a_call_that_cannot_have_been_is_refused(
    unchanged: Shared, said: dict[str, Any], status: int, path: str
) -> None:
    about = f"convening.1/answer_invitation/{unchanged.http.village.seats[1]}"
    answer = await unchanged.http.post(f"/phone-list/{unchanged.open}/called", {"obligation": about} | said)
    assert (answer.status_code, answer.json()["path"]) == (status, path), answer.text
    assert answer.json()["remedy"]


@pytest.mark.parametrize(("said", "told"), UNFIT_DAYS)
async def test_a_refusal_tells_whether_the_day_to_call_again_is_missing_or_too_much(
    unchanged: Shared, said: dict[str, Any], told: str
) -> None:
    about = f"convening.1/answer_invitation/{unchanged.http.village.seats[1]}"
    answer = await unchanged.http.post(f"/phone-list/{unchanged.open}/called", {"obligation": about} | said)
    assert told in answer.json()["detail"]


async def test_what_has_been_answered_needs_no_call_and_another_s_initiative_is_not_called_about(
    unchanged: Shared,
) -> None:
    http = unchanged.http
    said = {"obligation": f"convening.1/answer_invitation/{http.village.seats[0]}", "result": "no_answer"}
    answered = await http.post(f"/phone-list/{unchanged.open}/called", said)
    assert (answered.status_code, answered.json()["type"]) == (409, "urn:talkoot:AlreadyAnswered")
    foreign = await http.post(f"/phone-list/{unchanged.foreign}/called", said)
    missing = await http.post("/phone-list/i0/called", said)
    assert (foreign.status_code, missing.status_code) == (403, 404)
    for query, status in (
        ({"initiative": unchanged.foreign}, 403),
        ({"initiative": "i0"}, 404),
        ({"cursor": "x"}, 422),
    ):
        assert (await http.get("/phone-list", **query)).status_code == status


async def test_a_coordinator_sees_the_lines_of_the_own_initiatives_and_an_administrator_all(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    initiative, run = await convening(http)
    body = http.village.start(model=CONVENING, title="Toisen aloite")
    foreign = (await http.post("/initiatives", body, by=http.village.other_coordinator)).json()["id"]
    due = datetime.fromisoformat((await invited(http, initiative, 0))["due"])
    await reach(http, run, (await steps(http, initiative, due))["escalate"] + timedelta(minutes=1))
    seen = {}
    for who in ("coordinator", "other_coordinator", "admin"):
        page = (await http.get("/phone-list", by=getattr(http.village, who), limit=200)).json()
        seen[who] = {line["initiative"] for line in page["lines"]}
    assert seen == {"coordinator": {initiative}, "other_coordinator": {foreign}, "admin": {initiative, foreign}}
    every = [line["obligation"] for line in page["lines"]]
    monkeypatch.setattr("api.phone_list._AT_ONCE", 3)
    monkeypatch.setattr("api.phone_list._BATCHES", 1)
    assert await in_small_steps(http) == every


async def in_small_steps(http: Http) -> list[str]:
    """The administrator's list, of which each page looks at three duties only."""
    found, cursor, pages = list[str](), dict[str, str](), 0
    while pages == 0 or cursor:
        page = (await http.get("/phone-list", by=http.village.admin, **cursor)).json()
        found += [line["obligation"] for line in page["lines"]]
        cursor, pages = {"cursor": page["cursor"]} if page["cursor"] else {}, pages + 1
    assert pages > 3
    return found
