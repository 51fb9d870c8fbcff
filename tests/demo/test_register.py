"""Seeding over HTTP enters what is missing, and a second time nothing."""

from __future__ import annotations

import pytest

from demo.api import Api
from demo.cast import PLACE, THEME, council_seats, initiative_seats, organisations
from demo.register import Register, seed
from demo.starting import started
from tests.fixtures.api import Http

SEATS = [*council_seats(), *initiative_seats()]

pytestmark = pytest.mark.server


@pytest.fixture
def api(http: Http) -> Api:
    return Api(http.client, http.village.coordinator)


async def seeded(api: Api) -> Register:
    return await seed(api, organisations(), SEATS)


async def test_seeding_twice_enters_nothing_the_second_time(api: Api) -> None:
    first = await seeded(api)
    assert first.entered > 100
    assert len(first.seats) == len(SEATS)
    second = await seeded(api)
    assert second.entered == 0
    assert (second.seats, second.organisations, second.mandate) == (first.seats, first.organisations, first.mandate)


async def test_an_initiative_can_be_started_from_what_was_seeded(api: Api) -> None:
    register = await seeded(api)
    seats = [register.seats[seat.key] for seat in initiative_seats()]
    about = {"title": "Kylätalo nuorten käyttöön", "place": PLACE, "theme": THEME}
    view = await started(api, register, "fi.yhteisovaikuttavuus", seats, **about)
    assert len({seat["sector"] for seat in view["seats"]}) == 6
    assert [seat["id"] for seat in view["seats"]] == seats
