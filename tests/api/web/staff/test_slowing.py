"""Sessions at the door: each has its own count, and made-up ones are guesses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.throttling import RequestLimits, Throttle
from api.web.staff.words import COOKIE
from api.web.words import words_in
from tests.fixtures.staffed import House

LIMITS = RequestLimits(by_link=16, by_address=8, wrong_ones=3)


def slow(house: House) -> None:
    house.services.throttle = Throttle(house.services.database, house.services.keys, LIMITS)


async def test_who_asks_too_much_by_a_session_waits_alone(house: House) -> None:
    first, second = [await house.signed_in() for _ in range(2)]
    slow(house)
    statuses = [(await first.get("/staff")).status_code for _ in range(20)]
    assert statuses == [200] * 18 + [429] * 2  # all of the limit, and this process's share
    assert (await second.get("/staff")).status_code == 200
    assert (await first.get("/sign-in")).status_code == 303
    house.wait(timedelta(minutes=1))
    assert (await first.get("/staff")).status_code == 200


async def test_who_has_to_wait_is_told_so_in_the_language_of_their_pages(house: House) -> None:
    browser = await house.signed_in()
    browser.cookies.set(COOKIE, "sv")
    slow(house)
    waits = [answer.text for _ in range(20) if (answer := await browser.get("/staff")).status_code == 429]
    assert {words_in("sv")["told"]["away"]["heading"] in text for text in waits} == {True}


@pytest.mark.parametrize("path", ["/staff", "/api/v1/initiatives"])
async def test_made_up_sessions_are_guesses_and_the_same_old_one_is_none(house: House, path: str) -> None:
    browser = await house.signed_in()
    house.wait(timedelta(minutes=31))
    slow(house)
    led_away = 303 if path == "/staff" else 401
    assert {(await browser.get(path)).status_code for _ in range(6)} == {led_away}
    made_up = house.browser()
    said = []
    for number in range(4):
        made_up.cookies.set("talkoot", f"{number:043}")
        said.append((await made_up.get(path)).status_code)
    assert said == [led_away] * 3 + [429]


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/initiatives/i1", {}),  # a page of staff, too
        ("GET", "/staff/rows", {"HX-Request": "true"}),  # the page that looks after itself is told that it is over
        ("POST", "/staff/start", {}),  # refused before anybody looks at the session
    ],
)
async def test_made_up_sessions_are_slowed_whatever_they_are_told(
    house: House, method: str, path: str, headers: dict[str, str]
) -> None:
    browser = house.browser()
    slow(house)
    for number in range(30):
        browser.cookies.set("talkoot", f"{number:043}")
        await browser.request(method, path, headers=headers)
    assert (await browser.get("/staff")).status_code == 429


async def test_who_asks_too_much_of_an_initiative_by_a_session_waits_alone(house: House) -> None:
    first, second = [await house.signed_in() for _ in range(2)]
    slow(house)
    assert [(await one.get("/staff")).status_code for one in (first, second)] == [200, 200]
    statuses = [(await first.get("/initiatives/i1/history")).status_code for _ in range(20)]
    assert statuses == [404] * 17 + [429] * 3
    assert (await second.get("/initiatives/i1/history")).status_code == 404
