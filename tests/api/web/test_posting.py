"""Forms on their way: counted once, refused with what was typed kept, and never taken for another's."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.problems import StillWorking
from api.web import nonces
from domain.actors import Channel
from domain.commands import CallVote
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import DatabaseAway
from tests.api.conftest import CONVENING, standing
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.api import Http
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.cycle import SEATS, holder

HOLDER = "holder-02"
INVITED = "answer_invitation"


async def unchanged(stage: Rehearsal, sending: Any) -> httpx.Response:
    """The answer to something that must leave every row as it is."""
    before = await standing(stage)  # type: ignore[arg-type]
    answer: httpx.Response = await sending
    assert await standing(stage) == before  # type: ignore[arg-type]
    return answer


async def test_an_answer_is_kept_and_its_receipt_shown(convening: Rehearsal) -> None:
    sent = await convening.answer(HOLDER, INVITED, answer="no", reason="Ei ehdi tänä vuonna.")
    assert sent.status_code == 303
    shown = await convening.client.get(sent.headers["location"])
    page = PageRead.of("", shown)
    anchor = sent.headers["location"].partition("#")[2]
    assert anchor in [given.get("id") for _, given in page.tags]
    card = page.text.partition("Vastauksesi on tallessa.")[2]
    for said in ("En tule", "Ei ehdi tänä vuonna.", "Vastasit maanantaina 12.1.2026", "26.1.2026"):
        assert said in card, said
    assert "Juuri nyt sinulta ei kysytä mitään." in page.text
    assert convening.kinds()[-2:] == ["invitation.declined", "obligation.fulfilled"]


async def test_a_double_click_counts_once(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    form = page.form(INVITED)
    sent = await asyncio.gather(*(convening.send(page, form, answer="yes") for _ in range(3)))
    sent.append(await convening.send(page, form, answer="yes"))
    assert {(answer.status_code, answer.headers["location"]) for answer in sent} == {(303, sent[0].headers["location"])}
    assert convening.kinds().count("invitation.accepted") == 1


async def test_a_form_sent_again_after_its_duty_has_closed_is_taken_for_what_it_was(beginning: Rehearsal) -> None:
    page = await beginning.read(HOLDER)
    form = page.form("submit_need")
    for _ in range(2):
        assert (await beginning.send(page, form, answer="need", text="Kyyti puuttuu.")).status_code == 303
    other = await beginning.send(page, form, answer="need", text="Valo puuttuu.")
    assert other.status_code == 422
    assert "Lähetit samalta sivulta jo toisen vastauksen" in other.text
    assert "Valo puuttuu." in other.text
    again = PageRead.of(page.token, other)
    assert (await beginning.send(again, again.form("submit_need"), answer="need", text="Valo puuttuu.")).is_redirect
    assert beginning.kinds().count("need.submitted") == 2


async def test_only_our_own_forms_are_taken(convening: Rehearsal) -> None:
    page, other = await convening.read(HOLDER), await convening.read("holder-03")
    form, foreign = page.form(INVITED), other.form(INVITED)
    stage = convening.services
    old = nonces.fresh(stage.keys, page.token, form["obligation"], stage.clock() - timedelta(days=2))
    ahead = nonces.fresh(stage.keys, page.token, form["obligation"], stage.clock() + timedelta(days=1))
    wrong = [
        {},
        {"obligation": form["obligation"]},
        form | {"nonce": ""},
        form | {"nonce": "1.2.3"},
        form | {"nonce": form["nonce"][:-2] + "AA"},
        form | {"nonce": "ä" * 43},
        form | {"nonce": old},
        form | {"nonce": ahead},
        form | {"nonce": foreign["nonce"]},
        form | {"obligation": foreign["obligation"]},
        foreign,
    ]
    for one in wrong:
        answer = await unchanged(convening, convening.send(page, one, answer="no", reason="Tämä on pitkä syy."))
        assert answer.status_code == 422, one
        assert "Tarkista se ja lähetä uudelleen" in answer.text
        assert "Tämä on pitkä syy." in answer.text


async def test_another_seats_question_is_refused_even_with_a_nonce_of_ours(convening: Rehearsal) -> None:
    page, other = await convening.read(HOLDER), await convening.read("holder-03")
    asked = other.form(INVITED)["obligation"]
    stage = convening.services
    form = {"obligation": asked, "nonce": nonces.fresh(stage.keys, page.token, asked, stage.clock())}
    answer = await unchanged(convening, convening.send(page, form, answer="yes"))
    assert answer.status_code == 409
    assert "Tätä ei enää kysytä sinulta" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://talkoot.example"}, 303),
        ({"Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({}, 303),
    ],
)
async def test_a_form_from_another_site_is_not_taken(
    convening: Rehearsal, headers: dict[str, str], status: int
) -> None:
    page = await convening.read(HOLDER)
    form = page.form(INVITED) | {"answer": "yes"}
    answer = await convening.client.post(f"/p/{page.token}", data=form, headers=headers)
    assert answer.status_code == status
    assert convening.kinds().count("invitation.accepted") == (status == 303)


async def test_only_forms_are_read(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    form = page.form(INVITED) | {"answer": "yes"}
    for sent in ({"json": form}, {"files": {name: (None, text) for name, text in form.items()}}, {"content": b"\xff"}):
        answer = await unchanged(convening, convening.client.post(f"/p/{page.token}", **sent))  # type: ignore[arg-type]
        assert answer.status_code == 422


async def test_what_is_missing_is_named_at_its_place(beginning: Rehearsal) -> None:
    page = await beginning.read(HOLDER)
    sending = beginning.send(page, page.form("submit_need"), answer="need", text="  ")
    answer = await unchanged(beginning, sending)
    back = PageRead.of(page.token, answer)
    assert answer.status_code == 422
    assert "Vastausta ei vielä lähetetty: täydennä merkityt kohdat." in back.text
    assert "Kirjoita tähän vastauksesi." in back.text
    assert back.checked == [("answer", "need")]
    area = next(given for tag, given in back.tags if tag == "textarea")
    assert area["aria-invalid"] == "true"
    assert f"{area['id']}-problem" in (area["aria-describedby"] or "")
    assert (await beginning.send(back, back.form("submit_need"), answer="need", text="Kyyti.")).status_code == 303


async def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    await convening.say(AnswerInvitation(Reply.NO), holder(SEATS[1]))
    answer = await convening.send(page, page.form(INVITED), answer="no", reason="Ei ehdi millään.")
    assert answer.status_code == 409
    assert "Tähän on jo vastattu samoin" in answer.text
    assert "Ei ehdi millään." in answer.text
    assert convening.kinds().count("invitation.declined") == 1


async def test_while_the_service_is_away_a_form_stays_as_it_is_and_counts_once_later(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    convening.played.away = RuntimeError("no connection")
    answer = await convening.send(page, page.form(INVITED), answer="no", reason="Ei ehdi.")
    back = PageRead.of(page.token, answer)
    assert answer.status_code == 503
    assert "Odota hetki ja lähetä uudelleen" in back.text
    assert "Ei ehdi." in back.text
    assert ("answer", "no") in back.checked
    assert back.form(INVITED) == page.form(INVITED)
    convening.played.away = StillWorking("no worker has answered in time")
    assert (await convening.send(back, back.form(INVITED), answer="no", reason="Ei ehdi.")).status_code == 504
    convening.played.away = None
    assert (await convening.send(back, back.form(INVITED), answer="no", reason="Ei ehdi.")).status_code == 303


async def test_while_the_database_is_away_all_that_was_typed_is_ready_to_be_sent_again(
    convening: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await convening.read(HOLDER)
    form = page.form(INVITED) | {"answer": "no", "reason": "Ei <ehdi> nyt."}

    async def away(_: object) -> None:
        raise DatabaseAway("gone")

    with monkeypatch.context() as patched:
        patched.setattr(convening.services.database, "read", away)
        answers = [await convening.client.get(f"/p/{page.token}"), await convening.send(page, form)]
    assert [answer.status_code for answer in answers] == [503, 503]
    back = PageRead.of(page.token, answers[1])
    assert back.forms == [form]
    assert "<ehdi>" not in back.html
    assert (await convening.send(back, back.forms[0])).status_code == 303


async def test_an_invitation_is_passed_on_and_answered_by_the_deputy(convening: Rehearsal) -> None:
    page = await convening.read(HOLDER)
    passing_on = next(form for form in page.forms if form.get("answer") == "deputy")
    assert (await convening.send(page, passing_on)).status_code == 303
    again = await convening.send(page, passing_on)  # a second click, or a reload
    assert "Asia on nyt toisella" in again.text
    for told in (again, await convening.client.get(f"/p/{page.token}")):
        assert (told.status_code, "<form" in told.text, "Yhdistys" in told.text) == (200, False, False)
    answering = await convening.send(page, page.form(INVITED), answer="yes")
    assert "Asia on nyt toisella" in answering.text
    assert convening.kinds().count("invitation.passed_on") == 1
    deputy = await convening.read("deputy-02")
    assert "Yhdistys 02 varaedustaja" in " ".join(deputy.text.split())
    assert deputy.offered(INVITED) == {"yes", "no", "other"}
    assert (await convening.send(deputy, deputy.form(INVITED), answer="yes")).status_code == 303
    assert "invitation.accepted" in convening.kinds()
    assert "Asia on nyt toisella" in (await convening.read(HOLDER)).text


async def test_an_answer_changes_until_its_due_day(convening: Rehearsal) -> None:
    await convening.answer(HOLDER, INVITED, answer="yes")
    page = await convening.read(HOLDER)
    assert "Voit muuttaa vastaustasi vielä: viimeinen päivä on maanantaina 26.1.2026" in page.text
    assert page.offered(INVITED) == {"no", "other"}
    assert (await convening.send(page, page.form(INVITED), answer="no")).status_code == 303
    assert convening.kinds().count("invitation.declined") == 1
    page = await convening.read(HOLDER)
    await convening.forward(timedelta(days=15))
    assert "Muuta vastausta" not in (await convening.read(HOLDER)).text
    late = await convening.send(page, page.form(INVITED), answer="yes")
    assert late.status_code == 422  # the page was open for two weeks
    assert convening.kinds().count("invitation.accepted") == 1


async def test_an_answer_after_the_window_is_kept_and_says_that_it_does_not_count(convening: Rehearsal) -> None:
    await convening.forward(timedelta(days=45))
    sent = await convening.answer(HOLDER, INVITED, answer="no", reason="Myöhässä, anteeksi.")
    assert sent.status_code == 303
    assert convening.kinds()[-1] == "answer.came_late"
    shown = (await convening.read(HOLDER)).text
    assert "sitä ei lasketa mukaan" in shown
    assert "Vastauksesi on tallessa" not in shown


async def test_a_vote_tells_what_it_is_on(convening: Rehearsal) -> None:
    for seat in SEATS[:3]:
        await convening.say(AnswerInvitation(Reply.YES), holder(seat))
    await convening.say(CallVote(ExitKind.STOP))
    page = await convening.read(HOLDER)
    assert "Mistä äänestetään" in page.text
    assert "Aloite päätetään." in page.text
    assert {"for", "against", "abstain"} <= page.offered("consent")


async def test_on_a_real_server_an_answer_says_that_it_came_by_a_link_and_counts_once(
    shared_http: tuple[Http, object],
) -> None:
    """On a real server: the entry says that it came by a link, and by whom."""
    http, _ = shared_http
    initiative = await http.start(model=CONVENING)
    assert initiative != INITIATIVE
    token = await http.link(initiative, http.village.seats[0], INVITED)
    page = PageRead.of(token, await http.client.get(f"/p/{token}"))
    form = page.form(INVITED) | {"answer": "no", "reason": "Ei ehdi."}
    sent = await asyncio.gather(*(http.client.post(f"/p/{token}", data=form) for _ in range(50)))
    assert {answer.status_code for answer in sent} == {303}
    entries = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()["entries"]
    declined = [entry for entry in entries if entry["content"]["type"] == "invitation.declined"]
    assert [(e["content"]["channel"], e["content"]["seat"], e["texts"]) for e in declined] == [
        (Channel.LINK, http.village.seats[0], {"reason": "Ei ehdi."})
    ]
