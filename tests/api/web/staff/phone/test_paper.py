"""The pile of letters to print: opened from the page, noted as posted, and gone then."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from models.states import LetterState
from models.tables import Letter, Person
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.correspondence import INITIATIVE

PILE = "/staff/paper"


@pytest.fixture
async def desk(convening: Rehearsal) -> AtDesk:
    """The first letter to one holder waits to be printed."""

    def waits(session: Session) -> None:
        person = session.get_one(Person, "person-holder-01")
        person.address_ref = None
        letter = session.exec(select(Letter).where(Letter.actor == "holder-01", Letter.step == "invitation")).one()
        letter.state, letter.reason = LetterState.HELD, "to_print"

    await convening.services.database.write(waits)
    return await sits_down(convening)


async def test_a_letter_to_print_is_opened_from_the_page_and_gone_once_it_is_posted(desk: AtDesk) -> None:
    page = await desk.read(PILE)
    assert "Yksi kirje odottaa" in page.text
    (way,) = [given["href"] for tag, given in page.tags if tag == "a" and "/print" in (given.get("href") or "")]
    printed = await desk.browser.get(str(way))
    assert printed.status_code == 200, printed.text
    assert "Kanarialintu holder-01" in printed.text
    form = next(form for form in page.forms if "letter" in form)
    assert form["initiative"] == INITIATIVE
    assert (await desk.send(PILE, form)).headers["location"] == f"{PILE}?kept=yes"
    assert "Yhtään kirjettä ei odota" in (await desk.read(PILE)).text
    assert (await desk.send(PILE, form)).status_code == 303


async def test_a_letter_that_is_not_there_is_told_on_the_page(desk: AtDesk) -> None:
    answer = await desk.send(PILE, {"initiative": INITIATIVE, "letter": "none"})
    assert answer.status_code == 404
    assert "Yksi kirje odottaa" in answer.text
