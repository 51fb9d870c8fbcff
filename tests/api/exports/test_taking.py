"""Exports over HTTP: for whoever may see it, signed before, told in the house, and without any text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from activities.sequencing import Sequencer
from api.exports.taking import Format
from domain.house import STREAM, ExportTaken, HouseEvent
from domain.ledger.entries import decode
from models.append import entries_after
from models.checkpoint_copy import CheckpointCopy
from models.exports import Ledgers
from tests.api import doors
from tests.api.exports.ocel_schema import faults
from tests.api.test_doors import KEYS, LINKS, READING, Walk
from tests.api.test_doors import walk as walk
from tests.fixtures.api import Http

pytestmark = pytest.mark.server

TEXT = "Nuorilla ei ole paikkaa, jossa olla iltaisin."


@pytest.fixture
async def signed(http: Http, tmp_path: Path) -> Http:
    """The API with what signs the log, as the stack puts it together."""
    services = http.services
    services.sealed = Sequencer(services.database, services.signing, CheckpointCopy(tmp_path / "copy.txt")).seal
    return http


async def needs(http: Http) -> str:
    initiative = await http.start()
    body = {"text": TEXT, "for_seat": http.village.seats[0], "channel": "phone"}
    answer = await http.post(f"/initiatives/{initiative}/need-identification/submit-need", body)
    assert answer.status_code == 200, answer.text
    return initiative


async def test_each_format_tells_each_entry_and_no_text_and_that_it_was_taken(signed: Http) -> None:
    http, initiative = signed, await needs(signed)
    answers = {one: await http.post(f"/initiatives/{initiative}/exports/{one}") for one in Format}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert not [one for one, answer in answers.items() if "iltaisin" in answer.text or "Kylätalo" in answer.text]
    log = answers[Format.OCEL].json()
    assert list(faults(log)) == []
    stream = await http.services.database.read(lambda s: entries_after(s, f"initiative:{initiative}", 0))
    own = [one for one in log["events"] if one["id"].startswith("initiative:")]
    assert [_of(one, "leaf_hash") for one in own] == [entry.leaf_hash for entry in stream]
    count = len(log["events"])
    assert len(answers[Format.JSONL].text.splitlines()) == count
    table = answers[Format.CSV].content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))) == count + 1
    assert len(ElementTree.fromstring(answers[Format.XES].content).findall(".//{*}event")) == count
    assert answers[Format.OCEL].headers["content-disposition"].endswith('.ocel.json"')
    told = await http.services.database.read(lambda s: entries_after(s, STREAM, 0))
    taken = [decode(one.text, HouseEvent) for one in told if '"type":"export.taken"' in one.text]
    events = [one.event for one in taken if isinstance(one.event, ExportTaken)]
    assert [(event.format, event.initiative) for event in events] == [(one, initiative) for one in Format]
    assert {one.actor for one in taken} == {f"key:{http.village.coordinator.split('_')[1]}"}


async def test_all_are_those_that_the_reader_may_see(signed: Http) -> None:
    http, own = signed, await needs(signed)
    body = http.village.start()
    other = (await http.post("/initiatives", body, by=http.village.other_coordinator)).json()["id"]

    async def seen(by: str) -> set[str]:
        answer = await http.post("/exports/jsonl", by=by)
        assert answer.status_code == 200, answer.text
        return {json.loads(line)["initiative"] for line in answer.text.splitlines()}

    assert await seen(http.village.coordinator) == {own}
    assert await seen(http.village.other_coordinator) == {other}
    assert await seen(http.village.auditor) == await seen(http.village.admin) == {own, other}


async def test_what_was_written_after_the_checkpoint_is_not_in_it(signed: Http) -> None:
    http, initiative = signed, await needs(signed)
    assert http.services.sealed
    size = (await http.services.sealed()).checkpoint.size
    before = [entry.id for entry in Ledgers(http.services.database, size).entries(initiative)]
    await http.post(f"/initiatives/{initiative}/pause", {"until": "2027-01-07", "reason": "Loma."})
    await http.services.sealed()
    assert [entry.id for entry in Ledgers(http.services.database, size).entries(initiative)] == before


async def test_exports_are_for_readers_and_wait_for_what_signs(walk: Walk) -> None:
    for route in doors.EXPORT:
        for who, expected in READING.items():
            for initiative, status in expected.items():
                # let in, they learn that nothing signs here
                found = 503 if status == 200 else status
                assert await walk.knock(route, who, initiative) == found, (who, route, initiative)
    for route in doors.EXPORT_ALL:
        for who in KEYS + LINKS:
            assert await walk.knock(route, who) == (503 if who in KEYS else 403), (who, route)


def _of(event: dict[str, object], name: str) -> object:
    attributes: list[dict[str, object]] = event["attributes"]  # type: ignore[assignment]
    return next(one["value"] for one in attributes if one["name"] == name)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_the_report_is_a_page_with_a_checkpoint_and_is_told(signed: Http, language: str) -> None:
    http, initiative = signed, await needs(signed)
    answer = await http.post(f"/initiatives/{initiative}/report/page?language={language}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Kylätalo nuorten käyttöön" in answer.text
    assert f'<html lang="{language}">' in answer.text
    told = await http.services.database.read(lambda s: entries_after(s, STREAM, 0))
    (size,) = [json.loads(one.text)["data"]["size"] for one in told if '"type":"report.taken"' in one.text]
    assert f"talkoot bundle {initiative} --at {size} " in answer.text
    assert "iltaisin" not in answer.text
