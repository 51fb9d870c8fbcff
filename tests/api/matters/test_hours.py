"""Hours over HTTP: given by a personal link, entered from paper, corrected, summed up, and taken away as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def test_the_hours_of_volunteers_are_valued_and_can_be_taken_away(http: Http) -> None:
    initiative = await http.start()
    path, (first, second, *_) = f"/initiatives/{initiative}/hours", http.village.seats
    day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    given = {"work": "meeting", "day": day, "minutes": 90, "people": 4, "evidence": "=Lista 4/2026"}
    link = await http.link(initiative, first, "submit_need")
    told = await http.post(f"{path}/give-hours", given, by=link)
    assert (told.status_code, told.json()["recorded"]["entry"]) == (200, "h1"), told.text
    entered = {**given, "work": "other", "for_seat": second, "channel": "paper"}
    assert (await http.post(f"{path}/give-hours", entered)).status_code == 200
    corrected = await http.post(f"{path}/correct-hours", {**given, "entry": "h1", "people": 3}, by=link)
    assert corrected.json()["recorded"]["replaces"] == "h1", corrected.text
    assert (await http.post(f"{path}/set-rate", {"call": "leader_2026", "cents_an_hour": 2000})).status_code == 200
    seen = (await http.get(path)).json()
    assert (seen["sheet"]["minutes"], seen["sheet"]["cents"]) == (630, 15750)
    assert seen["sheet"]["calls"] == [{"call": "leader_2026", "cents_an_hour": 2000, "cents": 21000}]
    assert [(s["of"], s["minutes"]) for s in seen["sheet"]["by_work"]] == [("meeting", 270), ("other", 360)]
    shown = [(e["entry"], e["seat"], e["channel"], e["evidence"]) for e in seen["entries"]]
    assert shown == [("h2", second, "paper", "=Lista 4/2026"), ("h3", first, "link", "=Lista 4/2026")]
    table = await http.get(f"{path}.csv", by=http.village.auditor)
    head, *lines = table.text.splitlines()
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert head.startswith("entry,seat,work,activity,day,people,minutes")
    assert len(lines) == 2
    assert lines[0].endswith("paper,'=Lista 4/2026")


async def test_an_entry_of_hours_that_is_corrected_at_its_place_is_summed_up_as_it_reads_now(http: Http) -> None:
    initiative = await http.start()
    path, seat = f"/initiatives/{initiative}", http.village.seats[0]
    day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    given = {"work": "other", "day": day, "minutes": 90, "people": 4, "for_seat": seat, "channel": "paper"}
    entries = [(await http.post(f"{path}/hours/give-hours", given)).json()["seq"] for _ in range(2)]
    better = {**given, "minutes": 30, "corrects": entries[0], "why": "Lista luettiin väärin."}
    done = await http.post(f"{path}/hours/give-hours", better)
    assert (done.status_code, done.json()["happened"]) == (200, "entry.superseded"), done.text
    seen = (await http.get(f"{path}/hours")).json()
    assert (seen["sheet"]["minutes"], [e["entry"] for e in seen["entries"]]) == (480, ["h1", "h2"])
    twice = {"entry": entries[1], "reason": "Kahteen kertaan.", "for_seat": seat, "channel": "paper"}
    gone = await http.post(f"{path}/withdraw-answer", twice)
    assert gone.status_code == 200, gone.text
    seen = (await http.get(f"{path}/hours")).json()
    assert (seen["sheet"]["minutes"], [e["entry"] for e in seen["entries"]]) == (120, ["h1"])


async def test_only_its_readers_see_the_hours_of_an_initiative(http: Http) -> None:
    initiative = await http.start()
    link = await http.link(initiative, http.village.seats[0], "submit_need")
    assert (await http.get(f"/initiatives/{initiative}/hours", by=link)).status_code == 403
    other = http.village.other_coordinator
    assert (await http.get(f"/initiatives/{initiative}/hours", by=other)).status_code == 403
    assert (await http.get("/initiatives/unknown/hours.csv")).status_code == 404
