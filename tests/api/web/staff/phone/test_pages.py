"""The phone list's pages: who is silent stands there, and what is said on the phone is read back and entered."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from domain.actors import Role
from models.states import CallResult
from models.tables import PhoneCall
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.rules import COORDINATOR

LIST = "/staff/phone-list"
OWED = "convening.1/answer_invitation/seat-01"
PAGE = f"{LIST}/{INITIATIVE}/{OWED}"


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    """Two seats have been silent for so long that letters help no more; the third has only been silent for a while."""
    await convening.forward(timedelta(days=24))
    return await sits_down(convening)


def form_of(page: PageRead, field: str) -> dict[str, str]:
    """The hidden fields of the form that asks for a field."""
    return dict(next(form for form, names in zip(page.forms, page.names, strict=True) if field in names))


async def checked(desk: AtDesk, **typed: str) -> httpx.Response:
    """Fill in the form of an answer, and have it read back."""
    page = await desk.read(PAGE)
    return await desk.send(PAGE, form_of(page, "answer") | {"channel": "phone", "step": "check"} | typed)


async def calls(desk: AtDesk) -> list[tuple[str, str]]:
    rows = await desk.stage.services.database.read(lambda s: s.exec(select(PhoneCall)).all())
    return [(row.obligation_id, row.result) for row in rows]


async def test_whoever_is_silent_stands_on_the_list_with_what_is_asked(desk: AtDesk) -> None:
    page = await desk.read(LIST)
    assert "Soitettavia on 2." in page.text
    assert "Yhdistys 01" in page.text
    assert "Kanarialintu holder-01" in page.text
    assert "numeroa ei ole" in page.text
    assert f'href="{PAGE}"' in page.html


async def test_nobody_to_call_says_when_the_list_fills(convening: Rehearsal) -> None:
    desk = await sits_down(convening)
    assert "Tänään ei tarvitse soittaa kenellekään." in (await desk.read(LIST)).text


async def test_an_answer_is_read_back_before_it_is_entered_and_then_leaves_the_list(desk: AtDesk) -> None:
    heard, say = [], desk.stage.played._say
    desk.stage.played._say = lambda said: (heard.append(said.by), say(said))[1]  # type: ignore[method-assign]
    before = len(desk.stage.kinds())
    answer = await checked(desk, answer="no", reason="Emme ehdi <nyt>.")
    page = PageRead.of("", answer)
    assert answer.status_code == 200
    assert "Lue vastaus ääneen" in page.text
    assert "Emme ehdi <nyt>." in page.text
    assert len(desk.stage.kinds()) == before
    told = await desk.send(PAGE, page.forms[-1] | {"step": "say"})
    assert (told.status_code, told.headers["location"]) == (303, f"{LIST}?kept=answer")
    assert len(desk.stage.kinds()) > before
    assert [(by.seat, by.channel, by.entered_by) for by in heard] == [("seat-01", "phone", COORDINATOR.actor)]
    listed = await desk.read(LIST, kept="answer")
    assert "Vastaus on kirjattu." in listed.text
    assert "Yhdistys 01" not in listed.text
    again = await desk.send(PAGE, page.forms[-1] | {"step": "say"})
    assert again.headers["location"] == f"{LIST}?kept=answer"  # a second click
    assert "Tästä ei tarvitse enää soittaa" in (await desk.read(PAGE)).text


async def test_a_double_click_enters_one_answer(desk: AtDesk) -> None:
    page = PageRead.of("", await checked(desk, answer="yes"))
    before = len(desk.stage.kinds())
    both = await asyncio.gather(*(desk.send(PAGE, page.forms[-1] | {"step": "say"}) for _ in range(2)))
    assert {answer.status_code for answer in both} == {303}
    assert desk.stage.kinds()[before:].count("invitation.accepted") == 1


async def test_an_answer_can_be_corrected_after_it_was_read_aloud(desk: AtDesk) -> None:
    page = PageRead.of("", await checked(desk, answer="no", reason="Emme ehdi."))
    back = PageRead.of("", await desk.send(PAGE, page.forms[-1] | {"step": "change"}))
    assert ("answer", "no") in back.checked
    assert "Emme ehdi." in back.text


async def test_what_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost(desk: AtDesk) -> None:
    answer = await checked(desk, reason="Emme ehdi.")
    assert answer.status_code == 422
    assert "t-problem" in answer.text
    assert "Emme ehdi." in answer.text


async def test_a_call_without_answer_is_kept_with_its_note_and_shown(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    typed = form_of(page, "result") | {"step": "call", "result": "no_answer", "note": "Kokeile illalla."}
    assert (await desk.send(PAGE, typed)).headers["location"] == f"{LIST}?kept=call"
    assert (await desk.send(PAGE, typed)).status_code == 303
    assert await calls(desk) == [(OWED, CallResult.NO_ANSWER)]
    listed = await desk.read(LIST)
    assert "ei vastausta" in listed.text
    assert "Kokeile illalla." in listed.text


async def test_whoever_asked_for_a_later_day_stands_below_until_then(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    day = (desk.stage.services.clock() + timedelta(days=3)).date().isoformat()
    typed = form_of(page, "result") | {"step": "call", "result": "call_back", "again_on": day}
    assert (await desk.send(PAGE, typed)).status_code == 303
    listed = await desk.read(LIST)
    assert listed.text.index("Sovittu myöhemmäksi") < listed.text.index("Yhdistys 01")
    assert "Yhdelle kannattaa soittaa." in listed.text
    await desk.stage.forward(timedelta(days=3))
    desk = await sits_down(desk.stage)
    assert "Sovittu myöhemmäksi" not in (await desk.read(LIST)).text


@pytest.mark.parametrize(
    ("typed", "told"), [({}, "Valitse, miten puhelussa kävi."), ({"result": "call_back"}, "Anna päivä")]
)
async def test_a_call_that_is_not_told_whole_comes_back_as_it_was_typed(
    desk: AtDesk, typed: dict[str, str], told: str
) -> None:
    page = await desk.read(PAGE)
    answer = await desk.send(PAGE, form_of(page, "result") | {"step": "call", "note": "Kaksi sanaa"} | typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Kaksi sanaa" in answer.text
    assert await calls(desk) == []


async def test_a_form_of_another_page_is_not_taken_and_not_lost(desk: AtDesk) -> None:
    other = await desk.read(PAGE.replace("seat-01", "seat-02"))
    typed = form_of(other, "answer") | {"step": "say", "answer": "no", "reason": "Emme ehdi."}
    answer = await desk.send(PAGE, typed)
    assert answer.status_code == 422
    assert "Emme ehdi." in answer.text
    assert "invitation.declined" not in desk.stage.kinds()


async def test_what_was_typed_before_a_new_sign_in_fills_the_form_it_was_typed_into(desk: AtDesk) -> None:
    page = await desk.read(PAGE)
    typed = form_of(page, "result") | {"step": "call", "result": "no_answer", "note": "Kokeile illalla."}
    await desk.stage.forward(timedelta(minutes=31))
    answer = await desk.send(PAGE, typed)
    assert answer.headers["location"].startswith("/sign-in?next=")
    again = await (await sits_down(desk.stage)).read(PAGE)
    assert ("result", "no_answer") in again.checked
    assert "Kokeile illalla." in again.text


async def test_an_initiative_of_another_coordinator_is_no_page_of_theirs(desk: AtDesk) -> None:
    other = await sits_down(desk.stage, person="person-holder-02")
    assert (await other.browser.get(PAGE)).status_code == 403
    assert "Yhdistys" not in (await other.read(LIST)).text
    auditor = await sits_down(desk.stage, Role.AUDITOR, "person-holder-03")
    assert (await auditor.browser.get(LIST)).status_code == 403


async def test_all_three_languages_say_it(desk: AtDesk) -> None:
    assert "Ringlista" in (await desk.read(LIST, language="sv")).text
    assert "Phone list" in (await desk.read(PAGE, language="en")).text
