"""In which language a page that a link opens is read: as its reader is written to, or as they chose in this browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlmodel import Session

from api.web.own import COOKIE, NAMES
from api.web.words import LANGUAGES
from models.tables import Person
from tests.api.conftest import standing
from tests.api.web.rehearsal import PageRead, Rehearsal

HOLDER, INVITED = "holder-02", "answer_invitation"
ASKED = {"fi": "Tuletko mukaan?", "fi-selko": "Tuletko mukaan?", "sv": "Kommer du med?", "en": "Will you join?"}
YOURS = {
    "fi": "Hoida muulla tavalla",
    "fi-selko": "Emme muistuta sinua enää",
    "sv": "Det här är din sida",
    "en": "This is your page",
}
TAGS = {"fi": "fi", "fi-selko": "fi-simple", "sv": "sv-FI", "en": "en"}


@pytest.fixture
async def browser(convening: Rehearsal) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that keeps what it is told to remember."""
    transport = convening.client._transport
    async with httpx.AsyncClient(transport=transport, base_url="http://talkoot.example") as client:
        yield client


def read(page: httpx.Response) -> PageRead:
    return PageRead.of("", page)


def test_every_language_can_be_chosen_by_its_own_name() -> None:
    assert tuple(NAMES) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_speaks_as_its_reader_is_written_to(convening: Rehearsal, language: str) -> None:
    def chosen(session: Session) -> None:
        session.get_one(Person, f"person-{HOLDER}").language = language

    await convening.services.database.write(chosen)
    page = await convening.read(HOLDER)
    assert page.tags[0][1]["lang"] == TAGS[language]
    assert ASKED[language] in page.text
    assert YOURS[language] in page.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_language_that_is_chosen_counts_for_this_browser_and_changes_nothing_else(
    convening: Rehearsal, browser: httpx.AsyncClient, language: str
) -> None:
    token = await convening.token(HOLDER)
    before = await standing(convening)  # type: ignore[arg-type]
    way = next(way for way in languages(read(await browser.get(f"/p/{token}"))) if way == f"?language={language}")
    assert YOURS[language] in read(await browser.get(f"/p/{token}{way}")).text
    assert browser.cookies[COOKIE] == language
    assert YOURS[language] in read(await browser.get(f"/p/{token}")).text
    assert await standing(convening) == before  # type: ignore[arg-type]
    assert YOURS["fi"] in (await convening.read(HOLDER)).text  # another browser


async def test_a_form_that_comes_back_speaks_the_chosen_language_and_leads_to_no_other(
    convening: Rehearsal, browser: httpx.AsyncClient
) -> None:
    token = await convening.token(HOLDER)
    page = PageRead.of(token, await browser.get(f"/p/{token}?language=sv"))
    back = read(await browser.post(f"/p/{token}", data=page.form(INVITED), headers={"Sec-Fetch-Site": "same-origin"}))
    assert "Svaret har inte skickats ännu: fyll i det som är markerat." in back.text
    assert languages(back) == []  # what was typed would be lost


async def test_what_is_no_language_chooses_nothing(convening: Rehearsal, browser: httpx.AsyncClient) -> None:
    token = await convening.token(HOLDER)
    page = await browser.get(f"/p/{token}?language=sv%0D%0ASet-Cookie:x")
    assert YOURS["fi"] in read(page).text
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize(
    ("prefers", "said"),
    [("sv-FI,sv;q=0.9", "Den här länken fungerar inte"), ("en-GB", "This link does not work"), ("de", "Tämä linkki")],
)
async def test_who_is_not_known_is_told_in_the_language_of_the_browser(
    browser: httpx.AsyncClient, prefers: str, said: str
) -> None:
    answer = await browser.get("/p/unknown", headers={"Accept-Language": prefers})
    assert answer.status_code == 404
    assert said in read(answer).text


def languages(page: PageRead) -> list[str]:
    """Where the links lead that change the language."""
    return [given["href"] or "" for tag, given in page.tags if tag == "a" and "hreflang" in given]
