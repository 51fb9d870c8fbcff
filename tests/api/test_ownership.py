"""Ownership: initiatives belong to the person whom a key acts for, and outlive the key; letters find that person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from activities.channels import OutboxChannel
from activities.dispatching import Dispatcher
from domain.clockwork import DECIDE_EXIT
from models import api_keys, enrolment
from models.actors import actor_of
from models.letter_outcomes import Reason
from models.letters import of_initiative
from models.states import KeyRole, LetterState
from models.tables import Actor, Initiative, Letter
from tests.api.conftest import CONVENING, Shared
from tests.api.web.codes import read_codes
from tests.fixtures.api import KEYS, Http
from tests.fixtures.temporal import Run

pytestmark = pytest.mark.server
ADDRESS = "koordinaattori@example.org"


@pytest.fixture
async def two_keys(shared: Shared) -> tuple[str, str]:
    """Two live keys of one coordinator, and nothing that they have started."""
    return await made(shared.http)


async def made(http: Http) -> tuple[str, str]:
    services, now = http.services, datetime.now(UTC)

    def make(session: Any) -> tuple[str, str]:
        person = enrolment.create_person(
            session, services.vault, name="Koordinaattori", language="fi", address=ADDRESS, now=now
        )
        session.flush()
        first, second = (
            api_keys.create(session, KeyRole.COORDINATOR, label, now, person_id=person.id) for label in ("old", "new")
        )
        return first, second

    return await services.database.write(make)


async def started(http: Http, key: str, once: str | None = None, model: str = CONVENING) -> str:
    answer = await http.post("/initiatives", http.village.start(model=model), by=key, key=once)
    assert answer.status_code == 201, answer.text
    initiative: str = answer.json()["id"]
    return initiative


async def test_a_new_key_takes_over_what_the_old_one_began(shared: Shared, two_keys: tuple[str, str]) -> None:
    http, (old, new) = shared.http, two_keys
    initiative = await started(http, old)
    await http.services.database.write(lambda s: api_keys.revoke(s, old.split("_")[1], datetime.now(UTC)))
    assert (await http.get(f"/initiatives/{initiative}", by=new)).status_code == 200
    board = (await http.get("/initiatives", by=new)).json()["initiatives"]
    assert [row["id"] for row in board] == [initiative]
    said = {"reply": "yes", "for_seat": http.village.seats[0], "channel": "phone"}
    path = f"/initiatives/{initiative}/convening/answer-invitation"
    assert (await http.post(path, said, by=new)).status_code == 200
    assert (await http.post(path, said, by=http.village.other_coordinator)).status_code == 403
    history = (await http.get(f"/initiatives/{initiative}/history", by=new, limit=200)).json()["entries"]
    charter = history[0]["content"]["data"]["charter"]
    accepted = next(entry["content"] for entry in history if entry["content"]["type"] == "invitation.accepted")
    assert accepted["actor"] == charter["coordinator"]


async def test_keys_of_one_person_share_their_idempotency_keys(shared: Shared, two_keys: tuple[str, str]) -> None:
    http, (old, new) = shared.http, two_keys
    once = f"start {old.split('_')[1]}"
    initiative = await started(http, old, once)
    assert await started(http, new, once) == initiative
    said = {"reply": "yes", "for_seat": http.village.seats[0], "channel": "phone"}
    path = f"/initiatives/{initiative}/convening/answer-invitation"
    answers = [await http.post(path, said, by=key, key=f"answer {initiative}") for key in two_keys]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


async def test_a_person_is_one_actor_who_coordinates_and_holds_a_seat(shared: Shared) -> None:
    def twice(session: Any) -> tuple[str, str, int]:
        seated = actor_of(session, "i-one-actor", person="per_1")
        coordinating = actor_of(session, "i-one-actor", person="per_1", principal="person:per_1")
        rows = session.exec(select(Actor).where(Actor.initiative_id == "i-one-actor")).all()
        return seated, coordinating, len(rows)

    seated, coordinating, rows = await shared.http.services.database.write(twice)
    assert (coordinating, rows) == (seated, 1)


async def test_a_letter_to_the_coordinator_goes_to_that_person(http: Http) -> None:
    key, _ = await made(http)
    initiative = await started(http, key, model="fi.yhteisovaikuttavuus")
    due = datetime.fromisoformat((await http.get(f"/initiatives/{initiative}", by=key)).json()["phase_due"])
    run = Run(http.runs, initiative, http.runs.environment.client.get_workflow_handle(initiative))
    await run.forward(due - await run.now() + timedelta(hours=1))  # then its exit waits to be decided
    services, found = http.services, await tasks(http, initiative)
    assert any(f"/{DECIDE_EXIT}" in letter.obligation_id for letter in found)
    due = max(letter.due_at for letter in found)
    dispatcher = Dispatcher(
        services.database,
        services.vault,
        KEYS,
        OutboxChannel(),
        services.public_url,
        "talkoot@example.org",
        lambda: due,
    )
    while await dispatcher.one_pass(due):
        pass
    ended = await tasks(http, initiative)
    went = [letter for letter in ended if letter.state is LetterState.SENT]
    assert {letter.obligation_id for letter in went} == {letter.obligation_id for letter in ended}
    others = {letter.reason for letter in ended if letter not in went}
    assert Reason.NO_DEPUTY in others, "what is meant for a deputy of the coordinator's is no letter"
    assert others <= {Reason.NO_DEPUTY, Reason.SUPERSEDED}, "of several due, the newest goes"
    shown = (await http.client.get("/dev/outbox.json", params={"initiative": initiative})).json()
    mine = [letter for letter in shown if letter["actor"] == found[0].actor]
    assert len(mine) == len(went)
    assert all(ADDRESS in letter["to"] and "/p/" not in letter["link"] for letter in mine)
    await filtered(http, initiative, shown, mine)


async def filtered(http: Http, initiative: str, shown: list[Any], mine: list[Any]) -> None:
    """The outbox tells the coordinator's letters from those to seats, as data and as a page."""
    for to, title, letters in (
        ("coordinator", "Koordinaattorille", mine),
        ("holder", "Edustajalle", []),
    ):
        asked = {"initiative": initiative, "addressee": to}
        assert (await http.client.get("/dev/outbox.json", params=asked)).json() == letters
        page = (await http.client.get("/dev/outbox", params=asked)).text
        assert page.count(f"<b>{title}</b>") == page.count("<article ") == len(letters)
        assert read_codes(page) == [letter["link"] for letter in letters]
    assert all(("/p/" in letter["link"]) == (letter["addressee"] != "coordinator") for letter in shown)
    assert (await http.client.get("/dev/outbox", params={"addressee": "nobody"})).status_code == 422


async def tasks(http: Http, initiative: str) -> list[Letter]:
    """The letters to the coordinator of an initiative."""

    def read(session: Any) -> list[Letter]:
        coordinator = session.get(Initiative, initiative).coordinator
        return [letter for letter in of_initiative(session, initiative) if letter.actor == coordinator]

    return await http.services.database.read(read)
