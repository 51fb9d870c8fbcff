"""Who speaks for a seat, over HTTP: absences, deputies, holders who leave, and the coordinator's own deputy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.loading import Limits, LoadGuard
from models import api_keys, enrolment
from models.states import KeyRole
from models.tables import RegisterSeat
from tests.fixtures.api import TODAY, Http
from tests.fixtures.audit import stands
from tests.fixtures.temporal import Run

pytestmark = pytest.mark.server
YES = {"reply": "yes"}


class Table:
    """An initiative that convenes, and what is looked at in it."""

    def __init__(self, http: Http, initiative: str) -> None:
        self.http, self.id, self.path = http, initiative, f"/initiatives/{initiative}"
        handle = http.runs.environment.client.get_workflow_handle(initiative)
        self.run = Run(http.runs, initiative, handle)

    async def say(self, what: str, body: dict[str, Any], *, by: str = "", status: int = 200) -> dict[str, Any]:
        """Say something; the answer, whose status must be the expected one."""
        answer = await self.http.post(f"{self.path}/{what}", body, by=by)
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def entries(self, kind: str) -> list[dict[str, Any]]:
        """The contents of the entries of one kind."""
        page = (await self.http.get(f"{self.path}/history", limit=200)).json()["entries"]
        return [entry["content"] for entry in page if entry["content"]["type"] == kind]

    async def link(self, seat: str, step: str) -> str:
        """The personal link in the letter of this step, whatever number stands behind it."""
        letters = (await self.http.get(f"{self.path}/letters")).json()
        steps = [one["step"] for one in letters if seat in one["obligation"] and one["step"].partition(".")[0] == step]
        assert steps, f"no letter {step} about {seat}: {letters}"
        return await self.http.link(self.id, seat, "answer_invitation", steps[-1])

    async def later(self, days: int) -> str:
        """An instant so many days from the run's now."""
        return (await self.run.now() + timedelta(days=days)).isoformat()

    async def charter(self) -> dict[str, Any]:
        """The charter, as the ledger holds it."""
        told: dict[str, Any] = (await self.entries("initiative.started"))[0]["data"]["charter"]
        return told


@pytest.fixture
async def table(http: Http) -> AsyncIterator[Table]:
    """Afterwards the read model must be what the ledger adds up to."""
    model = http.services.models["fi.yhteisovaikuttavuus"]
    http.services.models["fi.yhteisovaikuttavuus"] = replace(model, first="convening")
    made = Table(http, await http.start())
    yield made
    await stands(http.services.database, made.id)


async def person(http: Http, name: str) -> tuple[str, str]:
    """A person of the register, and a coordinator's key that acts for them."""

    def made(session: Any) -> tuple[str, str]:
        now = datetime.now(UTC)
        address = f"{name.lower()}@example.org"
        row = enrolment.create_person(session, http.services.vault, name=name, language="fi", address=address, now=now)
        session.flush()
        return row.id, api_keys.create(session, KeyRole.COORDINATOR, name, now, person_id=row.id)

    return await http.services.database.write(made)


async def test_in_an_absence_the_deputy_gets_the_matter_and_answers_for_the_holder(table: Table) -> None:
    seat, http = table.http.village.seats[0], table.http
    own = await http.link(table.id, seat, "answer_invitation")
    told = await table.say("seats/report-absence", {"until": await table.later(9)}, by=own)
    assert told["happened"] == "absence.reported"
    deputys = await table.link(seat, "away")
    await table.say("convening/answer-invitation", YES, by=deputys)
    (accepted,) = await table.entries("invitation.accepted")
    place = next(one for one in (await table.charter())["seats"] if one["id"] == seat)
    assert (accepted["actor"], accepted["principal"]) == (place["deputy"], place["holder"])
    assert accepted["data"]["holder"] == place["holder"]
    assert (await http.get("/personal", by=own)).status_code == 200
    await table.say("seats/end-absence", {}, by=own)


async def test_a_seat_passes_to_the_registers_next_holder_and_the_former_link_is_shut(table: Table) -> None:
    http, seat = table.http, table.http.village.seats[1]
    former = await http.link(table.id, seat, "answer_invitation")
    unchanged = await table.say("seats/pass-seat", {"seat": seat}, status=409)
    assert unchanged["type"] == "urn:talkoot:AlreadyAnswered"
    following, _ = await person(http, "Seuraaja")

    def enter(session: Any) -> tuple[str, str]:
        row, other = (session.get(RegisterSeat, http.village.seats[n]) for n in (1, 4))
        (own, foreign) = (
            enrolment.create_seat(
                session,
                organisation_id=place.organisation_id,
                role_title="Edustaja",
                holder_id=following,
                term_from=TODAY,
            ).id
            for place in (row, other)
        )
        return own, foreign

    successor, foreign = await http.services.database.write(enter)
    wrong = await table.say("seats/pass-seat", {"seat": seat, "successor": foreign}, status=422)
    assert wrong["path"] == "successor"
    http.services.load = LoadGuard(Limits(seats=0), refuses=True)
    passing = {"seat": seat, "successor": successor}
    too_much = await table.say("seats/pass-seat", passing, status=409)
    assert (too_much["type"], too_much["path"]) == ("urn:talkoot:TooMuchAsked", "successor")
    told = await table.say("seats/pass-seat", passing | {"despite_load": "Hän haluaa itse."})
    assert (told["happened"], told["recorded"]["despite_load"]["length"]) == ("seat.passed", 16)
    assert (await http.get("/personal", by=former)).status_code == 403
    await table.say("convening/answer-invitation", YES, by=former, status=403)
    assert "nyt toisella" in (await http.client.get(f"/p/{former}")).text
    await table.say("convening/answer-invitation", YES, by=await table.link(seat, "seat_passed"))
    (accepted,) = await table.entries("invitation.accepted")
    assert accepted["data"]["holder"] == told["recorded"]["holder"]
    assert "principal" not in accepted


async def test_a_holder_who_leaves_by_their_link_leaves_the_seat_to_the_deputy(table: Table) -> None:
    http, seat = table.http, table.http.village.seats[2]
    own = await http.link(table.id, seat, "answer_invitation")
    told = await table.say("seats/leave-seat", {"reason": "Muutto."}, by=own)
    assert told["happened"] == "seat.left"
    view = (await http.get(table.path)).json()
    assert "renew_seat" in {waiting["duty"] for waiting in view["waiting_on"]}
    await table.say("convening/answer-invitation", YES, by=await table.link(seat, "seat_passed"))


async def test_the_coordinators_deputy_acts_while_named_and_the_log_says_for_whom(table: Table) -> None:
    http = table.http
    deputy, key = await person(http, "Sijainen")
    assert (await http.get(table.path, by=key)).status_code == 403
    assert (await http.get("/initiatives", by=key)).json()["initiatives"] == []
    await table.say("seats/name-deputies", {"deputies": [deputy]})
    assert (await http.get(table.path, by=key)).status_code == 200
    assert [one["id"] for one in (await http.get("/initiatives", by=key)).json()["initiatives"]] == [table.id]
    await table.say("pause", {"until": await table.later(3), "reason": "Loma."}, by=key)
    (paused,) = await table.entries("initiative.paused")
    assert paused["principal"] == (await table.charter())["coordinator"] != paused["actor"]
    await table.say("seats/name-deputies", {"deputies": []})
    assert (await http.get(table.path, by=key)).status_code == 403
    await table.say("resume", {}, by=key, status=403)


async def test_deputies_named_at_the_start_may_act_from_the_start(table: Table) -> None:
    http = table.http
    deputy, key = await person(http, "Varalla")
    initiative = await http.start(coordinator_deputies=[deputy])
    assert (await http.get(f"/initiatives/{initiative}", by=key)).status_code == 200
    twice = http.village.start(coordinator_deputies=[deputy, deputy])
    refused = (await http.post("/initiatives", twice)).json()
    assert (refused["type"], refused["path"]) == ("urn:talkoot:Malformed", "coordinator_deputies.1")


async def test_an_unknown_person_is_no_deputy_and_a_chain_ends(table: Table) -> None:
    nobody = await table.say("seats/name-deputies", {"deputies": ["per_none"]}, status=422)
    assert (nobody["type"], nobody["path"]) == ("urn:talkoot:UnknownPerson", "deputies.0")
    deputy, _ = await person(table.http, "Kerran")
    again = await table.say("seats/name-deputies", {"deputies": [deputy, deputy]}, status=422)
    assert again["path"] == "deputies.1"


async def test_what_is_entered_is_read_back_by_letter(table: Table) -> None:
    seat = table.http.village.seats[3]
    said = {"reply": "no", "reason": "Ei ehditä nyt.", "for_seat": seat, "channel": "phone"}
    await table.say("convening/answer-invitation", said)
    link = await table.link(seat, "read_back")
    await table.say("convening/answer-invitation", YES, by=link)
