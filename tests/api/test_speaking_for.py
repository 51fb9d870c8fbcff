"""Speaking for a seat: who said it, who entered it and by which channel stand in the ledger; late answers too."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api.conftest import CONVENING, Shared
from tests.fixtures.api import Http
from tests.fixtures.temporal import Run

pytestmark = pytest.mark.server
ANSWER = "convening/answer-invitation"


async def entries_of(http: Http, initiative: str, kind: str) -> list[dict[str, Any]]:
    """The contents of an initiative's entries of one kind."""
    page = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()["entries"]
    return [entry["content"] for entry in page if entry["content"]["type"] == kind]


@pytest.fixture
async def answered(shared: Shared) -> tuple[Http, str, list[dict[str, Any]]]:
    """Four seats accepted: by phone, on paper, by an administrator's hand, by link; and the entries that say so."""
    http = shared.http
    initiative = await http.start(model=CONVENING)
    seats, path = http.village.seats, f"/initiatives/{initiative}/{ANSWER}"
    link = await http.link(initiative, seats[3], "answer_invitation")
    for seat, channel, by in ((0, "phone", ""), (1, "paper", ""), (2, "phone", http.village.admin)):
        said = {"reply": "yes", "for_seat": seats[seat], "channel": channel}
        assert (await http.post(path, said, by=by)).status_code == 200
    assert (await http.post(path, {"reply": "yes"}, by=link)).status_code == 200
    chairs = {"chair": seats[0], "deputy_chair": seats[1]}
    assert (await http.post(f"/initiatives/{initiative}/convening/name-chair", chairs)).status_code == 200
    return http, initiative, await entries_of(http, initiative, "invitation.accepted")


Answered = tuple[Http, str, list[dict[str, Any]]]


async def test_an_entry_names_the_seat_the_channel_and_who_entered_it(answered: Answered) -> None:
    http, initiative, entries = answered
    charter = (await entries_of(http, initiative, "initiative.started"))[0]["data"]["charter"]
    holders = {seat["id"]: seat["holder"] for seat in charter["seats"]}
    assert [entry["channel"] for entry in entries] == ["phone", "paper", "phone", "link"]
    assert [entry["seat"] for entry in entries] == http.village.seats[:4]
    by_phone, on_paper, by_admin, by_link = [entry["actor"] for entry in entries]
    assert by_phone == on_paper == charter["coordinator"]
    assert by_admin not in (charter["coordinator"], *holders.values())
    assert by_link == holders[http.village.seats[3]]


async def test_what_follows_from_an_answer_was_heard_the_same_way_and_what_the_clock_brings_was_not(
    answered: Answered,
) -> None:
    http, initiative, _ = answered
    assert {e["channel"] for e in await entries_of(http, initiative, "obligation.fulfilled")} == {
        "phone",
        "paper",
        "link",
        "api",
    }
    opened = (await entries_of(http, initiative, "phase.opened"))[0]
    assert (opened["actor"], "channel" in opened) == ("rule", False)


async def test_in_person_a_coordinator_speaks_for_no_seat(answered: Answered) -> None:
    http, initiative, _ = answered
    named = (await entries_of(http, initiative, "chair.named"))[0]
    assert (named["seat"], named["channel"]) == (None, "api")


async def test_the_gate_is_the_same_for_every_channel(answered: Answered) -> None:
    http, initiative, _ = answered
    view = (await http.get(f"/initiatives/{initiative}")).json()
    quorum = next(clause for clause in view["gate"]["clauses"] if clause["clause"] == "quorum")
    assert quorum["have"] == 4


async def test_a_text_entered_for_a_seat_is_its_holders(shared: Shared) -> None:
    """An erasure of the person takes it, whoever typed it."""
    http = shared.http
    initiative, seat = await http.start(model=CONVENING), http.village.seats[11]
    said = {"reply": "no", "reason": "Puhelimessa sanottua.", "for_seat": seat, "channel": "phone"}
    assert (await http.post(f"/initiatives/{initiative}/{ANSWER}", said)).status_code == 200
    holder = (await http.get(f"/register/seats/{seat}")).json()["holder_id"]
    now, vault = http.services.clock(), http.services.vault
    await http.services.database.write(lambda session: vault.erase(session, f"person:{holder}", now))
    page = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()["entries"]
    assert [e["texts"] for e in page if "reason" in e["texts"]] == [{"reason": None}]


async def test_an_answer_after_the_window_is_recorded_and_not_counted(shared: Shared) -> None:
    http = shared.http
    initiative = await http.start(model=CONVENING)
    run = Run(http.runs, initiative, http.runs.environment.client.get_workflow_handle(initiative))
    path, seats = f"/initiatives/{initiative}/{ANSWER}", http.village.seats
    due = datetime.fromisoformat((await http.get(f"/initiatives/{initiative}")).json()["phase_due"])
    await run.forward(due - await run.now() + timedelta(hours=1))
    clock, late = http.services.clock, due + timedelta(hours=2)
    http.services.clock = lambda: late
    try:
        link = await http.link(initiative, seats[0], "answer_invitation")
        answers = [
            await http.post(path, {"reply": "no", "reason": "Myöhässä."}, by=link, key="a late answer"),
            await http.post(path, {"reply": "yes", "for_seat": seats[1], "channel": "paper"}),
        ]
    finally:
        http.services.clock = clock
    assert [a.json()["happened"] for a in answers] == ["answer.came_late"] * 2
    first, second = await entries_of(http, initiative, "answer.came_late")
    assert first["data"]["command"] == second["data"]["command"] == "convening.answer_invitation"
    assert (first["channel"], first["seat"]) == ("link", seats[0])
    assert (second["channel"], second["seat"]) == ("paper", seats[1])
    view = (await http.get(f"/initiatives/{initiative}")).json()
    assert view["state"]["replies"] == {}
    page = (await http.get(f"/initiatives/{initiative}/history", after=answers[0].json()["seq"] - 1)).json()["entries"]
    assert page[0]["texts"] == {"text": "Myöhässä."}
