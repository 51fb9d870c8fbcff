"""Merging over HTTP: one initiative goes on in another, with its need and its seats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from domain.letter import TOLD, ExitFacts
from models.letter_facts import Correspondence
from models.tables import Letter
from tests.api.merges import WHY, kinds, two, view
from tests.api.test_exits import _coordinator, letters, obligations, said
from tests.fixtures.api import KEYS, Http
from tests.fixtures.audit import stands

pytestmark = pytest.mark.server


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
