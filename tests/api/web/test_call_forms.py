"""The form of an open call: each need is held once, and what cannot be taken comes back as it was typed."""

from __future__ import annotations

import pytest

from models.held_bounds import Bounds
from tests.api.web.callers import NEED, address, held, read, tell, with_open_call
from tests.api.web.rehearsal import Rehearsal


@pytest.fixture
async def stage(beginning: Rehearsal) -> Rehearsal:
    return await with_open_call(beginning)


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
