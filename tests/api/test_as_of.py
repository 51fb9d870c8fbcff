"""Initiatives and their stories as of an instant: the prefix of the ledger that had been recorded by then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models.engine import Database
from tests.api.test_bad_input import require_problem
from tests.fixtures.api import Http
from tests.fixtures.databases import BOTH

pytestmark = pytest.mark.server


@pytest.mark.parametrize("database_url", BOTH, indirect=True)
async def test_an_initiative_is_seen_and_told_as_it_stood(http: Http, database: Database) -> None:
    initiative = await http.start()
    seat = http.village.seats[0]
    need = {"text": "Nuorilla ei ole paikkaa.", "for_seat": seat, "channel": "phone"}
    answered = await http.post(f"/initiatives/{initiative}/need-identification/submit-need", need)
    now = (await http.get(f"/initiatives/{initiative}")).json()
    entries = (await http.get(f"/initiatives/{initiative}/history")).json()["entries"]
    moment = datetime.fromisoformat(entries[answered.json()["seq"] - 1]["content"]["time"])
    before = (moment - timedelta(microseconds=1)).isoformat()

    then = (await http.get(f"/initiatives/{initiative}", as_of=before)).json()
    assert then["seq"] == answered.json()["seq"] - 1
    assert (then["state"]["needs"], [*now["state"]["needs"]]) == ({}, ["n1"])
    assert seat in {waiting["seat"] for waiting in then["waiting_on"]}
    assert seat not in {waiting["seat"] for waiting in now["waiting_on"]}
    again = (await http.get(f"/initiatives/{initiative}", as_of=moment.isoformat())).json()
    assert again == now

    told = (await http.get(f"/initiatives/{initiative}/story", as_of=before, language="sv")).json()
    assert (told["seq"], told["language"]) == (then["seq"], "sv")
    assert "Identifiering av behov" in told["text"]
    assert told["text"] != (await http.get(f"/initiatives/{initiative}/story", language="sv")).json()["text"]


@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_an_instant_before_the_start_or_after_now_is_refused(http: Http, database: Database) -> None:
    initiative = await http.start()
    early = await http.get(f"/initiatives/{initiative}", as_of="2020-01-01T00:00:00Z")
    require_problem(early, 404, "NotFound", "as_of")
    late = await http.get(f"/initiatives/{initiative}/story", as_of="2090-01-01T00:00:00Z")
    require_problem(late, 422, "Malformed", "as_of")
