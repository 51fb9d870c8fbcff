"""Dry runs on a real server: who is told to get which letter is who gets it, and a dry run leaves no trace."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlmodel import Session, col, select

from activities.dispatching import Dispatcher
from models.letter_claims import claim, next_claim
from models.letter_outcomes import Outcome, Reason, Sent, record
from models.states import LetterState
from models.tables import Actor, Letter, Person
from tests.api.conftest import entered
from tests.fixtures.api import KEYS, Http
from tests.fixtures.databases import everything

pytestmark = pytest.mark.server
MODEL, DEMO = "fi.yhteisovaikuttavuus", "fi.yhteisovaikuttavuus.demo"
CONVENING, QUICK = "fi.convening", "fi.quick"
Key = tuple[str | None, str, str]
"""The name of a letter's reader, the kind of its duty and its step."""


@pytest.fixture
async def api(http: Http) -> Http:
    """The API, with a model that begins by convening, and one whose days last a second."""
    http.services.models[CONVENING] = replace(http.services.models[MODEL], id=CONVENING, first="convening")
    http.services.models[QUICK] = replace(http.services.models[DEMO], id=QUICK, day_milliseconds=1000)
    return http


async def foretold(http: Http, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The mail of a dry run."""
    answer = await http.post(path, body)
    assert answer.status_code == 200, answer.text
    mail: dict[str, Any] = answer.json()["mail"]
    return mail


async def tried(http: Http, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The same, which has changed nothing but when the key was last used."""
    before = await everything(http.services.database)
    mail = await foretold(http, path, body)
    after = await everything(http.services.database)
    assert {name: rows for name, rows in after.items() if name != "api_key"} == {
        name: rows for name, rows in before.items() if name != "api_key"
    }
    return mail


async def said(http: Http, path: str, body: dict[str, Any]) -> None:
    answer = await http.post(path, body)
    assert answer.status_code == 200, answer.text


async def written(http: Http, initiative: str) -> dict[str, tuple[Key, LetterState, str | None]]:
    """The letters of an initiative, by id."""

    def read(session: Session) -> dict[str, tuple[Key, LetterState, str | None]]:
        rows = session.exec(
            select(Letter, Person)
            .outerjoin(Actor, col(Actor.id) == Letter.actor)
            .outerjoin(Person, col(Person.id) == Actor.person_id)
            .where(Letter.initiative_id == initiative)
        ).all()
        names = http.services.vault.reveal_many(session, [person.name_ref for _, person in rows if person])
        return {
            letter.id: (
                (names.get(person.name_ref) if person else None, letter.kind, letter.step),
                letter.state,
                letter.reason,
            )
            for letter, person in rows
        }

    return await http.services.database.read(read)


async def sent(http: Http, initiative: str) -> set[str]:
    """The dispatcher comes by until nothing waits: which letters of an initiative it sends."""

    def deal(session: Session) -> set[str]:
        at: datetime | None = next_claim(session)
        for _ in range(60):
            if at is None:
                break
            for one in claim(session, KEYS, at, lease=timedelta(minutes=5), limit=1000, domain="example.org"):
                assert record(session, one, Sent("test"), at)
            session.expire_all()
            following = next_claim(session)
            at = max(following, at + timedelta(seconds=1)) if following is not None else None
        of_it = (Letter.initiative_id == initiative, Letter.state == LetterState.SENT)
        return set(session.exec(select(Letter.id).where(*of_it)).all())

    return await http.services.database.write(deal)


def told(letters: list[dict[str, Any]]) -> Counter[Key]:
    return Counter((one["person"], one["duty"], one["step"]) for one in letters)


async def compare(http: Http, initiative: str, mail: dict[str, Any], before: dict[str, Any]) -> None:
    """What is written, taken back and sent since is what was told."""
    after = await written(http, initiative)
    fresh = {id: row for id, row in after.items() if id not in before}
    assert Counter(key for key, *_ in fresh.values()) == told(
        [*mail["goes"], *(one for one in mail["stays"] if one["letter"])]
    )
    assert {one["letter"] for one in mail["goes"]} <= fresh.keys()
    claimed = await sent(http, initiative)
    assert claimed & fresh.keys() == {one["letter"] for one in mail["goes"]}
    assert not claimed & {one["letter"] for one in mail["taken_back"]}
    became = await written(http, initiative)
    assert all(became[one["letter"]][2] == one["because"] for one in mail["taken_back"])


async def test_a_start_asks_exactly_those_whom_its_dry_run_named(api: Http) -> None:
    body = api.village.start(model=MODEL)
    mail = await tried(api, "/initiatives/preview", body)
    initiative = await api.start(model=MODEL)
    rows = await written(api, initiative)
    assert Counter(key for key, *_ in rows.values()) == told([*mail["goes"], *mail["stays"]])
    assert len([one for one in mail["goes"] if one["seat"]]) >= len(api.village.seats)
    claimed = await sent(api, initiative)
    assert Counter(rows[id][0] for id in claimed) == told(mail["goes"])


async def test_reopening_a_phase_writes_exactly_what_its_dry_run_told(api: Http) -> None:
    initiative = await api.start(model=CONVENING)
    path, body = f"/initiatives/{initiative}/take-exit", {"exit": "loop_back", "reason": "Tarve on muuttunut."}
    mail, before = await tried(api, f"{path}/preview", body), await written(api, initiative)
    assert len(mail["taken_back"]) >= len(api.village.seats)
    await said(api, path, body)
    await entered(api, initiative, "need_identification")
    assert {one["step"] for one in mail["goes"]} == {"loop_back", "invitation"}
    await compare(api, initiative, mail, before)


async def test_a_stop_tells_exactly_those_whom_its_dry_run_named(api: Http) -> None:
    initiative = await api.start(model=CONVENING)
    path, body = f"/initiatives/{initiative}/take-exit", {"exit": "stop", "reason": "Aika ei riitä."}
    mail, before = await tried(api, f"{path}/preview", body), await written(api, initiative)
    await said(api, path, body)
    assert told(mail["goes"]).total() == len(api.village.seats)
    assert {one["because"] for one in mail["taken_back"]} == {Reason.ENDED}
    await compare(api, initiative, mail, before)


async def test_a_meeting_is_moved_and_called_off_exactly_as_the_dry_runs_told(api: Http) -> None:
    initiative = await api.start(model=CONVENING)
    path, day = f"/initiatives/{initiative}/meetings", datetime.now(UTC) + timedelta(days=40)
    await sent(api, initiative)
    for verb, more in (
        ("fix-meeting", {"at": day.isoformat()}),
        ("move-meeting", {"meeting": "m1", "at": (day + timedelta(days=1)).isoformat()}),
        ("move-meeting", {"meeting": "m1", "at": (day + timedelta(days=2)).isoformat()}),
        ("cancel-meeting", {"meeting": "m1", "reason": "Sovittiin puhelimessa."}),
    ):
        mail, before = await tried(api, f"{path}/{verb}/preview", more), await written(api, initiative)
        await said(api, f"{path}/{verb}", more)
        assert len(mail["goes"]) == len(api.village.seats)
        await compare(api, initiative, mail, before)


async def test_before_anybody_was_told_a_move_takes_back_and_a_cancellation_tells_nobody(api: Http) -> None:
    initiative = await api.start(model=CONVENING)
    path, day = f"/initiatives/{initiative}/meetings", datetime.now(UTC) + timedelta(days=40)
    await said(api, f"{path}/fix-meeting", {"at": day.isoformat()})
    move = {"meeting": "m1", "at": (day + timedelta(days=1)).isoformat()}
    mail, before = await tried(api, f"{path}/move-meeting/preview", move), await written(api, initiative)
    assert told(mail["taken_back"]).total() == len(api.village.seats)
    await said(api, f"{path}/move-meeting", move)
    after = await written(api, initiative)
    assert {after[one["letter"]][1:] for one in mail["taken_back"]} == {(LetterState.SUPERSEDED, Reason.SUPERSEDED)}
    off = {"meeting": "m1", "reason": "Ei tarvita."}
    mail, before = await tried(api, f"{path}/cancel-meeting/preview", off), await written(api, initiative)
    assert mail["goes"] == []
    assert {one["because"] for one in (*mail["stays"], *mail["taken_back"])} == {Reason.SUPERSEDED}
    await said(api, f"{path}/cancel-meeting", off)
    await compare(api, initiative, mail, before)


async def test_everybody_is_reminded_exactly_as_the_dry_run_told_and_not_again_at_once(api: Http) -> None:
    initiative = await api.start(model=QUICK)
    path = f"/initiatives/{initiative}/remind-all"
    answered = {"for_seat": api.village.seats[0], "channel": "phone"}
    await said(api, f"/initiatives/{initiative}/need-identification/nothing-to-raise", answered)
    await sent(api, initiative)
    await asyncio.sleep(2.1)
    mail, before = await tried(api, f"{path}/preview", {}), await written(api, initiative)
    await said(api, path, {})
    again = await api.post(path)
    assert (again.status_code, again.json()["type"]) == (409, "urn:talkoot:NobodyToRemind")
    assert "the last letter is not 2 working days old" in again.json()["detail"]
    assert told(mail["goes"]).total() == len(api.village.seats) - 1
    assert {one["voice"] for one in mail["goes"]} == {"reminder"}
    await compare(api, initiative, mail, before)


async def test_a_dry_run_is_refused_as_the_command_would_be_and_is_for_those_who_may_say_it(api: Http) -> None:
    initiative = await api.start(model=CONVENING)
    path = f"/initiatives/{initiative}/take-exit/preview"
    shut = await api.post(path, {"exit": "loop_back"})
    assert (shut.status_code, shut.json()["path"]) == (422, "reason")
    for reminding in (f"/initiatives/{initiative}/remind-all", f"/initiatives/{initiative}/remind-all/preview"):
        early = await api.post(reminding)
        assert (early.status_code, early.json()["type"]) == (409, "urn:talkoot:NobodyToRemind")
    body = {"exit": "stop", "reason": "Aika ei riitä."}
    assert (await api.post(path, body, by=api.village.other_coordinator)).status_code == 403
    assert (await api.post(path, body, by=api.village.auditor)).status_code == 403


class Collecting:
    """A channel that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def send(self, message: EmailMessage) -> Outcome:
        self.messages.append(message)
        return Sent("collecting")

    async def close(self) -> None:
        """Nothing is open."""


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110  what a test waits for does not announce itself
            await asyncio.sleep(0.02)


@asynccontextmanager
async def dispatched(api: Http, channel: Collecting, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """A dispatcher at work, which goes by this clock."""
    services, url, sender = api.services, "https://talkoot.example", "talkoot@example.org"
    at_work = Dispatcher(services.database, services.vault, KEYS, channel, url, sender, clock, idle_seconds=0.1)
    task = asyncio.create_task(at_work.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_of_a_meeting_moved_five_times_within_a_minute_only_the_last_letter_leaves(api: Http) -> None:
    initiative, channel, seats = await api.start(model=CONVENING), Collecting(), len(api.village.seats)
    path, day = f"/initiatives/{initiative}/meetings", datetime.now(UTC) + timedelta(days=40)
    call = {"at": day.isoformat()}
    now = [leaves_at(await tried(api, f"{path}/fix-meeting/preview", call))]
    await said(api, f"{path}/fix-meeting", call)
    now[0] += timedelta(minutes=1)
    async with dispatched(api, channel, lambda: now[0]):
        await until(lambda: len(channel.messages) == seats)  # one each: invited, and asked to the meeting
        for days in range(1, 6):
            moved = {"meeting": "m1", "at": (day + timedelta(days=days)).isoformat()}
            leaves = leaves_at(await foretold(api, f"{path}/move-meeting/preview", moved))
            await said(api, f"{path}/move-meeting", moved)
            await asyncio.sleep(0.3)
        now[0] = leaves - timedelta(minutes=1)
        await asyncio.sleep(0.5)
        assert len(channel.messages) == seats
        now[0] = leaves + timedelta(minutes=1)
        await until(lambda: len(channel.messages) >= 2 * seats)
        await asyncio.sleep(0.3)
    last = channel.messages[seats:]
    assert len(last) == len({str(message["To"]) for message in last}) == seats
    rows = Counter((key[1], state) for key, state, _ in (await written(api, initiative)).values())
    assert rows["attend_meeting", LetterState.SUPERSEDED] == 4 * seats
    assert rows["attend_meeting", LetterState.SENT] == 2 * seats


def leaves_at(mail: dict[str, Any]) -> datetime:
    """When the letters of a dry run leave: all at once."""
    (moment,) = {one["leaves_at"] for one in mail["goes"]}
    return datetime.fromisoformat(moment)
