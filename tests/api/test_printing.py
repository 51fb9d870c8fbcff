"""Letters on paper: listed, printed with a code that telephones read and a form, and sent once somebody posted them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import Session, select

from api import printing
from api.doors import Principal
from api.web.forms import FORMS
from api.web.paper_forms import paper_form
from api.web.paper_pages import paper_page
from api.web.words import LANGUAGES
from domain.actors import Role
from domain.initiative import TAKE_OVER
from domain.obligations import ObligationState
from models import api_keys, paper
from models.engine import Database
from models.letter_outcomes import Reason
from models.states import InitiativeStatus, KeyRole, LetterState
from models.tables import Bundle, Initiative, LedgerEntry, Letter, Obligation, Person
from tests.api.web.bundles import bundled
from tests.api.web.codes import read_codes
from tests.api.web.rehearsal import PageRead, Rehearsal, rehearsing
from tests.fixtures.correspondence import INITIATIVE, TITLE
from tests.fixtures.rules import COORDINATOR

HOLDER = "holder-02"
ADMIN = Principal("key:1", Role.ADMIN)
BACK = "Järjestöneuvosto, PL 1, 70100 Kuopio"


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Rehearsal]:
    """The letter to a holder without an address waits to be printed, as the dispatcher leaves it."""
    async with rehearsing(database, seats=3) as stage:
        await bundled(stage, HOLDER)

        def on_paper(session: Session) -> None:
            session.get_one(Person, f"person-{HOLDER}").address_ref = None
            bundle = session.get_one(Bundle, "b1")
            bundle.state, bundle.sent_at = LetterState.HELD, None
            for row in session.exec(select(Letter).where(Letter.bundle_id == "b1")):
                row.state, row.reason, row.sent_at = LetterState.HELD, Reason.TO_PRINT, None
                row.token_sha256, row.accounted_seq = None, 4

        await database.write(on_paper)
        yield stage


async def page_of(stage: Rehearsal, return_to: str = BACK) -> dict[str, Any]:
    letter = await stage.post.letter(HOLDER)
    return await printing.printed(stage.services, INITIATIVE, letter.id, return_to)


async def test_what_is_to_be_printed_is_listed_with_whose_it_is(stage: Rehearsal) -> None:
    letter = await stage.post.letter(HOLDER)
    (shown,) = await printing.to_print(stage.services, ADMIN)
    assert (shown.letter, shown.initiative, shown.person) == (letter.id, INITIATIVE, f"person-{HOLDER}")
    assert (shown.name, shown.still_asked) == (f"Kanarialintu {HOLDER}", True)
    stranger = Principal("person:another", Role.COORDINATOR)
    assert await printing.to_print(stage.services, stranger) == []


async def test_a_matter_that_was_answered_since_need_not_go_any_more(stage: Rehearsal) -> None:
    await stage.answer(HOLDER, "answer_invitation", answer="yes")
    (shown,) = await printing.to_print(stage.services, ADMIN)
    assert shown.still_asked is False


@pytest.mark.parametrize("why", ["the link was taken back", "the initiative ended", "it lies with the deputy"])
async def test_what_no_letter_by_mail_would_say_any_more_need_not_be_printed_either(stage: Rehearsal, why: str) -> None:
    letter = await stage.post.letter(HOLDER)

    def change(session: Session) -> None:
        owed = session.get_one(Obligation, (INITIATIVE, letter.obligation_id))
        if why == "the link was taken back":
            session.get_one(Letter, letter.id).revoked_at = stage.post.play.now
        elif why == "the initiative ended":
            session.get_one(Initiative, INITIATIVE).status = InitiativeStatus.ENDED
        else:
            owed.owed_by = "deputy-02"
        assert owed.state is ObligationState.OPEN, "the row of what is asked does not tell"

    await stage.services.database.write(change)
    (shown,) = await printing.to_print(stage.services, ADMIN)
    assert (shown.letter, shown.still_asked) == (letter.id, False)


async def test_the_code_on_the_page_leads_to_the_link_that_is_printed_beside_it(stage: Rehearsal) -> None:
    letter, shown = await stage.post.letter(HOLDER), await page_of(stage)
    link = f"http://talkoot.example/p/{stage.services.keys.link_token(letter.id)}"
    assert shown["pages"][0].link == link
    assert read_codes(shown["pages"][0].qr) == [link]


async def test_posting_a_letter_sends_it_once_and_opens_its_link(stage: Rehearsal) -> None:
    letter = await stage.post.letter(HOLDER)
    link = (await page_of(stage))["pages"][0].link.removeprefix("http://talkoot.example")
    assert (await stage.client.get(link)).status_code == 404
    first = await printing.post(stage.services, ADMIN, INITIATIVE, letter.id)
    sent = await stage.post.letter(HOLDER)
    assert (sent.state, sent.channel, sent.reason) == (LetterState.SENT, "paper", None)
    assert sent.sent_at == stage.post.play.now
    assert (await stage.client.get(link)).status_code == 200
    bundle = await stage.services.database.read(lambda session: session.get_one(Bundle, "b1"))
    assert bundle.state is LetterState.SENT
    assert await said_in_the_ledger(stage) == [("letter.settled", letter.id)]
    stage.post.play.now += stage.services.patience
    assert await printing.post(stage.services, ADMIN, INITIATIVE, letter.id) == first
    assert await printing.to_print(stage.services, ADMIN) == []
    assert (await page_of(stage))["pages"][0].link.endswith(link)  # printed once more: the first got lost


async def said_in_the_ledger(stage: Rehearsal) -> list[tuple[str, str]]:
    """The entries about letters: what, and of which."""

    def read(session: Session) -> list[tuple[str, str]]:
        rows = session.exec(select(LedgerEntry).where(LedgerEntry.stream == f"letters:{INITIATIVE}"))
        return [(row.type, json.loads(row.bytes_text)["data"]["letter"]) for row in rows]

    return await stage.services.database.read(read)


async def test_what_goes_into_one_envelope_is_printed_and_posted_together(stage: Rehearsal) -> None:
    letter = await stage.post.letter(HOLDER)

    def another(session: Session) -> None:
        session.add(Letter(**{**letter.model_dump(), "id": "second", "step": "1.remind"}))

    await stage.services.database.write(another)
    shown = await page_of(stage)
    links = [page.link for page in shown["pages"]]
    assert len(set(links)) == 2
    assert [code for page in shown["pages"] for code in read_codes(page.qr)] == links
    posted = await printing.post(stage.services, ADMIN, INITIATIVE, "second")
    assert set(posted.letters) == {letter.id, "second"}
    for link in links:
        assert (await stage.client.get(link.removeprefix("http://talkoot.example"))).status_code == 200
    bundle = await stage.services.database.read(lambda session: session.get_one(Bundle, "b1"))
    assert bundle.state is LetterState.SENT


async def test_the_link_of_a_letter_by_mail_is_shown_to_nobody_else(stage: Rehearsal) -> None:
    await bundled(stage, "holder-03", "b2")
    letter = await stage.post.letter("holder-03")
    with pytest.raises(paper.NotOnPaper):
        await printing.printed(stage.services, INITIATIVE, letter.id, "")
    with pytest.raises(paper.NotOnPaper):
        await printing.post(stage.services, ADMIN, INITIATIVE, letter.id)
    for initiative, id_ in (("another", (await stage.post.letter(HOLDER)).id), (INITIATIVE, "none")):
        with pytest.raises(printing.NotFound):
            await printing.post(stage.services, ADMIN, initiative, id_)


async def test_who_is_only_offered_an_initiative_sees_it_and_prints_none_of_its_letters(stage: Rehearsal) -> None:
    services, now, letter = stage.services, stage.services.clock(), await stage.post.letter(HOLDER)
    offered = f"person-{HOLDER[:-1]}3"

    def offer(session: Session) -> tuple[str, str]:
        its = {"initiative_id": INITIATIVE, "phase": "convening", "state": ObligationState.OPEN, "due": now}
        session.add(Obligation(id="take-over", kind=TAKE_OVER, seat=None, owed_by="holder-03", opened_at=now, **its))
        makes = ((offered, "asked"), (f"person-{COORDINATOR.actor}", "own"))
        return tuple(api_keys.create(session, KeyRole.COORDINATOR, name, now, person_id=who) for who, name in makes)

    asked, own = await services.database.write(offer)
    pile, path = "/api/v1/letters/to-print", f"/api/v1/initiatives/{INITIATIVE}/letters/{letter.id}"
    headers = {"Authorization": f"Bearer {asked}"}
    assert (await stage.client.get(f"/api/v1/initiatives/{INITIATIVE}/letters", headers=headers)).status_code == 200
    assert (await stage.client.get(pile, headers=headers)).json() == []
    for answer in (
        await stage.client.get(f"{path}/print", headers=headers),
        await stage.client.post(f"{path}/posted", headers=headers),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:talkoot:NotEntitled")
        assert "/p/" not in answer.text
    headers = {"Authorization": f"Bearer {own}"}
    assert [one["letter"] for one in (await stage.client.get(pile, headers=headers)).json()] == [letter.id]
    assert (await stage.client.get(f"{path}/print", headers=headers)).status_code == 200


async def test_the_page_says_what_the_letter_says_and_asks_the_same_on_a_form(stage: Rehearsal) -> None:
    response = paper_page(**await page_of(stage))
    page = PageRead.of("", type("Answer", (), {"text": bytes(response.body).decode()})())  # type: ignore[arg-type]
    for said in (
        f"Kanarialintu {HOLDER}",
        "Yhdistys 02, puheenjohtaja",
        TITLE,
        "maanantaina 26.1.2026",
        "Tulen mukaan",
        "En tule",
        "Vastauslomake: Tuletko mukaan?",
        "kanaria.actor-coordinator@example.org",
        BACK,
        f"{INITIATIVE} · ",
    ):
        assert said in page.text, said
    assert page.text.count("/p/") == 1
    assert page.tags[0] == ("html", {"lang": "fi"})
    loads = [tag for tag, given in page.tags if tag in ("script", "img", "link") or {"src", "style"} & given.keys()]
    assert loads == []
    (style,) = re.findall(r"<style>(.*?)</style>", page.html, re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
    assert "A4" in style


async def test_over_http_a_letter_is_listed_printed_and_posted(stage: Rehearsal) -> None:
    now = stage.services.clock()
    key = await stage.services.database.write(lambda session: api_keys.create(session, KeyRole.ADMIN, "desk", now))
    headers, api = {"Authorization": f"Bearer {key}"}, "/api/v1"
    answer = await stage.client.get(f"{api}/letters/to-print", headers=headers)
    assert answer.status_code == 200, answer.text
    (waiting,) = answer.json()
    path = f"{api}/initiatives/{INITIATIVE}/letters/{waiting['letter']}"
    page = await stage.client.get(f"{path}/print", params={"return_to": BACK}, headers=headers)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert read_codes(page.text)[0] in page.text
    long = await stage.client.get(f"{path}/print", params={"return_to": "x" * 201}, headers=headers)
    assert long.status_code == 422
    sent = await stage.client.post(f"{path}/posted", headers=headers)
    assert (sent.status_code, sent.json()["letters"]) == (200, [waiting["letter"]])
    assert (await stage.client.get(f"{api}/letters/to-print", headers=headers)).json() == []
    await bundled(stage, "holder-03", "b2")
    mailed = (await stage.post.letter("holder-03")).id
    refused = await stage.client.get(f"{api}/initiatives/{INITIATIVE}/letters/{mailed}/print", headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:NotOnPaper")
    assert "/p/" not in refused.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("duty", sorted(FORMS))
def test_every_duty_of_a_seat_can_be_answered_on_paper_but_a_secret_ballot(language: str, duty: str) -> None:
    form = paper_form(duty, language)
    assert (form is None) is (duty == "secret_vote")
    for question in form.questions if form else ():
        assert question.boxes or question.lines
        assert question.label or question.under


@pytest.mark.parametrize(
    ("language", "low", "high"), [("fi", "1 (ei vielä)", "4 (useita)"), ("en", "1 (nobody yet)", "4 (several)")]
)
def test_a_scale_on_paper_says_which_end_is_which(language: str, low: str, high: str) -> None:
    form = paper_form("answer_readiness", language)
    assert form is not None
    champions = form.questions[1]
    assert champions.boxes == (low, "2", "3", high)
    assert champions.hint, "what is meant by the question is told too"
