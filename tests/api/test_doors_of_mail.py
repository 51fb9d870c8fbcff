"""Doors of what people want of their letters, of letters on paper, and of mail that came back."""

from __future__ import annotations

import pytest

from tests.api import doors
from tests.api.test_doors import FOREIGN, KEYS, LINKS, MISSING, Walk
from tests.api.test_doors import walk as walk

pytestmark = pytest.mark.server


async def test_only_coordinators_and_administrators_enter_what_a_person_wants(walk: Walk) -> None:
    for route in doors.OF_A_PERSON:
        for who in KEYS + LINKS:
            let_in = who in KEYS and who != "auditor"
            # let in, they learn that there is no such person
            assert await walk.knock(route, who) == (404 if let_in else 403), (who, route)


async def test_letters_are_put_on_paper_by_those_who_coordinate(walk: Walk) -> None:
    for who in KEYS + LINKS:
        let_in = who in KEYS and who != "auditor"
        for route in doors.TO_PRINT:
            assert await walk.knock(route, who) == (200 if let_in else 403), (who, route)
        for route in doors.ON_PAPER:
            own = who in ("own coordinator", "admin")
            assert await walk.knock(route, who) == (404 if own else 403), (who, route)
            foreign = who in ("other coordinator", "admin")
            assert await walk.knock(route, who, FOREIGN) == (404 if foreign else 403), (who, route)
            assert await walk.knock(route, who, MISSING) == (404 if let_in else 403), (who, route)


async def test_only_administrators_and_keys_for_mail_bring_mail_and_those_do_nothing_else(walk: Walk) -> None:
    for route in doors.BRING:
        for who in KEYS + LINKS:
            # let in, they learn that their body is no message
            assert await walk.knock(route, who) == (415 if who == "admin" else 403), (who, route)
    everybody = doors.OPEN | doors.PUBLIC | doors.DEVELOPMENT | doors.PAGES | doors.CALLS | doors.SIGN_IN
    everybody |= doors.SIGN_IN_FORMS | doors.STAFF_PAGES | doors.STAFF_READ | doors.STAFF_TAKE
    for route in set(walk.routes) - everybody:
        assert await walk.knock(route, "mail") == (415 if route in doors.BRING else 403), route
