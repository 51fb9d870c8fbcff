"""Seeding over HTTP enters what is missing, and a second time nothing."""

from __future__ import annotations

import pytest

from demo.api import Api
from demo.cast import council_seats, initiative_seats
from demo.register import seed
from demo.starting import started
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


@pytest.fixture
def api(http: Http) -> Api:
    return Api(http.client, http.village.coordinator)


async def test_seeding_twice_enters_nothing_the_second_time(api: Api) -> None:
    first = await seed(api)
    assert first.entered > 100
    assert len(first.seats) == len(council_seats()) + len(initiative_seats())
    second = await seed(api)
    assert second.entered == 0
    assert (second.seats, second.organisations, second.mandate) == (first.seats, first.organisations, first.mandate)


async def test_an_initiative_can_be_started_from_what_was_seeded(api: Api) -> None:
    register = await seed(api)
    view = await started(api, register, "fi.yhteisovaikuttavuus", "Kylätalo nuorten käyttöön")
    assert len({seat["sector"] for seat in view["seats"]}) == 6
    assert [seat["id"] for seat in view["seats"]] == register.initiative_seats()
