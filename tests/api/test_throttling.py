"""Limits: who asks as people do is never kept waiting and writes nothing; who asks too much or guesses is slowed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from api.doorkeeping import Visit
from api.problems import TooMany
from api.throttling import By, RequestLimits, Throttle
from models.engine import Database
from models.tables import RateCount
from tests.api.conftest import Shared
from tests.fixtures.api import KEYS
from tests.fixtures.bare import bare
from tests.fixtures.rules import START

SECOND = timedelta(seconds=1)
LIMITS = RequestLimits(by_key=80, by_link=16, by_address=8, wrong_ones=3)
HERE, THERE = "192.0.2.7", "192.0.2.8"


def process(database: Database) -> Throttle:
    return Throttle(database, KEYS, LIMITS)


async def taken(throttle: Throttle, times: int, at: float = 0, *, by: By = By.KEY, subject: str = "k") -> int:
    """How many of so many requests are let in."""
    now, let_in = START + at * SECOND, 0
    for _ in range(times):
        try:
            await throttle.require(by, subject, HERE, now)
            let_in += 1
        except TooMany:
            pass
    return let_in


async def counted(database: Database) -> list[tuple[str, str]]:
    def read(session: Session) -> list[tuple[str, str]]:
        return [(row.name, row.subject) for row in session.exec(select(RateCount))]

    return await database.read(read)


async def test_who_asks_as_people_do_leaves_no_trace_in_the_database(database: Database) -> None:
    throttle = process(database)
    assert [await taken(throttle, 5, at) for at in range(0, 300, 30)] == [5] * 10
    assert await counted(database) == []


async def test_all_processes_together_let_in_the_limit_and_their_own_shares(database: Database) -> None:
    several = [process(database) for _ in range(2)]
    let_in = await asyncio.gather(*(taken(throttle, 100) for throttle in several))
    assert sum(let_in) == 80 + 2 * 10
    assert [await taken(throttle, 10) for throttle in several] == [0, 0]
    assert await taken(several[0], 5, subject="another") == 5
    assert sum([await taken(throttle, 100, 60) for throttle in several]) == 80 + 2 * 10


async def test_whoever_is_refused_is_told_when_to_come_again_and_then_let_in(database: Database) -> None:
    throttle = process(database)
    await taken(throttle, 200)
    with pytest.raises(TooMany) as refused:
        await throttle.require(By.KEY, "k", HERE, START)
    assert 1 <= refused.value.retry_after <= 60
    assert str(refused.value.retry_after) in refused.value.remedy
    assert await taken(throttle, 1, refused.value.retry_after) == 1


async def test_a_clock_that_was_ahead_and_is_set_right_keeps_nobody_out(database: Database) -> None:
    throttle, days = process(database), 31 * 24 * 3600
    assert await taken(throttle, 200, days) < 200
    for number in range(5):
        await throttle.guessed(str(number), HERE, START + days * SECOND)
    assert [await taken(one, 20) for one in (throttle, process(database))] == [20, 20]
    await process(database).guessed("6", HERE, START)


async def test_an_address_is_counted_by_a_mark_that_does_not_tell_it(database: Database) -> None:
    await taken(process(database), 50, by=By.ADDRESS, subject=HERE)
    ((name, mark),) = await counted(database)
    assert (name, len(mark)) == ("address", 64)
    assert HERE not in mark


async def test_guessing_is_slowed_for_its_address_alone_and_the_same_wrong_one_is_no_guess(database: Database) -> None:
    several = [process(database) for _ in range(2)]
    for throttle in several:
        for token in ("a", "a", "b", "a"):
            await throttle.guessed(token, HERE, START)
    for throttle in several:
        await throttle.guessed("c", HERE, START)
    for throttle in several:
        with pytest.raises(TooMany):
            await throttle.require(By.LINK, "right", HERE, START)
        await throttle.require(By.LINK, "right", THERE, START)
        await throttle.require(By.LINK, "right", HERE, START + 200 * SECOND)


async def test_a_clock_that_was_ahead_keeps_nobody_out_once_it_is_right(database: Database) -> None:
    throttle, day = process(database), 24 * 3600
    for number in range(4):
        await throttle.guessed(f"{number}", HERE, START + day * SECOND)
    assert await taken(throttle, 100, day, subject="there") == 0
    assert await taken(throttle, 100) == 90


async def test_a_database_that_is_away_keeps_nobody_out() -> None:
    away = Database.open("postgresql://nobody@127.0.0.1:9/none")
    try:
        assert await taken(process(away), 60) == 60
    finally:
        await away.close()


@contextmanager
def limited(shared: Shared, limits: RequestLimits) -> Iterator[None]:
    services = shared.http.services
    usual, services.throttle = services.throttle, Throttle(services.database, services.keys, limits)
    try:
        yield
    finally:
        services.throttle = usual


@pytest.fixture
async def door(shared: Shared) -> AsyncIterator[Shared]:
    with limited(shared, LIMITS):
        yield shared


@pytest.mark.server
async def test_at_the_door_too_many_get_a_problem_and_on_a_page_a_page_that_keeps_what_was_typed(door: Shared) -> None:
    http, link = door.http, door.links[door.looped]
    answers = [await http.get("/personal", by=link) for _ in range(40)]
    (last, *_) = [answer for answer in answers if answer.status_code != 200]
    assert (last.status_code, last.json()["type"]) == (429, "urn:talkoot:TooMany")
    assert last.headers["content-type"] == "application/problem+json"
    assert int(last.headers["retry-after"]) >= 1
    typed = await http.client.post(f"/p/{link}", data={"text": "Kaksi <b>tuntia</b> kirjoitettua"})
    assert (typed.status_code, "retry-after" in typed.headers) == (429, True)
    assert "Kaksi &lt;b&gt;tuntia&lt;/b&gt; kirjoitettua" in typed.text
    assert typed.headers["cache-control"] == "no-store"
    assert (await http.get("/personal", by=door.links[door.foreign])).status_code == 200
    assert (await http.client.get("/healthz")).status_code == 200


@pytest.mark.server
@pytest.mark.parametrize(
    "path", ["/api/v1/personal", "/p/{}", "/u/{}", "/call/{}", "/call/need/{}", "/api/v1/open-calls/{}"]
)
async def test_whoever_guesses_keys_or_links_is_soon_answered_nothing_else_than_to_wait(
    shared: Shared, path: str
) -> None:
    link = shared.links[shared.looped]
    with limited(shared, RequestLimits(wrong_ones=3)):
        shared.http.services.throttle.keys = type(KEYS)(b"m" * 32, path.encode().ljust(32))  # a count of its own
        said = []
        for guess in (f"{number:043}" for number in range(6)):
            headers = {} if "{}" in path else {"Authorization": f"Bearer {guess}"}
            said.append((await shared.http.client.get(path.format(guess), headers=headers)).status_code)
        assert said == [404 if "{}" in path else 401] * 4 + [429] * 2
        assert (await shared.http.client.get(f"/p/{link}")).status_code == 429
    assert (await shared.http.client.get(f"/p/{link}")).status_code == 200


@pytest.mark.server
async def test_whoever_has_come_in_by_a_link_goes_on_while_a_neighbour_guesses(shared: Shared) -> None:
    known, fresh = shared.links[shared.looped], shared.links[shared.foreign]
    with limited(shared, RequestLimits(wrong_ones=3)):
        shared.http.services.throttle.keys = type(KEYS)(b"m" * 32, b"neighbours".ljust(32))
        assert (await shared.http.client.get(f"/p/{known}")).status_code == 200
        for guess in (f"{number:043}" for number in range(6)):
            await shared.http.client.get(f"/p/{guess}")
        assert [(await shared.http.client.get(f"/p/{link}")).status_code for link in (known, fresh)] == [200, 429]


@pytest.mark.server
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/sign-in", 200), ("GET", "/api/v1/nothing", 404), ("POST", "/api/v1/initiatives", 422)],
)
async def test_a_made_up_key_with_each_request_gets_nobody_around_the_limit_of_their_address(
    shared: Shared, method: str, path: str, status: int
) -> None:
    with limited(shared, RequestLimits(by_address=8)):
        shared.http.services.throttle.keys = type(KEYS)(b"m" * 32, path.encode().ljust(32))
        said = []
        for number in range(14):
            made_up = {"Authorization": f"Bearer {number:043}"}
            sent = {"content": b"{", "headers": made_up | {"Content-Type": "application/json"}}
            said.append((await shared.http.client.request(method, path, **sent)).status_code)
        assert (said[0], said[-1]) == (status, 429)


@pytest.mark.parametrize("of", ["2001:db8:1:2::{}", "2001:db8:1:2:{}::7"])
async def test_of_the_sixth_version_one_network_is_one_address(of: str) -> None:
    scope, services = {"type": "http", "path": "/sign-in", "headers": []}, bare("http://talkoot.example")
    visits = [Visit.of({**scope, "client": (of.format(number), 1)}, services) for number in (1, 2)]
    assert visits[0].source == visits[1].source
