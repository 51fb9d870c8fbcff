"""Forms that come after a session's end: nothing that was typed is lost, and nobody else reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from sqlmodel import Session, select

from activities.housekeeping import Housekeeper
from api.doors import Here
from api.web.filling import typed_in
from api.web.staff import late_forms
from api.web.staff.door import SignedIn
from api.web.staff.routing import StaffRoute
from models import erasing, restricting
from models.tables import KeptForm, PrivateValue
from tests.api.web.rehearsal import PageRead
from tests.fixtures.staffed import AINO, OLAVI, SAME_ORIGIN, House, said

WRITTEN = {"text": "Kokoushuone <b>puuttuu</b> & pitkä perustelu", "place": "Sukeva"}
router = APIRouter(route_class=StaffRoute, prefix="/staff/try", include_in_schema=False, tags=["pages"])


@router.get("/{thing}")
async def shown(request: Request, here: Here, who: SignedIn) -> dict[str, str] | None:
    return await late_forms.waiting(here, who, request.url.path)


@router.post("/{thing}")
async def taken(request: Request, here: Here, who: SignedIn) -> Response:
    await late_forms.let_go(here, who, request.url.path)
    return Response(typed_in(await request.body()).get("text", ""), 200)


@pytest.fixture(autouse=True)
def with_a_form(pages_of_staff: FastAPI) -> Iterator[None]:
    """A page with a form, as those of staff will have."""
    before = list(pages_of_staff.router.routes)
    pages_of_staff.include_router(router)
    yield
    pages_of_staff.router.routes[:] = before


async def late(house: House, address: str = AINO, thing: str = "one"):  # type: ignore[no-untyped-def]
    """A browser in which a form was sent after the session's end, and the answer."""
    browser = await house.signed_in(address)
    house.wait(timedelta(minutes=31))
    return browser, await said(browser, f"/staff/try/{thing}", WRITTEN)


async def test_what_was_typed_waits_through_a_new_sign_in_and_fills_the_form(house: House) -> None:
    browser, answer = await late(house)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fstaff%2Ftry%2Fone&kept=yes")
    page = PageRead.of("", await browser.get(answer.headers["location"]))
    assert page.forms[0]["next"] == "/staff/try/one"
    await said(browser, "/sign-in", {"address": AINO, **page.forms[0]})
    await house.letters()
    entered = await said(browser, house.link())
    assert entered.headers["location"] == "/staff/try/one"
    assert (await browser.get("/staff/try/one")).json() == WRITTEN
    assert (await said(browser, "/staff/try/one", WRITTEN)).text == WRITTEN["text"]
    assert (await browser.get("/staff/try/one")).json() is None


async def test_another_browser_of_the_same_person_is_led_to_it_too(house: House) -> None:
    await late(house)
    other = house.browser()
    await house.asked(other)
    await house.letters()
    assert (await said(other, house.link())).headers["location"] == "/staff/try/one"
    assert (await other.get("/staff/try/one")).json() == WRITTEN


async def test_nobody_else_reads_it_and_the_vault_alone_holds_it(house: House) -> None:
    await late(house)
    other = await house.signed_in(OLAVI)
    assert (await other.get("/staff/try/one")).json() is None

    def kept(session: Session) -> str:
        return "".join(row.model_dump_json() for row in session.exec(select(KeptForm)).all())

    assert "Sukeva" not in await house.services.database.read(kept)


async def test_it_waits_an_hour_and_is_then_deleted(house: House) -> None:
    browser, _ = await late(house)
    house.wait(timedelta(hours=1))
    cleared = await Housekeeper(house.services.database, house.services.vault).one_pass(house.now)
    assert cleared.forms == 1
    await house.asked(browser)
    await house.letters()
    assert (await said(browser, house.link())).headers["location"] == "/staff"
    assert (await browser.get("/staff/try/one")).json() is None


async def test_an_erasure_takes_it_along(house: House) -> None:
    await late(house, OLAVI)

    def erased(session: Session) -> int:
        erasing.erase(session, house.services.vault, house.olavi, house.now)
        values = session.exec(select(PrivateValue).where(PrivateValue.subject_id == f"person:{house.olavi}")).all()
        return len(values) + len(session.exec(select(KeptForm)).all())

    assert await house.services.database.write(erased) == 0


async def test_of_somebody_whose_data_is_kept_only_it_is_not_kept_and_comes_back(house: House) -> None:
    browser = await house.signed_in(OLAVI)
    await house.services.database.write(lambda s: restricting.restrict(s, house.olavi, house.now, by="operator"))
    house.wait(timedelta(minutes=31))
    answer = await said(browser, "/staff/try/one", WRITTEN)
    assert (answer.status_code, PageRead.of("", answer).forms) == (401, [WRITTEN])


async def test_where_nobody_knows_whose_it_is_the_form_comes_back_to_be_sent_again(house: House) -> None:
    browser = house.browser()
    answer = await browser.post("/staff/try/one", data=WRITTEN, headers=SAME_ORIGIN)
    page = PageRead.of("", answer)
    assert answer.status_code == 401
    assert page.forms == [WRITTEN]
    assert "<b>puuttuu" not in page.html
    (action,) = [given["action"] for tag, given in page.tags if tag == "form"]
    assert action == "/staff/try/one"


async def test_another_site_leaves_nothing_in_somebodys_name(house: House) -> None:
    browser = await house.signed_in()
    house.wait(timedelta(minutes=31))
    answer = await browser.post("/staff/try/one", data=WRITTEN, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert await house.services.database.read(lambda s: s.exec(select(KeptForm)).all()) == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}])
async def test_words_of_another_site_are_not_offered_to_be_sent_again_from_ours(
    house: House, headers: dict[str, str]
) -> None:
    stranger = house.browser()  # as a browser asks for another site: the cookie of a session stays behind
    answer = await stranger.post("/staff/role", data={"role": "admin"}, headers=headers)
    assert answer.status_code == 403
    assert PageRead.of("", answer).forms == []


async def test_of_one_person_the_newest_few_are_kept(house: House) -> None:
    browser = await house.signed_in()
    house.wait(timedelta(minutes=31))
    for number in range(8):
        house.wait(timedelta(seconds=1))
        await said(browser, f"/staff/try/{number}", {"text": str(number)})
    kept = await house.services.database.read(lambda s: {row.address[-1] for row in s.exec(select(KeptForm)).all()})
    assert kept == set("34567")


@pytest.mark.parametrize(
    ("path", "typed", "back"),
    [
        ("/staff/sign-out", {}, "/staff"),
        ("/staff/role", {"role": "admin"}, "/staff"),
        ("/initiatives/i1/history/bundle", {}, "/initiatives/i1/history"),
        ("/staff/sessions", {}, "/staff/sessions"),
    ],
)
async def test_a_button_that_was_pressed_too_late_leads_back_to_the_page_that_it_stands_on(
    house: House, path: str, typed: dict[str, str], back: str
) -> None:
    browser = await house.signed_in()
    house.wait(timedelta(minutes=31))
    answer = await said(browser, path, typed)
    assert answer.headers["location"] == f"/sign-in?{urlencode({'next': back})}"
    await house.asked(browser, AINO, back)
    await house.letters()
    entered = await said(browser, house.link())
    assert entered.headers["location"] == back
    assert (await browser.get(back)).status_code != 405


async def test_a_file_that_came_too_late_is_not_taken_for_what_was_typed(house: House) -> None:
    browser = await house.signed_in()
    files = {"file": ("kylat.csv", b"nimi=a&sektori=b", "text/csv")}
    house.wait(timedelta(minutes=31))
    answer = await browser.post("/staff/try/one", files=files, headers=SAME_ORIGIN)
    assert answer.headers["location"] == "/sign-in?next=%2Fstaff%2Ftry%2Fone"
    assert await house.services.database.read(lambda s: s.exec(select(KeptForm)).all()) == []


@pytest.mark.parametrize("path", ["/staff/phone-list?cursor=nonsense", "/staff/rows?after=nonsense"])
async def test_an_address_that_cannot_be_read_is_no_fault_of_ours(house: House, path: str) -> None:
    browser = await house.signed_in()
    await said(browser, "/staff/role", {"role": "coordinator"})
    assert (await browser.get(path)).status_code == 404


async def test_what_an_address_says_was_kept_is_never_more_than_a_sentence(house: House) -> None:
    browser = await house.signed_in()
    page = await browser.get("/staff/phone-list?kept=keys&language=fi")
    assert "Puhelu on kirjattu." in page.text
    assert "built-in" not in page.text
