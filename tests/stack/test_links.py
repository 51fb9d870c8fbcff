"""A personal link can be handed out before its letter goes, and is the one the letter brings."""

from __future__ import annotations

import pytest

from stack.links import link_of
from tests.fixtures.api import KEYS, Http

pytestmark = pytest.mark.server


async def test_a_link_handed_out_early_opens_the_door_of_its_seat(http: Http) -> None:
    initiative, seat = await http.start(), http.village.seats[0]
    token = await http.services.database.write(lambda session: link_of(session, KEYS, initiative, seat))
    assert token is not None
    assert token == await http.link(initiative, seat, "submit_need")
    assert (await http.get("/personal", by=token)).status_code == 200
    raised = await http.post(f"/initiatives/{initiative}/need-identification/nothing-to-raise", by=token)
    assert raised.status_code == 200


async def test_a_seat_without_a_letter_has_no_link(http: Http) -> None:
    initiative = await http.start()
    assert await http.services.database.write(lambda session: link_of(session, KEYS, initiative, "seat_none")) is None
