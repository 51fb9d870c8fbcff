"""The page of who sent a need: they confirm it or take it back, and read what became of it."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from domain.commands import TakeExit
from domain.operating_model import ExitKind
from domain.phases.need_identification.commands import AnswerNeed, DiscardHeld, OwnAnswer
from models import held_outcomes
from models.held_needs import HELD_FOR
from models.states import HeldState
from tests.api.web.callers import NEED, address, held, letter_page, needs, read, tell, with_open_call
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.rules import text


@pytest.fixture
async def stage(beginning: Rehearsal) -> Rehearsal:
    return await with_open_call(beginning)


async def test_a_need_is_held_until_its_sender_confirms_it_and_then_answered_by_letter(stage: Rehearsal) -> None:
    sent = await tell(stage)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{address(stage)}?language=fi&sent=letter")
    assert "Sinulle on tulossa kirje" in (await read(stage, sent.headers["location"])).text
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


async def test_what_is_being_taken_in_is_not_taken_back_until_its_fate_is_known(
    stage: Rehearsal,
) -> None:
    await tell(stage)
    own = await letter_page(stage)
    (row,) = await held(stage)

    def being_taken_in(session: Session) -> object:
        return held_outcomes.looked_up(session, INITIATIVE, row.id, stage.services.clock(), with_text=True)

    await stage.services.database.write(being_taken_in)
    answer = await stage.client.post(own, data={"say": "remove"})
    assert answer.status_code == 504
    assert "otetaan juuri mukaan" in answer.text
    (row,) = await held(stage)
    assert row.state is HeldState.HELD


async def test_what_was_refused_to_be_taken_in_is_taken_back_at_once(stage: Rehearsal) -> None:
    await tell(stage)
    own = await letter_page(stage)
    await stage.say(TakeExit(ExitKind.STOP, text()))
    assert (await stage.client.post(own, data={"say": "confirm"})).status_code == 410
    assert (await stage.client.post(own, data={"say": "remove"})).status_code == 303
    (row,) = await held(stage)
    assert row.state is HeldState.REMOVED


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
