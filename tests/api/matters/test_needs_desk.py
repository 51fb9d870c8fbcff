"""The needs desk over HTTP: needs are brought together, worded, corrected by link, split, and parked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def says(http: Http, path: str, by: str = "", **body: Any) -> dict[str, Any]:
    answer = await http.post(path, body, by=by)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def test_whoever_raised_a_need_reads_how_it_was_understood_and_corrects_it(http: Http) -> None:
    initiative = await http.start()
    path, (first, second, *_) = f"/initiatives/{initiative}", http.village.seats
    desk = f"{path}/need-identification"
    for seat in (first, second):
        link = await http.link(initiative, seat, "submit_need")
        await says(http, f"{desk}/submit-need", by=link, text="Kyyti puuttuu.")
    await says(http, f"{desk}/merge-needs", need="n2", into="n1")
    await says(http, f"{desk}/word-cluster", need="n1", text="Kylistä ei pääse kirkolle.")
    link = await http.link(initiative, second, "confirm_wording")
    page = await http.client.get(f"/p/{link}")
    assert "Kylistä ei pääse kirkolle." in page.text
    corrected = await says(http, f"{desk}/confirm-wording", by=link, need="n1", agrees=False, correction="Iltaisin.")
    assert corrected["happened"] == "wording.corrected"
    assert "Iltaisin" not in str(corrected)
    await says(http, f"{desk}/split-need", need="n2")
    answered = {"need": "n2", "answer": "parked", "reason": "Syksyllä.", "until": "2039-09-01"}
    await says(http, f"{desk}/answer-need", **answered)
    one = (await http.get(path)).json()
    assert one["state"]["wordings"]["n1"]["replies"] == {second: False}
    assert one["state"]["needs"]["n2"]["answer"] == "parked"
    assert one["matters"]["parking"]["needs"]["n2"]["until"] == "2039-09-01"
    owed = {(o["duty"], o["subject"]) for o in one["obligations"] if o["state"] == "open"}
    assert ("reword_cluster", "n1.1") in owed
    looked = await says(http, f"{path}/parking/recheck-need", need="n2", outcome="declined", reason="Järjestyi.")
    assert looked["happened"] == "need.rechecked"
