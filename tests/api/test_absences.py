"""One absence is told to all initiatives in which somebody holds a seat, once, whatever one of them says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.tables import RegisterSeat
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def test_an_absence_is_told_everywhere_and_sent_again_it_counts_once(http: Http) -> None:
    first, second = [await http.start() for _ in range(2)]
    theirs = http.village.start(title="Toisen aloite")
    other = (await http.post("/initiatives", theirs, by=http.village.other_coordinator)).json()["id"]
    row = await http.services.database.read(lambda session: session.get(RegisterSeat, http.village.seats[0]))
    assert row is not None
    path, now = f"/register/persons/{row.holder_id}/absence", datetime.now(UTC)
    away = {"since": (now + timedelta(days=9)).isoformat(), "until": (now + timedelta(days=19)).isoformat()}
    for _ in range(2):
        told = {one["initiative"]: one for one in (await http.post(path, away, key="summer-away")).json()}
        assert {name: one["told"] for name, one in told.items()} == {first: True, second: True, other: False}
        assert (told[other]["refused"], told[first]["seat"]) == ("NotEntitled", row.id)
    for initiative in (first, second):
        entries = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()["entries"]
        assert sum("absence.reported" in str(entry) for entry in entries) == 1
    too_long = {"until": (now + timedelta(days=900)).isoformat()}
    refused = (await http.post(path, too_long)).json()
    assert {one["refused"] for one in refused} == {"Malformed", "NotEntitled"}
    assert (await http.post("/register/persons/nobody/absence", away)).status_code == 404
