"""The demo's staff are entered and given their roles over HTTP, and a second time nothing is."""

from __future__ import annotations

import pytest

from demo.api import Api
from demo.cast import STAFF
from demo.staff import staffed
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def test_everybody_of_staff_has_their_role_and_no_other_however_often_it_is_given(http: Http) -> None:
    api = Api(http.client, http.village.admin)
    await api.post("/register/persons", dict(zip(("name", "address"), STAFF["coordinator"], strict=True)))
    first = await staffed(api)
    people = await api.all_rows("/register/persons")
    assert await staffed(api) == first
    assert await api.all_rows("/register/persons") == people
    roles = {one["person"]: one["roles"] for one in await api.get("/staff")}
    assert roles == {first[role]: [role] for role in STAFF}
