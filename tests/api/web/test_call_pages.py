"""The pages of an open call: a need is told without an account, confirmed by a letter, and answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from domain.commands import Command, PauseUntil, TakeExit
from domain.operating_model import ExitKind
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import AnswerNeed, CloseCall, DiscardHeld, OpenCall, OwnAnswer
from models import open_calls
from models.held_bounds import Bounds
from models.held_needs import HELD_FOR
from models.keys import token_sha256
from models.letter_claims import claim
from models.letter_facts import Correspondence
from models.states import HeldState
from models.tables import HeldNeed, Letter
from tests.api.conftest import standing
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.correspondence import INITIATIVE, TITLE
from tests.fixtures.rules import START, text

NEED = {"text": "Illalla ei pääse kotiin.", "place": "Puutossalmi", "address": "kylalainen@example.org"}


@pytest.fixture
async def stage(beginning: Rehearsal) -> Rehearsal:
    """Needs are identified, and a call is open."""
    await beginning.say(OpenCall())
    services = beginning.services
    await services.database.write(lambda session: open_calls.publish(session, services.keys, INITIATIVE, "1.1"))
    return beginning


def address(stage: Rehearsal) -> str:
    return f"/call/{open_calls.token_of(stage.services.keys, INITIATIVE, '1.1')}"


async def read(stage: Rehearsal, path: str = "") -> PageRead:
    answer = await stage.client.get(path or address(stage))
    assert answer.status_code == 200, answer.text
    return PageRead.of("", answer)


async def tell(stage: Rehearsal, **typed: str) -> httpx.Response:
    """Fill the form in and send it."""
    page = await read(stage)
    return await stage.client.post(address(stage), data=page.forms[0] | NEED | typed)


async def held(stage: Rehearsal) -> list[HeldNeed]:
    return list(await stage.services.database.read(lambda session: session.exec(select(HeldNeed)).all()))


async def letter_page(stage: Rehearsal, step: str = "confirm") -> str:
    """Where the link of the last letter to the sender leads, which has been sent."""
    services = stage.services

    def sent(session: Session) -> str:
        letters = select(Letter).where(Letter.kind == "open_call", Letter.step.startswith(step))  # type: ignore[attr-defined]
        letter = session.exec(letters).one()
        letter.token_sha256 = token_sha256(services.keys.link_token(letter.id))
        facts = Correspondence(services.vault, services.keys, services.public_url).facts(
            session, letter.id, services.clock()
        )
        assert facts is not None
        assert facts.address == NEED["address"]
        return facts.link.removeprefix(services.public_url)

    return await services.database.write(sent)


def needs(stage: Rehearsal) -> dict[str, Any]:
    state = stage.post.play.initiative.now_in
    assert isinstance(state, NeedIdentification)
    return state.needs


async def test_anybody_with_the_address_reads_what_it_is_about_and_changes_nothing(stage: Rehearsal) -> None:
    before = await standing(stage)  # type: ignore[arg-type]
    for method in ("GET", "HEAD", "GET"):
        assert (await stage.client.request(method, address(stage))).status_code == 200
    page = await read(stage)
    assert TITLE in page.text
    assert "Järjestöneuvosto kerää tarpeita" in page.text
    assert INITIATIVE not in page.html
    assert await standing(stage) == before  # type: ignore[arg-type]


async def test_a_need_is_held_until_its_sender_confirms_it_and_then_answered_by_letter(stage: Rehearsal) -> None:
    sent = await tell(stage)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{address(stage)}?language=fi&sent=letter")
    assert "Lähetimme sinulle kirjeen" in (await read(stage, sent.headers["location"])).text
    assert needs(stage) == {}
    own = await letter_page(stage)
    page = await read(stage, own)
    assert NEED["text"] in page.text
    assert "odottaa vahvistustasi" in page.text
    assert needs(stage) == {}
    for _ in range(2):  # a second click changes nothing
        assert (await stage.client.post(own, data=page.forms[0])).status_code == 303
    assert list(needs(stage)) == ["n1"]
    assert "Tarve on mukana" in (await read(stage, own)).text
    await stage.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    assert "otetaan työn alle" in (await read(stage, await letter_page(stage, "answered"))).text


async def test_a_letter_to_confirm_goes_out_at_once_also_at_night(stage: Rehearsal) -> None:
    await stage.forward(timedelta(hours=12))
    await tell(stage)
    services = stage.services

    def claimed(session: Session) -> list[str]:
        found = claim(session, services.keys, services.clock(), lease=timedelta(minutes=5), limit=50, domain="x.fi")
        return [session.get_one(Letter, one.id).kind for one in found]

    assert "open_call" in await services.database.write(claimed)


async def test_a_double_click_holds_one_need(stage: Rehearsal) -> None:
    form = (await read(stage)).forms[0] | NEED
    for _ in range(2):
        assert (await stage.client.post(address(stage), data=form)).status_code == 303
    assert len(await held(stage)) == 1


async def test_without_an_address_the_coordinator_is_asked_to_look(stage: Rehearsal) -> None:
    sent = await tell(stage, address="")
    assert "sent=desk" in sent.headers["location"]
    (owed,) = stage.post.play.initiative.of_duty("review_call")
    assert owed.state.answerable
    await tell(stage, address="")
    assert len(stage.post.play.initiative.of_duty("review_call")) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " "}, "Kirjoita tähän vastauksesi"),
        ({"text": "a" * 5001}, "liian pitkä"),
        ({"address": "kylalainen"}, "nimi@example.org"),
        ({"nonce": "1.2.3"}, "Sivu oli auki pitkään"),
    ],
    ids=["nothing", "too long", "no address", "another form"],
)
async def test_a_form_that_cannot_be_taken_comes_back_as_it_was_typed(
    stage: Rehearsal, typed: dict[str, str], said: str
) -> None:
    answer = await tell(stage, **typed)
    assert answer.status_code == 422
    assert "Puutossalmi" in answer.text
    assert await held(stage) == []


async def test_a_program_that_fills_in_everything_is_told_what_everybody_is_and_nothing_is_held(
    stage: Rehearsal,
) -> None:
    assert (await tell(stage, website="http://spam.example")).status_code == 303
    assert await held(stage) == []


async def test_too_much_is_refused_with_the_time_to_come_again_and_nothing_typed_is_lost(stage: Rehearsal) -> None:
    stage.services.bounds = Bounds(from_one_sender=1)
    await tell(stage, address="")
    answer = await tell(stage, text="Toinenkin tarve")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3601
    assert "Toinenkin tarve" in answer.text
    assert "klo\N{NO-BREAK SPACE}11.00" in answer.text


@pytest.mark.parametrize("closing", [CloseCall(), PauseUntil(START + timedelta(days=3))], ids=["closed", "paused"])
async def test_a_closed_call_is_as_unknown_as_one_that_never_was(stage: Rehearsal, closing: Command) -> None:
    form = (await read(stage)).forms[0] | NEED
    await stage.say(closing)
    unknown = await stage.client.get("/call/" + "x" * 43)
    shut = await stage.client.get(address(stage))
    assert (shut.status_code, shut.text) == (unknown.status_code, unknown.text) == (404, unknown.text)
    answer = await stage.client.post(address(stage), data=form)
    assert answer.status_code == 404
    assert NEED["text"] in answer.text
    assert await held(stage) == []


async def test_what_is_held_is_taken_back_by_its_sender_or_discarded_with_a_reason(stage: Rehearsal) -> None:
    await tell(stage)
    own = await letter_page(stage)
    assert (await stage.client.post(own, data={"say": "remove"})).status_code == 303
    page = await read(stage, own)
    assert "Tarve on poistettu" in page.text
    assert NEED["text"] not in page.text
    (row,) = await held(stage)
    assert row.state is HeldState.REMOVED
    assert (await stage.client.post(own, data={"say": "confirm"})).status_code == 303
    assert needs(stage) == {}


async def test_what_is_discarded_is_told_to_its_sender_on_their_page(stage: Rehearsal) -> None:
    await tell(stage)
    own = await letter_page(stage)
    (row,) = await held(stage)
    await stage.say(DiscardHeld(row.id, text(), left=0))
    page = await read(stage, own)
    assert "ei otettu mukaan" in page.text
    assert NEED["text"] not in page.text


async def test_what_expired_is_confirmed_no_more(stage: Rehearsal) -> None:
    await tell(stage)
    own = await letter_page(stage)
    clock = stage.services.clock
    stage.services.clock = lambda: clock() + HELD_FOR
    assert "ei vahvistettu ajoissa" in (await read(stage, own)).text
    assert (await stage.client.post(own, data={"say": "confirm"})).status_code == 303
    assert needs(stage) == {}


async def test_where_nothing_more_can_be_taken_in_the_sender_is_told(stage: Rehearsal) -> None:
    await tell(stage)
    own = await letter_page(stage)
    await stage.say(TakeExit(ExitKind.STOP, text()))
    answer = await stage.client.post(own, data={"say": "confirm"})
    assert answer.status_code == 410
    assert "ei voi enää ottaa mukaan" in answer.text
