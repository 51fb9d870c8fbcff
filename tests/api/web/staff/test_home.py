"""The first page of staff and their sessions: who it is, in which role, how long, and the way out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from domain.actors import Role
from domain.house import OPERATOR, STREAM, AuditorRead, HouseEvent, RoleTaken, SignedOut
from domain.ledger.entries import decode
from models import erasing, staff
from models.append import entries_after
from models.engine import DatabaseAway
from tests.api import doors
from tests.api.web.rehearsal import PageRead
from tests.fixtures.staffed import AINO, OLAVI, House, said

ELSEWHERE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {},
]
PARTS = {
    "GET /staff/history": "house",
    "GET /staff/register": "register",
    "GET /staff/register/{kind}": "register",
    "GET /staff/register/{kind}/{row}": "register",
    "GET /staff/register-load": "load",
    "GET /staff/register-load/{person}": "load",
    "GET /staff/models": "models",
    "GET /staff/roles": "staff",
}
READ = [*doors.STAFF_OWN, *(route for route, roles in doors.STAFF_DESK.items() if Role.AUDITOR in roles)]
LEADS = {"/staff": "/sign-in?next=%2Fstaff", "/staff/sessions": "/sign-in?next=%2Fstaff%2Fsessions"}


@pytest.mark.parametrize("path", LEADS)
async def test_whoever_is_not_signed_in_is_led_to_the_sign_in(house: House, path: str) -> None:
    answer = await house.browser().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, LEADS[path])


async def test_the_page_says_who_is_signed_in_and_in_which_role(house: House) -> None:
    page = PageRead.of("", await (await house.signed_in(OLAVI)).get("/staff"))
    assert "Olavi" in page.text
    assert "Tarkastaja" in page.text
    assert "Aloitteita ei ole vielä." in page.text


@pytest.mark.parametrize("route", sorted(one for one in READ if one.startswith("GET")))
async def test_what_auditors_read_is_told_as_of_the_api_and_what_is_their_own_is_not(house: House, route: str) -> None:
    browser = await house.signed_in(OLAVI)
    path = route.removeprefix("GET ").format(kind="persons", row=house.guest, person=house.guest)
    for _ in range(2):
        assert (await browser.get(path)).status_code == 200, path
    told = await reads(house)
    assert [one.part for one in told] == ([] if route in doors.STAFF_OWN else [PARTS.get(route, "initiatives")])
    assert all((one.id is not None) == ("{" in route and route[-6:] != "{kind}") for one in told)
    assert (await browser.get("/api/v1/initiatives")).status_code == 200
    assert await reads(house) == [*dict.fromkeys([*told, AuditorRead(part="initiatives")])]  # once, wherever it is read


async def test_what_coordinators_read_is_not_told(house: House) -> None:
    assert (await (await house.signed_in()).get("/staff")).status_code == 200
    assert await reads(house) == []


async def test_a_first_page_that_cannot_be_told_is_not_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise DatabaseAway("the database cannot be written now")

    browser = await house.signed_in(OLAVI)
    monkeypatch.setattr("api.noting_reads.note", away)
    assert (await browser.get("/staff")).status_code == 503


async def reads(house: House) -> list[HouseEvent]:
    """What the house tells that auditors read."""
    entries = await house.services.database.read(lambda s: entries_after(s, STREAM, 0))
    return [event for entry in entries if isinstance(event := decode(entry.text, HouseEvent).event, AuditorRead)]


async def test_a_session_that_is_not_used_for_half_an_hour_is_over(house: House) -> None:
    browser = await house.signed_in()
    for _ in range(3):
        house.wait(timedelta(minutes=29))
        assert (await browser.get("/staff")).status_code == 200
    house.wait(timedelta(minutes=30))
    assert (await browser.get("/staff")).status_code == 303


async def test_a_session_is_over_after_twelve_hours_however_much_it_is_used(house: House) -> None:
    browser = await house.signed_in()
    statuses = []
    for _ in range(25):
        house.wait(timedelta(minutes=29))
        statuses.append((await browser.get("/staff")).status_code)
    assert statuses == [200] * 24 + [303]  # 24 times 29 minutes are less than twelve hours, 25 times are more


async def test_who_signs_out_is_out_and_the_browser_forgets_it(house: House) -> None:
    browser = await house.signed_in()
    secret = browser.cookies["talkoot"]
    out = await said(browser, "/staff/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in?kept=out")
    assert "talkoot" not in browser.cookies
    browser.cookies.set("talkoot", secret)
    assert (await browser.get("/staff")).status_code == 303
    assert (await house.told())[-1] == SignedOut.KIND


async def test_sessions_are_listed_and_ended_one_by_one_or_all_at_once(house: House) -> None:
    first, second, third = [await house.signed_in() for _ in range(3)]
    stranger = await house.signed_in(OLAVI)
    page = PageRead.of("", await second.get("/staff/sessions"))
    listed = [form["session"] for form in page.forms if "session" in form]
    assert (len(listed), page.html.count("den här webbläsaren"), page.html.count("<b>Firefox</b>")) == (3, 1, 3)
    theirs = PageRead.of("", await stranger.get("/staff/sessions"))
    assert len([form for form in theirs.forms if "session" in form]) == 1
    assert (await said(stranger, "/staff/sessions", {"session": listed[0]})).status_code == 303  # not of theirs
    mine = next(iter(listed))
    assert (await said(third, "/staff/sessions", {"session": mine})).status_code == 303
    open_ones = [one for one in (first, second, third) if (await one.get("/staff")).status_code == 200]
    assert len(open_ones) == 2
    assert (await said(open_ones[0], "/staff/sessions", {"everywhere": "yes"})).status_code == 303
    assert [(await one.get("/staff")).status_code for one in (first, second, third)] == [303] * 3
    assert (await stranger.get("/staff")).status_code == 200


@pytest.mark.parametrize("path", ["/staff/sign-out", "/staff/sessions", "/staff/role"])
@pytest.mark.parametrize("headers", ELSEWHERE)
async def test_another_site_cannot_do_anything_in_somebodys_name(
    house: House, path: str, headers: dict[str, str]
) -> None:
    browser = await house.signed_in()
    answer = await browser.post(path, data={"everywhere": "yes", "role": "admin"}, headers=headers)
    assert answer.status_code == 403
    assert (await browser.get("/staff")).status_code == 200


async def test_somebody_with_two_roles_acts_in_one_at_a_time(house: House) -> None:
    browser = await house.signed_in()
    assert "Koordinator" in PageRead.of("", await browser.get("/staff")).text
    assert (await browser.get("/api/v1/model-changes")).status_code == 403
    assert (await said(browser, "/staff/role", {"role": "auditor"})).status_code == 303  # has it not
    assert (await browser.get("/api/v1/letters/balance")).status_code == 403
    assert (await said(browser, "/staff/role", {"role": "admin"})).status_code == 303
    assert (await browser.get("/api/v1/model-changes")).status_code == 200
    assert (await house.told())[-2:] == ["staff.signed_in", "staff.signed_in"]


@pytest.mark.parametrize("why", ["role", "erasure"])
async def test_a_session_ends_at_once_with_the_role_or_the_person(house: House, why: str) -> None:
    browser = await house.signed_in(OLAVI)
    await house.asked(house.browser(), OLAVI)
    await house.letters()

    def end(session: Session) -> None:
        if why == "role":
            staff.take(session, house.olavi, Role.AUDITOR, by=OPERATOR, now=house.now)
        else:
            erasing.erase(session, house.services.vault, house.olavi, house.now)

    await house.services.database.write(end)
    assert (await browser.get("/staff")).status_code == 303
    assert (await browser.get("/api/v1/initiatives")).status_code == 401
    assert (await house.browser().get(house.link())).status_code == 404
    assert RoleTaken.KIND in await house.told()
    assert (await house.asked(house.browser(), OLAVI)).status_code == 303
    assert await house.letters() == 0


async def test_the_api_takes_the_session_and_asks_where_what_changes_comes_from(house: House) -> None:
    browser = await house.signed_in()
    ours = {"Sec-Fetch-Site": "same-origin"}
    body = {"name": "Kylä ry", "sector": "association"}
    assert (await browser.get("/api/v1/initiatives")).status_code == 200
    assert (await browser.get("/api/v1/initiatives", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": "null"}):
        refused = await browser.post("/api/v1/register/organisations", json=body, headers=headers)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:talkoot:SentFromElsewhere")
    assert (await browser.post("/api/v1/register/organisations", json=body, headers=ours)).status_code == 201


async def test_the_secret_of_a_session_is_no_key_and_a_key_is_no_session(house: House) -> None:
    browser = await house.signed_in()
    secret = browser.cookies["talkoot"]
    bare = house.browser()
    assert (await bare.get("/api/v1/initiatives", headers={"Authorization": f"Bearer {secret}"})).status_code == 401
    key = "tk_0123456789ab_" + "x" * 43
    bare.cookies.set("talkoot", key)
    assert (await bare.get("/api/v1/initiatives")).status_code == 401
    assert (await bare.get("/p/" + secret)).status_code == 404


async def test_the_page_of_a_session_that_ended_tells_programs_to_sign_in(house: House) -> None:
    browser = await house.signed_in(AINO)
    house.wait(timedelta(hours=1))
    answer = await browser.get("/api/v1/initiatives")
    assert (answer.status_code, answer.json()["remedy"]) == (401, "sign in again at /sign-in")
