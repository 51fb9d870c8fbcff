"""Handing one duty on to the deputy, on the personal page: that one alone, and links speak as before."""

from __future__ import annotations

from tests.api.web.rehearsal import PageRead, Rehearsal

HOLDER, DEPUTY, DUTY = "holder-02", "deputy-02", "submit_need"


def form_of(page: PageRead) -> list[dict[str, str]]:
    return [form for form in page.forms if form["obligation"].startswith("seat:hand/")]


async def test_it_is_handed_on_once_and_both_can_still_answer(beginning: Rehearsal) -> None:
    page = await beginning.read(HOLDER)
    (form,) = form_of(page)
    sent = await beginning.send(page, form)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(f"/p/{page.token}#k")
    after = PageRead.of(page.token, await beginning.client.get(f"/p/{page.token}"))
    assert form_of(after) == []
    assert "Annoit tämän varaedustajalle." in after.text
    assert after.form(DUTY), "the holder's link speaks for the seat"
    deputy = await beginning.read(DEPUTY)
    assert deputy.form(DUTY)
    assert (await beginning.answer(DEPUTY, DUTY, answer="nothing")).status_code == 303
    assert beginning.kinds().count("obligation.handed_over") == 1


async def test_an_invitation_has_its_own_answer_for_that(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    assert form_of(page) == []
    assert "deputy" in page.offered("answer_invitation")
