"""Receipts: what a seat has answered by whatever channel, told back to it, with what to do if it is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Channel
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.need_identification.commands import NothingToRaise
from domain.sealed import Sealed
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.api import Http
from tests.fixtures.cycle import SEATS

HOLDER, SEAT = "holder-02", SEATS[1]
INVITED, NEED = "answer_invitation", "submit_need"
NOW = "maanantaina 12.1.2026 klo\N{NO-BREAK SPACE}10.00"


def summaries(page: PageRead) -> str:
    """What opens the folded parts of a page."""
    return " | ".join(part.partition("</summary>")[0] for part in page.html.split("<summary>")[1:])


@pytest.mark.parametrize(
    ("channel", "heard"), [(Channel.PHONE, "puhelimessa kerrotun"), (Channel.PAPER, "paperilla saadun")]
)
async def test_what_was_entered_for_a_seat_tells_by_whom_how_and_when(
    convening: Rehearsal, channel: Channel, heard: str
) -> None:
    await convening.enter(SEAT, AnswerInvitation(Reply.YES), channel)
    page = await convening.read(HOLDER)
    assert "Tulen mukaan" in page.text
    assert f"Koordinaattori kirjasi {heard} vastauksen {NOW}." in page.text
    assert "Vastasit" not in page.text


async def test_an_administrator_who_entered_an_answer_is_not_taken_for_the_coordinator(convening: Rehearsal) -> None:
    await convening.enter(SEAT, AnswerInvitation(Reply.YES), Channel.PHONE, by="holder-03")
    assert f"Ylläpitäjä kirjasi puhelimessa kerrotun vastauksen {NOW}." in (await convening.read(HOLDER)).text


async def test_what_was_entered_wrongly_is_put_right_on_the_page_or_by_the_coordinator(convening: Rehearsal) -> None:
    await convening.enter(SEAT, AnswerInvitation(Reply.YES), Channel.PHONE)
    page = await convening.read(HOLDER)
    assert "Jos vastaus kirjattiin väärin, muuta se tässä tai kerro koordinaattorille." in page.text
    assert "Viimeinen päivä on maanantaina 26.1.2026." in page.text
    assert page.offered(INVITED) == {"no", "other"}
    assert (await convening.send(page, page.form(INVITED), answer="no")).status_code == 303
    after = (await convening.read(HOLDER)).text
    assert "Voit muuttaa vastaustasi vielä" in after
    assert "kirjattiin väärin" not in after


async def test_once_an_answer_stands_the_page_says_whom_to_tell_that_it_is_wrong(convening: Rehearsal) -> None:
    await convening.enter(SEAT, AnswerInvitation(Reply.YES), Channel.PHONE)
    await convening.forward(timedelta(days=15))
    page = await convening.read(HOLDER)
    assert "Tätä vastausta ei voi enää muuttaa tällä sivulla. Jos siinä on virhe, kerro siitä koordin" in page.text
    assert not [form for form in page.forms if f"/{INVITED}/" in form["obligation"]]


async def test_the_deputy_reads_what_was_entered_without_the_holders_words(convening: Rehearsal) -> None:
    await convening.forward(timedelta(days=20))  # the deputy has been asked, too
    vault, now = convening.services.vault, convening.services.clock()
    commitment = await convening.services.database.write(
        lambda session: vault.put(session, "person:person-holder-02", "reason", "Sairastuin.", now)
    )
    said = AnswerInvitation(Reply.NO, Sealed(commitment, len("Sairastuin."), "fi"))
    await convening.enter(SEAT, said, Channel.PHONE)
    pages = [await convening.read(reader) for reader in (HOLDER, "deputy-02")]
    assert all("En tule" in page.text and "puhelimessa kerrotun" in page.text for page in pages)
    assert ["Sairastuin." in page.text for page in pages] == [True, False]


@pytest.mark.server
async def test_a_text_that_was_entered_is_shown_to_its_holder(shared_http: tuple[Http, object]) -> None:
    """On a real server: whose the text is, is decided as it is sealed."""
    http, _ = shared_http
    initiative, seat = await http.start(), http.village.seats[4]
    said = {"text": "Kyyti puuttuu.", "for_seat": seat, "channel": "phone"}
    path = f"/initiatives/{initiative}/need-identification/submit-need"
    assert (await http.post(path, said)).status_code == 200
    token = await http.link(initiative, seat, NEED)
    page = PageRead.of(token, await http.client.get(f"/p/{token}"))
    assert "Kerroit tarpeesta" in page.text
    assert "kirjasi puhelimessa kerrotun vastauksen" in page.text
    assert "Kyyti puuttuu." in page.text


async def test_another_need_may_be_raised_beside_the_first(beginning: Rehearsal) -> None:
    await beginning.answer(HOLDER, NEED, answer="need", text="Kyyti puuttuu.")
    page = await beginning.read(HOLDER)
    assert page.offered(NEED) == {"need"}
    assert page.checked == [("answer", "need")]
    assert "Kerro toinen tarve" in summaries(page)
    assert "Tarpeen voi perua vuorokauden ajan; sen jälkeen kerro koordinaattorille." in page.text
    await beginning.send(page, page.form(NEED), answer="need", text="Valo puuttuu.")
    page = await beginning.read(HOLDER)
    assert "Kyyti puuttuu." in page.text
    assert "Valo puuttuu." in page.text


@pytest.mark.parametrize("channel", [Channel.LINK, Channel.PHONE])
async def test_after_no_need_the_first_is_asked_for_and_not_another(beginning: Rehearsal, channel: Channel) -> None:
    if channel is Channel.LINK:
        await beginning.answer(HOLDER, NEED, answer="nothing")
    else:
        await beginning.enter(SEAT, NothingToRaise(), channel)
    page = await beginning.read(HOLDER)
    assert "Kerro tarve, jos sellainen tulee mieleen" in summaries(page)
    assert "Jos tarve tulee myöhemmin mieleen, voit kertoa sen tällä sivulla." in page.text
    assert "toinen" not in page.text
    await beginning.send(page, page.form(NEED), answer="need", text="Kyyti puuttuu.")
    assert "Kerro toinen tarve" in summaries(await beginning.read(HOLDER))
