"""Doors of the desk: every page and form, for each role, against the table; whoever may not is told so on a page."""

from __future__ import annotations

import pytest

from domain.actors import Role
from tests.api import doors
from tests.fixtures.staffed import AINO, OLAVI, SAME_ORIGIN, House, said

WHO = {Role.COORDINATOR: AINO, Role.AUDITOR: OLAVI, Role.ADMIN: AINO}


@pytest.mark.parametrize("role", WHO)
async def test_a_page_of_the_desk_opens_to_the_roles_of_its_table_and_to_no_other(house: House, role: Role) -> None:
    browser = await house.signed_in(WHO[role])
    await said(browser, "/staff/role", {"role": role})
    named = {"kind": "seats", "row": "none", "person": "none", "initiative": "i0000000000000000", "obligation": "none"}
    for route, roles in (doors.STAFF_DESK | doors.STAFF_DESK_FORMS).items():
        method, _, template = route.partition(" ")
        answer = await browser.request(method, template.format(**named), headers=SAME_ORIGIN)
        assert (answer.status_code == 403) == (role not in roles), (role, route, answer.status_code)
        assert answer.status_code < 500, (role, route)
        assert answer.is_redirect or answer.headers["content-type"].startswith("text/html"), (role, route)
