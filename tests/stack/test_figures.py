"""Figures: requests by template, letters by outcome, and how things stand; nobody can be found in any of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event

from activities.accounting import Accountant
from activities.channels import OutboxChannel
from activities.dispatching import Dispatcher
from api.app import create
from api.services import Services
from domain.correspondence.accounts import End
from domain.cycle import PHASES
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.pauses import pause
from stack.figures import OUTCOMES, Figures
from stack.settings import Settings
from stack.watching import Watching
from tests.fixtures.api import KEYS
from tests.fixtures.correspondence import CANARIES, Post
from tests.fixtures.rules import START

Labels = tuple[tuple[str, str], ...]


def read(page: bytes) -> dict[tuple[str, Labels], float]:
    """What Prometheus would read: a value for each name and labels."""
    samples = [sample for found in text_string_to_metric_families(page.decode()) for sample in found.samples]
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for sample in samples}


def figures(database: Database, later: timedelta = timedelta()) -> Figures:
    return Figures(database, lambda: START + later)


@asynccontextmanager
async def client(database: Database, told: Figures) -> AsyncIterator[httpx.AsyncClient]:
    services = Services(database, None, KEYS, None, "", {}, "https://t.example")  # type: ignore[arg-type]
    transport = httpx.ASGITransport(create(services, [told.around]), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://t.example") as asking:
        yield asking


async def test_requests_are_counted_by_template_and_status_and_by_nothing_of_the_asker(database: Database) -> None:
    told = figures(database)
    async with client(database, told) as asking:
        for path in ("/healthz", "/p/uMd3-Zq9_hemmelig", "/api/v1/initiatives/i-1?x=hemmelig", "/wp-hemmelig"):
            await asking.get(path, headers={"Authorization": "Bearer hemmelig"})
        await asking.request("HEMMELIG", "/healthz")
    page = told.text()
    assert b"emmelig" not in page.lower()
    counted = {
        labels: value for (name, labels), value in read(page).items() if name == "talkoot_http_request_seconds_count"
    }
    asked = {tuple(value for _, value in labels): number for labels, number in counted.items()}
    assert asked == {
        ("GET", "/healthz", "200"): 1,
        ("GET", "/p/{token}", "404"): 1,
        ("GET", "/api/v1/initiatives/{initiative}", "401"): 1,
        ("GET", "(none)", "404"): 1,
        ("other", "/healthz", "405"): 1,
    }


async def test_the_api_itself_has_no_page_of_figures(database: Database) -> None:
    async with client(database, figures(database)) as asking:
        assert (await asking.get("/metrics")).status_code == 404


async def test_every_phase_and_state_is_there_before_anything_is(database: Database) -> None:
    found = read(figures(database).text())
    for phase in PHASES:
        assert found["talkoot_initiatives", (("phase", phase), ("status", "open"))] == 0
    assert found["talkoot_letters", (("state", "held"),)] == 0
    assert found["talkoot_letters_unaccounted", ()] == 0
    assert found["talkoot_letters_oldest_unsent_seconds", ()] == 0
    for end in End:
        assert found["talkoot_letters_accounted_total", (("end", end), ("reason", ""))] == 0
    for outcome in OUTCOMES:
        assert found["talkoot_letters_dispatched_total", (("outcome", outcome),)] == 0


async def test_initiatives_and_letters_are_counted_as_they_stand(database: Database) -> None:
    post = await Post.open(database)
    told = figures(database, timedelta(minutes=20))
    before = read(told.text())
    assert before["talkoot_initiatives", (("phase", "convening"), ("status", "open"))] == 1
    assert before["talkoot_letters_oldest_unsent_seconds", ()] == 20 * 60
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    sending = Dispatcher(
        database, post.vault, post.keys, OutboxChannel(), "https://t.example", "t@example.org", lambda: START
    )
    sending.counted = told.dispatched
    await sending.one_pass(START)
    page = told.text()
    after = read(page)
    counted = {word: after["talkoot_letters_dispatched_total", (("outcome", word),)] for word in OUTCOMES}
    assert {word: number for word, number in counted.items() if number} == {"sent": 2, "suppressed": 1}
    assert before["talkoot_letters", (("state", "waiting"),)] == 3
    assert after["talkoot_letters", (("state", "waiting"),)] == 0
    assert after["talkoot_letters_oldest_unsent_seconds", ()] == 0
    assert not any(canary.encode() in page for canary in CANARIES)


async def test_letters_are_counted_by_end_and_reason_once_they_stand_in_the_ledger(database: Database) -> None:
    post, told = await Post.open(database), figures(database)
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    channel = OutboxChannel()
    await Dispatcher(
        database, post.vault, post.keys, channel, "https://t.example", "t@example.org", lambda: START
    ).one_pass(START)
    assert read(told.text())["talkoot_letters_unaccounted", ()] == 3
    await Accountant(database, counted=told.accounted).one_pass(START)
    after = read(told.text())
    assert after["talkoot_letters_unaccounted", ()] == 0
    assert after["talkoot_letters_accounted_total", (("end", "sent"), ("reason", ""))] == 2
    assert after["talkoot_letters_accounted_total", (("end", "suppressed"), ("reason", "answered"))] == 1


async def test_a_pause_of_the_letters_is_told(database: Database) -> None:
    told = figures(database)
    assert read(told.text())["talkoot_letters_paused", ()] == 0
    await database.write(lambda session: pause(session, "key:1", START))
    assert read(told.text())["talkoot_letters_paused", ()] == 1


async def test_without_its_database_the_rest_is_still_told() -> None:
    nowhere = Database.open("sqlite:////nowhere/talkoot.db")
    found = read(figures(nowhere).text())
    assert found["talkoot_database_up", ()] == 0
    assert ("talkoot_letters", (("state", "held"),)) not in found
    assert ("talkoot_letters_dispatched_total", (("outcome", "sent"),)) in found
    await nowhere.close()


async def test_with_other_tables_than_it_needs_the_database_does_not_count_as_up(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        open(empty_database_url.removeprefix("sqlite:///"), "w").close()  # noqa: ASYNC230
    database = Database.open(empty_database_url)
    assert read(figures(database).text())["talkoot_database_up", ()] == 0
    await database.close()


async def test_reading_takes_ten_statements(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    event.listen(database._reader, "before_cursor_execute", lambda *all: asked.append(all[2]))
    figures(database).text()
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 10


def test_without_a_setting_nothing_is_watched(database: Database) -> None:
    watching = Watching.of(Settings(), database)
    assert (watching.around, watching.runtime, list(watching.interceptors)) == ([], None, [])
    watching.dispatched("sent")
    watching.accounted("sent", "")
