"""The pause of all letters over HTTP: made by administrators, told to all who read."""

from __future__ import annotations

import pytest

from tests.api.conftest import Shared

pytestmark = pytest.mark.server


async def test_the_sending_is_paused_once_and_goes_on(shared: Shared) -> None:
    http = shared.http
    admin, reader = http.village.admin, http.village.auditor
    assert (await http.get("/letters/sending", by=reader)).json() == {"paused": False, "since": None, "by": None}
    first = (await http.post("/letters/pause", {}, by=admin)).json()
    assert (first["paused"], first["by"].split(":")[0]) == (True, "key")
    try:
        assert (await http.post("/letters/pause", {}, by=admin)).json() == first
        assert (await http.get("/letters/sending", by=reader)).json() == first
        assert (await http.post("/letters/resume", {}, by=http.village.coordinator)).status_code == 403
    finally:
        assert not (await http.post("/letters/resume", {}, by=admin)).json()["paused"]
    assert not (await http.post("/letters/resume", {}, by=admin)).json()["paused"]
