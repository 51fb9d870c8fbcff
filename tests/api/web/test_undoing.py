"""Taking an answer back on the personal page: for a day, by a button, without script."""

from __future__ import annotations

from datetime import timedelta

from tests.api.web.rehearsal import PageRead, Rehearsal

HOLDER = "holder-02"
STANDS = "Tätä vastausta ei voi enää muuttaa tällä sivulla."
BUTTON, SUPERSEDED = "Peru vastaus", "Tätä vastausta ei enää lasketa"


def undo(page: PageRead) -> dict[str, str]:
    """The hidden fields of the page's first form that takes an answer back."""
    return next(form for form in page.forms if form["obligation"].startswith("undo/"))


async def test_an_answer_is_taken_back_on_the_page_and_asked_again(beginning: Rehearsal) -> None:
    await beginning.answer(HOLDER, "submit_need", answer="need", text="Kyyti puuttuu.")
    page = await beginning.read(HOLDER)
    assert BUTTON in page.text
    sent = await beginning.send(page, undo(page))
    assert (sent.status_code, sent.headers["location"].partition("#")[2]) == (303, "main")
    twice = await beginning.send(page, undo(page))
    assert twice.status_code == 303
    assert beginning.kinds().count("entry.superseded") == 1
    after = PageRead.of(page.token, await beginning.client.get(f"/p/{page.token}"))
    assert after.offered("submit_need") == {"need", "nothing"}
    assert SUPERSEDED in after.text
    assert "Kyyti puuttuu." in after.text
    assert not [form for form in after.forms if form["obligation"].startswith("undo/")]
    await beginning.answer(HOLDER, "submit_need", answer="need", text="Kyyti kouluun puuttuu.")
    again = await beginning.read(HOLDER)
    assert again.text.count(SUPERSEDED) == 1
    assert BUTTON in again.text


async def test_the_button_is_gone_after_a_day_and_its_form_is_refused_with_what_to_do(beginning: Rehearsal) -> None:
    await beginning.answer(HOLDER, "submit_need", answer="nothing")
    await beginning.forward(timedelta(hours=23))
    page = await beginning.read(HOLDER)
    form = undo(page)
    await beginning.forward(timedelta(hours=1))
    assert BUTTON not in (await beginning.read(HOLDER)).text
    sent = await beginning.send(page, form)
    assert sent.status_code == 409
    assert "Kysy tarvittaessa koordinaattorilta." in sent.text
    assert "entry.superseded" not in beginning.kinds()


async def test_one_seat_cannot_take_back_what_another_said(beginning: Rehearsal) -> None:
    await beginning.answer(HOLDER, "submit_need", answer="nothing")
    mine, other = await beginning.read(HOLDER), await beginning.read("holder-03")
    sent = await beginning.send(other, undo(mine))
    assert sent.status_code == 422
    assert "entry.superseded" not in beginning.kinds()


async def test_a_late_answer_that_can_be_taken_back_is_not_said_to_stand(from_the_start: Rehearsal) -> None:
    await from_the_start.forward(timedelta(days=15))
    said = {"answer": "right", "champions": "3", "resources": "2", "urgency": "4", "text": "Kylätalo on."}
    await from_the_start.answer(HOLDER, "answer_readiness", **said)
    page = await from_the_start.read(HOLDER)
    assert BUTTON in page.text
    assert "voit vielä perua sen" in page.text
    assert STANDS not in page.text
    await from_the_start.forward(timedelta(days=1))
    assert STANDS in (await from_the_start.read(HOLDER)).text
