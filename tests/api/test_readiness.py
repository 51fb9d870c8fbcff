"""Readiness over HTTP, from a start to the first need; and the mandate of a running initiative."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from operating_models.load import published
from tests.fixtures.api import Http

pytestmark = pytest.mark.server
WELL = {"approach": "right", "champions": 3, "resources": 2, "urgency": 4}
POORLY = WELL | {"champions": 1}


@pytest.fixture
async def ready(http: Http) -> tuple[Http, str]:
    """An initiative of the published model."""
    http.services.models.update(published())
    return http, await http.start()


async def said(http: Http, initiative: str, what: str, **body: Any) -> dict[str, Any]:
    answer = await http.post(f"/initiatives/{initiative}/{what}", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def by_phone(http: Http, initiative: str, ratings: dict[str, Any]) -> None:
    for seat in http.village.seats[:5]:
        await said(http, initiative, "readiness/answer-readiness", **ratings, for_seat=seat, channel="phone")


async def viewed(http: Http, initiative: str) -> Any:
    return (await http.get(f"/initiatives/{initiative}")).json()


async def decided(http: Http, former: str, **changes: Any) -> str:
    """A mandate that the former one's giver decided on in its place."""
    last = (await http.get(f"/register/mandates/{former}")).json()
    following = {name: value for name, value in last.items() if name != "id"} | {
        "former_id": former,
        "meeting_reference": "7/2026 § 4",
        "valid_until": "2045-12-31",
    }
    answer = await http.post("/register/mandates", following | changes)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_place_is_cultivated_until_it_is_ready(ready: tuple[Http, str]) -> None:
    http, initiative = ready
    token = await http.link(initiative, http.village.seats[5], "answer_readiness")
    form = f"/initiatives/{initiative}/readiness/answer-readiness"
    assert (await http.post(form, POORLY | {"nuts_and_bolts": "Paikka on."}, by=token)).status_code == 200
    await by_phone(http, initiative, POORLY)
    await said(http, initiative, "readiness/note-landscape", text="Seurakunta pitää nuorten iltoja.")
    shut = await http.post(f"/initiatives/{initiative}/take-exit", {"exit": "advance"})
    assert (shut.status_code, shut.json()["type"]) == (409, "urn:talkoot:GateShut")
    owner = http.village.seats[0]
    named = await said(
        http, initiative, "readiness/name-action", text="Etsitään vetäjä.", owner=owner, due="2040-01-31"
    )
    assert named["recorded"]["action"] == "a1"
    await said(http, initiative, "readiness/cultivate", reason="Vetäjiä ei ole.")
    held = await viewed(http, initiative)
    assert {w["duty"] for w in held["waiting_on"]} == {"cultivate", "carry_out_action"}
    await said(http, initiative, "readiness/report-action", action="a1", done=True, for_seat=owner, channel="phone")
    await said(http, initiative, "readiness/check-again")
    await by_phone(http, initiative, WELL)
    gate = (await viewed(http, initiative))["gate"]
    assert (gate["open"], gate["mandate"], gate["mandate_valid"]) == (True, http.village.mandate, True)
    assert (await said(http, initiative, "take-exit", exit="advance"))["recorded"]["to"] == "need_identification"


async def test_a_running_initiative_goes_on_under_what_was_decided(ready: tuple[Http, str]) -> None:
    http, initiative = ready
    today = date.today().isoformat()
    renewal = await decided(http, http.village.mandate, valid_from=today)
    told = await said(http, initiative, "renew-mandate", mandate=renewal)
    assert told["happened"] == "mandate.renewed"
    assert told["recorded"]["mandate"]["former"] == http.village.mandate
    view = await viewed(http, initiative)
    assert (view["mandate"], view["gate"]["mandate"]) == (renewal, renewal)
    again = await http.post(f"/initiatives/{initiative}/renew-mandate", {"mandate": renewal})
    assert (again.status_code, again.json()["type"]) == (409, "urn:talkoot:AlreadyAnswered")
    ended = await http.post(f"/initiatives/{initiative}/take-exit", {"exit": "stop", "reason": "Aika ei riitä."})
    assert (ended.json()["recorded"]["mandate"], ended.json()["recorded"]["mandate_valid"]) == (renewal, True)


async def test_a_transfer_bars_its_former_holder_from_starts_and_waits_for_the_new_ones_word(
    ready: tuple[Http, str],
) -> None:
    http, initiative = ready
    other = {"name": "Toinen taustatuki ry", "sector": "association"}
    holder = (await http.post("/register/organisations", other)).json()["id"]
    transfer = await decided(http, http.village.mandate, given_to=holder, valid_from=date.today().isoformat())
    unasked = await http.post(f"/initiatives/{initiative}/renew-mandate", {"mandate": transfer})
    assert (unasked.status_code, unasked.json()["type"]) == (409, "urn:talkoot:MandateOutOfScope")
    assert (await viewed(http, initiative))["backbone"] == http.village.backbone
    refused = await http.post("/initiatives", http.village.start())
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:MandateOutOfDate")
    assert transfer in refused.json()["remedy"]


async def test_what_was_not_decided_in_its_place_is_refused(ready: tuple[Http, str]) -> None:
    http, initiative = ready
    path = f"/initiatives/{initiative}/renew-mandate"
    unknown = await http.post(path, {"mandate": "man_none"})
    assert (unknown.status_code, unknown.json()["type"], unknown.json()["path"]) == (
        422,
        "urn:talkoot:UnknownMandate",
        "mandate",
    )
    first = await decided(http, http.village.mandate)
    second = await decided(http, first, meeting_reference="1/2030 § 1")
    skipped = await http.post(path, {"mandate": second})
    assert (skipped.status_code, skipped.json()["type"]) == (409, "urn:talkoot:MandateOutOfScope")
    assert http.village.mandate in skipped.json()["remedy"]
    token = await http.link(initiative, http.village.seats[0], "answer_readiness")
    by_link = await http.post(path, {"mandate": first}, by=token)
    assert (by_link.status_code, by_link.json()["type"]) == (403, "urn:talkoot:NotEntitled")
    foreign = await http.post(path, {"mandate": first}, by=http.village.other_coordinator)
    assert foreign.status_code == 403
    assert (await viewed(http, initiative))["mandate"] == http.village.mandate
