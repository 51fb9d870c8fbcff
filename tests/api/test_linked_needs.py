"""What a practice leaves that shrank: a need, from which a new initiative starts over HTTP, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from api.preparing import Saying
from api.problems import StillWorking
from domain.charter import successor_of
from domain.phases.establishment.commands import Ground
from domain.spans import Span
from tests.api.test_exits import letters, obligations, said
from tests.fixtures.api import Http

pytestmark = pytest.mark.server

CYCLE, SHORT = "fi.yhteisovaikuttavuus", "fi.short"
NOTE = "Kuljettajia on enää yksi."


async def shrunk(http: Http) -> str:
    """An initiative whose practice was established, and shrank by its first check-in."""
    model = http.services.models[CYCLE]
    rule = model.phases["establishment"]
    check_in = replace(rule.obligations["check_in"], at=(Span.parse("P1D"),))
    phases = model.phases | {"establishment": replace(rule, obligations=rule.obligations | {"check_in": check_in})}
    http.services.models[SHORT] = replace(model, id=SHORT, first="establishment", phases=phases, day_milliseconds=1000)
    initiative = await http.start(model=SHORT, title="Kyytirinki")
    receiver = http.village.seats[2]
    for ground in Ground:
        await said(http, initiative, "establishment/evidence-ground", ground=ground, evidence="Pöytäkirja 3/2026.")
    await said(http, initiative, "establishment/name-receiver", seat=receiver)
    by_phone = {"for_seat": receiver, "channel": "phone"}
    await said(http, initiative, "establishment/accept-hand-over", accepts=True, **by_phone)
    async with asyncio.timeout(20):
        while not any(o.kind == "check_in" for o in (await obligations(http, initiative)).values()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await said(http, initiative, "establishment/answer-check-in", condition="shrunk", note=NOTE, **by_phone)
    return initiative


async def view(http: Http, initiative: str) -> dict[str, Any]:
    answer = await http.get(f"/initiatives/{initiative}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_new_initiative_starts_from_the_need_once_and_begins_with_it(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await shrunk(http)
    assert "answer_linked_need" in {w["duty"] for w in (await view(http, first))["waiting_on"]}
    assert "answer_linked_need" in {row.kind for row in await letters(http, first)}
    path, body = f"/initiatives/{first}/establishment/start-from-need", {"need": "w1-1", "model": CYCLE}
    assert (await http.post(path, body | {"need": "w1-2"})).json()["type"] == "urn:talkoot:NotAsked"
    assert (await http.post(path, body, by=http.village.other_coordinator)).status_code == 403

    async def gone(saying: Saying) -> None:
        raise StillWorking("the worker is away", remedy="send it again")

    with monkeypatch.context() as broken:  # started, and the answer that it has been is lost
        broken.setattr("api.speaking.interact", gone)
        assert (await http.post(path, body)).status_code == 504
    new = successor_of(first, "w1-1")
    seq = (await view(http, new))["seq"]
    answers = await asyncio.gather(*(http.post(path, body, by=by) for by in ("", http.village.admin)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    started = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (started["recorded"]["initiative"], started["happened"]) == (new, "linked_need.started")

    follower = await view(http, new)
    assert (follower["seq"], follower["phase"], follower["title"]) == (seq, "need_identification", "Kyytirinki")
    history = (await http.get(f"/initiatives/{first}/history")).json()["entries"]
    (heard,) = [entry["seq"] for entry in history if entry["content"]["type"] == "check_in.answered"]
    need = follower["state"]["needs"]["n1"]
    assert need["origin"] == {"initiative": first, "need": "w1-1", "seq": heard}
    assert (need["seat"], follower["follows"]["needs"]) == (http.village.seats[2], ["w1-1"])
    taken = [e for e in (await http.get(f"/initiatives/{new}/history")).json()["entries"] if e["texts"].get("text")]
    assert [entry["texts"]["text"] for entry in taken] == [NOTE]
    assert [w["subject"] for w in follower["obligations"] if w["duty"] == "answer_need"] == ["n1"]
    told = (await http.get(f"/initiatives/{new}/story", language="en")).json()["text"]
    assert "It began from a need that a practice of the initiative “Kyytirinki” had left." in told
    told = (await http.get(f"/initiatives/{first}/story", language="fi")).json()["text"]
    assert "on alkanut aloite ”Kyytirinki”" in told


async def test_what_has_begun_is_told_where_it_came_from_although_the_need_was_taken_back_meanwhile(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await shrunk(http)
    path, body = f"/initiatives/{first}/establishment", {"need": "w1-1", "model": CYCLE}

    async def gone(saying: Saying) -> None:
        raise StillWorking("the worker is away", remedy="send it again")

    with monkeypatch.context() as broken:
        broken.setattr("api.speaking.interact", gone)
        assert (await http.post(f"{path}/start-from-need", body)).status_code == 504
    no = await http.post(f"{path}/decline-linked-need", {"need": "w1-1", "reason": "Naapurikylä hoitaa."})
    assert (no.status_code, no.json()["type"]) == (409, "urn:talkoot:AlreadyAnswered")
    by_phone = {"for_seat": http.village.seats[2], "channel": "phone"}
    await said(http, first, "establishment/answer-check-in", condition="alive", **by_phone)
    assert (await view(http, first))["state"]["linked"]["w1-1"]["over"] is True
    yes = await http.post(f"{path}/start-from-need", body)
    assert (yes.status_code, yes.json()["recorded"]["initiative"]) == (200, successor_of(first, "w1-1")), yes.text


async def test_the_coordinator_may_say_why_nothing_is_started(http: Http) -> None:
    first = await shrunk(http)
    answer = await said(http, first, "establishment/decline-linked-need", need="w1-1", reason="Naapurikylä hoitaa.")
    assert (answer["happened"], answer["recorded"]["need"]) == ("linked_need.declined", "w1-1")
    assert "answer_linked_need" not in {w["duty"] for w in (await view(http, first))["waiting_on"]}
    assert (await http.get(f"/initiatives/{successor_of(first, 'w1-1')}")).status_code == 404
