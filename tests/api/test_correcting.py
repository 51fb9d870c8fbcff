"""Corrections over HTTP: a seat undoes its own answer, the coordinator corrects one, and both stay in the history."""

from __future__ import annotations

from typing import Any

import pytest

from domain.folding import fold
from domain.ledger.entries import decode
from domain.wire import plain
from models.append import STREAM, entries_after
from tests.fixtures.api import Http
from workflows.baton import Baton

pytestmark = pytest.mark.server


async def _needs(http: Http, initiative: str) -> dict[str, Any]:
    needs: dict[str, Any] = (await http.get(f"/initiatives/{initiative}")).json()["state"]["needs"]
    return needs


async def _history(http: Http, initiative: str) -> dict[int, dict[str, Any]]:
    told = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()["entries"]
    return {entry["seq"]: entry for entry in told}


async def test_a_seat_takes_its_answer_back_and_is_asked_again(http: Http) -> None:
    initiative = await http.start()
    path, seat = f"/initiatives/{initiative}", http.village.seats[0]
    link = await http.link(initiative, seat, "submit_need")
    said = await http.post(f"{path}/need-identification/submit-need", {"text": "Väärä kylä."}, by=link)
    entry = said.json()["seq"]
    alone = await http.post(f"{path}/corrections/preview", {"entry": entry})
    assert (alone.status_code, alone.json()["path"]) == (422, "for_seat"), alone.text
    seen = await http.post(f"{path}/corrections/preview", {"entry": entry, "for_seat": seat, "channel": "phone"})
    assert seen.status_code == 200, seen.text
    assert {"obligation.opened", "entry.read_back"} <= {*seen.json()["happens"]}
    assert entry in await _history(http, initiative)
    assert list(await _needs(http, initiative)) == ["n1"]
    undone = await http.post(f"{path}/withdraw-answer", {"entry": entry}, by=link, key="undo-1234")
    assert (undone.status_code, undone.json()["happened"]) == (200, "entry.superseded"), undone.text
    again = await http.post(f"{path}/withdraw-answer", {"entry": entry}, by=link, key="undo-1234")
    assert again.json() == undone.json()
    assert await _needs(http, initiative) == {}
    history = await _history(http, initiative)
    assert history[entry]["superseded_by"] == undone.json()["seq"]
    assert history[entry]["texts"] == {"text": "Väärä kylä."}
    owed = (await http.get("/personal", by=link)).json()["owed"]
    assert [one["obligation"].rpartition("/")[2] for one in owed] == [f"again.{undone.json()['seq']}"]
    letters = (await http.get(f"{path}/letters")).json()
    assert [letter["kind"] for letter in letters if letter["obligation"] == owed[0]["obligation"]] == ["submit_need"]
    second = await http.post(f"{path}/need-identification/submit-need", {"text": "Oikea kylä."}, by=link)
    assert second.json()["recorded"]["need"] == "n2"


async def test_the_coordinator_corrects_with_a_reason_and_the_run_and_the_ledger_agree(http: Http) -> None:
    initiative = await http.start()
    path, seat = f"/initiatives/{initiative}", http.village.seats[0]
    phoned = {"for_seat": seat, "channel": "phone"}
    said = await http.post(f"{path}/need-identification/submit-need", {"text": "Kyyti", **phoned})
    entry = said.json()["seq"]
    corrected = {"text": "Kyyti kouluun", "corrects": entry, **phoned}
    unheard = {"text": "Kyyti kouluun", "corrects": entry, "why": "Kirjattiin väärin."}
    alone = await http.post(f"{path}/need-identification/submit-need", unheard)
    assert (alone.status_code, alone.json()["path"]) == (422, "for_seat"), alone.text
    without = await http.post(f"{path}/need-identification/submit-need", corrected)
    assert (without.status_code, without.json()["path"]) == (422, "why"), without.text
    done = await http.post(f"{path}/need-identification/submit-need", {**corrected, "why": "Kirjattiin väärin."})
    assert (done.status_code, done.json()["happened"]) == (200, "entry.superseded"), done.text
    history = await _history(http, initiative)
    superseding, instead = history[done.json()["seq"]], history[done.json()["seq"] + 1]
    assert superseding["texts"] == {"reason": "Kirjattiin väärin."}
    assert superseding["content"]["data"]["by"] == instead["seq"]
    assert instead["content"]["data"]["need"] == "n1"
    assert instead["texts"] == {"text": "Kyyti kouluun"}
    assert instead["content"]["channel"] == "phone"
    assert instead["content"]["seat"] == seat
    letters = (await http.get(f"{path}/letters")).json()
    told = [one for one in letters if one["step"].startswith("read_back.")]
    assert len(told) == 2  # of the entry, and of its correction
    other = await http.post(
        f"{path}/need-identification/submit-need", {"text": "Muu"}, by=await http.link(initiative, seat, "submit_need")
    )
    assert other.json()["recorded"]["need"] == "n2"
    handle = http.runs.environment.client.get_workflow_handle(initiative)
    entries = await http.services.database.read(lambda session: entries_after(session, STREAM + initiative, 0))
    assert await handle.query("head", result_type=int) == entries[-1].seq
    folded = fold(decode(entry.text) for entry in entries)
    assert Baton.of_ledger(entries).initiative == plain(folded)
    shown = (await http.get(path)).json()
    assert shown["state"] == plain(folded.state)
    assert {o["id"] for o in shown["obligations"]} == set(folded.obligations)


async def test_what_is_no_answer_or_not_ones_own_is_refused_with_what_to_do(http: Http) -> None:
    initiative = await http.start()
    path, (first, second, *_) = f"/initiatives/{initiative}", http.village.seats
    links = [await http.link(initiative, seat, "submit_need") for seat in (first, second)]
    said = await http.post(f"{path}/need-identification/submit-need", {"text": "Kyyti"}, by=links[0])
    entry = said.json()["seq"]
    others = await http.post(f"{path}/withdraw-answer", {"entry": entry}, by=links[1])
    assert (others.status_code, others.json()["type"]) == (403, "urn:talkoot:NotEntitled")
    opened = await http.post(f"{path}/withdraw-answer", {"entry": 2, "reason": "Vahinko"})
    assert (opened.status_code, opened.json()["type"]) == (409, "urn:talkoot:NotCorrectable")
    assert opened.json()["remedy"]
    unknown = await http.post(f"{path}/corrections/preview", {"entry": 9999})
    assert (unknown.status_code, unknown.json()["path"]) == (422, "entry")
    strange = await http.post(
        f"{path}/corrections/preview",
        {"entry": entry, "command": "need_identification.submit_need", "answer": {"txt": "x"}},
    )
    assert strange.status_code == 422
    assert strange.json()["path"].startswith("answer")
    before = await _history(http, initiative)
    assert await _history(http, initiative) == before
