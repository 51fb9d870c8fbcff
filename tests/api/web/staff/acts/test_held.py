"""What an open call holds: it is asked of the coordinator on the board, and taken in or discarded by a form."""

from __future__ import annotations

import pytest

from tests.api.web.callers import NEED, held, needs, tell, with_open_call
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.at_desk import AtDesk, sits_down
from tests.fixtures.correspondence import INITIATIVE

PAGE = f"/initiatives/{INITIATIVE}"
TAKE_IN = f"{PAGE}/do/need_identification.take_in_held"


@pytest.fixture
async def desk(beginning: Rehearsal) -> AtDesk:
    """Somebody has sent a need to the open call."""
    stage = await with_open_call(beginning)
    await tell(stage)
    return await sits_down(stage)


async def test_the_board_and_the_initiative_ask_to_go_through_what_was_sent(desk: AtDesk) -> None:
    assert "Avoimeen kutsuun on tullut yksi viesti" in (await desk.read("/staff")).text
    page = await desk.read(PAGE)
    assert TAKE_IN in page.html
    assert NEED["text"] not in page.text  # it is read where it is decided on


async def test_it_is_read_looked_at_and_taken_in_as_a_need(desk: AtDesk) -> None:
    page = await desk.read(TAKE_IN)
    assert NEED["text"][:40] in page.text
    (row,) = await held(desk.stage)
    form = dict(next(one for one in page.forms if "nonce" in one)) | {"held": row.id}
    look = await desk.send(TAKE_IN, form | {"step": "look"})
    assert look.status_code == 200, look.text
    say = dict(next(one for one in PageRead.of("", look).forms if "nonce" in one)) | {"step": "say"}
    assert (await desk.send(TAKE_IN, say)).status_code == 303
    assert list(needs(desk.stage)) == ["n1"]
    assert "Avoimeen kutsuun on tullut" not in (await desk.read(PAGE)).text
