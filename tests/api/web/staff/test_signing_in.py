"""The sign-in: by a link in a letter, once, and the same for everybody who asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.house import SignedIn
from domain.staff.asking import Bounds
from models.tables import SignInLink, StaffSession
from tests.api.web.rehearsal import PageRead
from tests.fixtures.staffed import AINO, OLAVI, SAME_ORIGIN, House, said


async def test_somebody_of_staff_signs_in_by_a_letter_and_is_led_to_their_page(house: House) -> None:
    browser = house.browser()
    asked = await house.asked(browser)
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?sent=yes")
    assert await house.letters() == 1
    letter = house.mailbox.letters[0]
    assert (letter["To"], letter["Content-Language"]) == (f"Aino <{AINO}>", "sv-FI")
    shown = await browser.get(house.link())
    assert "Aino" in shown.text
    entered = await said(browser, house.link())
    assert (entered.status_code, entered.headers["location"]) == (303, "/staff")
    home = await browser.get("/staff")
    assert home.status_code == 200
    assert 'lang="sv"' in home.text  # as her letters are, since she chose no other
    assert (await house.told())[-1] == SignedIn.KIND


async def test_the_answer_is_the_same_whether_anybody_has_the_address(house: House) -> None:
    answers = []
    for address in (AINO, "nobody@example.org", "v@example.org"):  # the last one has no role
        answer = await house.asked(house.browser(), address)
        answers.append((answer.status_code, answer.headers["location"], answer.text))
    assert len(set(answers)) == 1
    assert await house.letters() == 1
    kept = await house.services.database.read(lambda s: list(s.exec(select(SignInLink)).all()))
    assert len(kept) == 3  # what is written is the same, too, so that the time is
    assert sum(row.person_id is not None for row in kept) == 1
    assert all(address not in row.model_dump_json() for row in kept for address in (AINO, "nobody", "v@"))


async def test_looking_at_a_link_changes_nothing_however_often(house: House) -> None:
    browser = house.browser()
    await house.asked(browser)
    await house.letters()
    for _ in range(5):
        assert (await house.browser().get(house.link())).status_code == 200
        assert (await house.browser().head(house.link())).status_code == 200
    rows = await house.services.database.read(lambda s: [r.used_at for r in s.exec(select(SignInLink)).all()])
    assert rows == [None]
    assert (await said(browser, house.link())).status_code == 303


async def test_a_link_opens_once(house: House) -> None:
    browser = house.browser()
    await house.asked(browser)
    await house.letters()
    assert (await said(browser, house.link())).status_code == 303
    for again in (await said(browser, house.link()), await house.browser().get(house.link())):
        assert again.status_code == 404
        assert "set-cookie" not in again.headers


@pytest.mark.parametrize("minutes", [14, 15])
async def test_a_link_opens_for_a_quarter_of_an_hour(house: House, minutes: int) -> None:
    browser = house.browser()
    await house.asked(browser)
    await house.letters()
    house.wait(timedelta(minutes=minutes))
    assert (await said(browser, house.link())).status_code == (303 if minutes < 15 else 404)


async def test_in_another_browser_the_page_says_so_and_opens_all_the_same(house: House) -> None:
    browser, other = house.browser(), house.browser()
    await house.asked(browser)
    await house.letters()
    english = {"Accept-Language": "en"}
    here = (await browser.get(house.link(), headers=english)).text
    there = (await other.get(house.link(), headers=english)).text
    assert "another browser" not in here
    assert "another browser" in there
    assert (await said(other, house.link())).status_code == 303
    assert (await other.get("/staff")).status_code == 200


async def test_what_another_site_sends_signs_nobody_in(house: House) -> None:
    browser = house.browser()
    await house.asked(browser)
    await house.letters()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        assert (await browser.post(house.link(), headers=headers)).status_code == 403, headers
        assert (await browser.post("/sign-in", data={"address": AINO}, headers=headers)).status_code == 403
    assert (await said(browser, house.link())).status_code == 303


async def test_after_three_links_in_a_quarter_of_an_hour_the_newest_letter_is_to_be_used(house: House) -> None:
    for number in range(5):
        answer = await house.asked(house.browser())
        assert answer.status_code == (303 if number < 3 else 429)
    assert 0 < int(answer.headers["retry-after"]) <= 300
    assert await house.letters() == 3
    assert (await house.browser().get(house.link())).status_code == 200
    assert (await house.asked(house.browser(), OLAVI)).status_code == 303  # the address of somebody else
    house.wait(timedelta(minutes=5))
    assert (await house.asked(house.browser())).status_code == 303


async def test_one_network_asks_for_so_many_links_an_hour_for_whichever_addresses(house: House) -> None:
    browser = house.browser()
    house.services.sign_in_bounds = Bounds(from_one_network=20)
    statuses = [(await house.asked(browser, f"nobody{n}@example.org")).status_code for n in range(22)]
    assert statuses == [303] * 20 + [429] * 2


async def test_a_browser_without_cookies_is_told_so(house: House) -> None:
    answer = await house.browser().post("/sign-in", data={"address": AINO}, headers=SAME_ORIGIN)
    assert (answer.status_code, await house.letters()) == (422, 0)
    assert "evästeitä" in answer.text


@pytest.mark.parametrize("typed", ["", "aino", "@example.org", "a@b c", "x" * 250 + "@example.org"])
async def test_what_is_no_address_comes_back_as_it_was_typed(house: House, typed: str) -> None:
    answer = await house.asked(house.browser(), typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/initiatives/i1?language=sv", "/initiatives/i1?language=sv"),
        ("//evil.example/", "/staff"),
        ("/\\evil.example", "/staff"),
        ("https://evil.example/", "/staff"),
        ("/sign-in", "/staff"),
        ("/a\nSet-Cookie:x", "/staff"),
    ],
)
async def test_whoever_signs_in_is_led_to_the_page_that_they_wanted_if_it_is_ours(
    house: House, wanted: str, led: str
) -> None:
    browser = house.browser()
    await house.asked(browser, next=wanted)
    await house.letters()
    assert (await said(browser, house.link())).headers["location"] == led


async def test_a_session_has_a_new_secret_each_time_and_the_former_one_of_the_browser_ends(house: House) -> None:
    browser = await house.signed_in()
    former = browser.cookies["talkoot"]
    await said(browser, "/sign-in", {"address": AINO})
    await house.asked(browser)
    await house.letters()
    await said(browser, house.link())
    assert browser.cookies["talkoot"] != former
    old = house.browser()
    old.cookies.set("talkoot", former)
    assert (await old.get("/staff")).status_code == 303


async def test_the_cookie_is_bound_to_the_host_and_to_encryption_and_closed_to_scripts(house: House) -> None:
    house.services.public_url = "https://talkoot.example"
    browser = house.browser("https://talkoot.example")
    asked = await browser.get("/sign-in")
    assert asked.headers["set-cookie"].startswith("__Host-talkoot-asks=")
    await said(browser, "/sign-in", {"address": AINO})
    await house.letters()
    entered = await said(browser, house.link())
    (cookie,) = [one for one in entered.headers.get_list("set-cookie") if one.startswith("__Host-talkoot=")]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "path=/", "samesite=lax", "secure"}


async def test_a_secret_lies_nowhere_in_the_database(house: House) -> None:
    browser = await house.signed_in()
    secret, token = browser.cookies["talkoot"], house.link().rpartition("/")[2]

    def everything(session):  # type: ignore[no-untyped-def]
        rows = [*session.exec(select(StaffSession)).all(), *session.exec(select(SignInLink)).all()]
        return "".join(row.model_dump_json() for row in rows)

    kept = await house.services.database.read(everything)
    assert secret not in kept
    assert token not in kept
    assert "Firefox" not in kept  # of the browser one word is kept, as it is shown


async def test_the_sign_in_page_leads_on_whoever_is_signed_in(house: House) -> None:
    browser = await house.signed_in()
    assert (await browser.get("/sign-in?next=/staff/sessions")).headers["location"] == "/staff/sessions"


async def test_pages_speak_three_languages_and_remember_which_was_chosen(house: House) -> None:
    browser = house.browser()
    for language, title in (("fi", "Kirjaudu sisään"), ("sv", "Logga in"), ("en", "Sign in")):
        page = PageRead.of("", await browser.get(f"/sign-in?language={language}"))
        assert page.tags[0][1]["lang"] == language
        assert f">{title}</h1>" in page.html
        again = await browser.get("/sign-in")
        assert f">{title}</h1>" in again.text
    other = await house.browser().get("/sign-in", headers={"Accept-Language": "de-DE, sv;q=0.8"})
    assert "Logga in" in other.text
