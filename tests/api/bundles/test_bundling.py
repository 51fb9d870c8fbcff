"""Bundles over HTTP: what a reader gets is verified by the `verify.py` that is shipped, and is told in the house."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.sequencing import Sequencer
from domain.house import STREAM, BundleTaken, HouseEvent
from domain.ledger.entries import decode
from models import erasing, log_checkpoints
from models.append import entries_after
from models.checkpoint_copy import CheckpointCopy
from models.log_checkpoints import LogRewritten
from models.tables import RegisterSeat
from tests.fixtures.api import Http
from tests.fixtures.bundles import verify

pytestmark = pytest.mark.server

TEXT = "Nuorilla ei ole paikkaa,\njossa olla iltaisin. 🌲"


@pytest.fixture
async def signed(http: Http, tmp_path: Path) -> Http:
    """The API with what signs the log, as the stack puts it together."""
    services = http.services
    copy = CheckpointCopy(tmp_path / "checkpoint.txt")
    services.sealed = Sequencer(services.database, services.signing, copy).seal
    return http


async def needs(http: Http) -> str:
    initiative = await http.start()
    body = {"text": TEXT, "for_seat": http.village.seats[0], "channel": "phone"}
    answer = await http.post(f"/initiatives/{initiative}/need-identification/submit-need", body)
    assert answer.status_code == 200, answer.text
    return initiative


def files(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


async def kept(http: Http) -> tuple[str, str]:
    """A checkpoint as somebody keeps it, and the log's key."""
    assert http.services.sealed
    text = (await http.services.sealed()).text
    return text, (await http.get("/ledger/key")).json()["line"]


async def test_an_initiative_is_verified_with_its_texts_also_when_they_are_erased(signed: Http, tmp_path: Path) -> None:
    http, initiative = signed, await needs(signed)
    checkpoint, key = await kept(http)
    size = int(checkpoint.split("\n")[1])
    path = f"/initiatives/{initiative}/bundle"
    answer = await http.post(f"{path}?known={size}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    found = verify(answer.content, tmp_path, "--key", key, checkpoint=checkpoint)
    assert found.code == 0, found.said
    assert "Texts: 2 proven, 0 gone, 0 not for you" in found.said
    assert TEXT in [
        json.loads(line).get("value") for line in files(answer.content)["private/000000.jsonl"].splitlines()
    ]

    again = await http.post(f"{path}?at={size}")
    assert again.content == (await http.post(f"{path}?at={size}")).content

    seat = http.village.seats[0]
    services = http.services

    def erase(session: object) -> None:
        holder = session.get(RegisterSeat, seat).holder_id  # type: ignore[attr-defined]
        erasing.erase(session, services.vault, holder, datetime.now(UTC))  # type: ignore[arg-type]

    await services.database.write(erase)
    after = await http.post(f"{path}?known={size}")
    found = verify(after.content, tmp_path, "--key", key, checkpoint=checkpoint)
    assert found.code == 0, found.said
    assert "Texts: 1 proven, 1 gone, 0 not for you" in found.said
    assert "iltaisin" not in after.text


async def test_the_whole_log_is_verified_and_has_no_texts(signed: Http, tmp_path: Path) -> None:
    http, initiative = signed, await needs(signed)
    checkpoint, key = await kept(http)
    await http.post(f"/initiatives/{initiative}/pause", {"until": "2027-01-07", "reason": "Loma."})
    answer = await http.post("/ledger/bundle", by=http.village.auditor)
    assert answer.status_code == 200, answer.text
    found = verify(answer.content, tmp_path, "--key", key, checkpoint=checkpoint)
    assert found.code == 0, found.said
    assert not {name for name in files(answer.content) if name.startswith("private")}
    assert "iltaisin" not in answer.text
    entries = await http.services.database.read(lambda session: entries_after(session, STREAM, 0))
    told = [decode(entry.text, HouseEvent) for entry in entries if '"type":"bundle.taken"' in entry.text]
    size = int(found.said.split("The whole log: ")[1].split()[0])
    assert [one.event for one in told] == [BundleTaken(size=size)]
    assert told[0].actor == f"key:{http.village.auditor.split('_')[1]}"


async def test_only_overseers_take_the_whole_log_and_coordinators_their_own_initiatives(signed: Http) -> None:
    http, initiative = signed, await needs(signed)
    assert (await http.post("/ledger/bundle")).status_code == 403
    assert (await http.post("/ledger/bundle", by=http.village.admin)).status_code == 200
    path = f"/initiatives/{initiative}/bundle"
    assert (await http.post(path, by=http.village.other_coordinator)).status_code == 403
    assert (await http.post("/initiatives/i00000000000000/bundle")).status_code == 404


async def test_checkpoints_that_were_never_signed_are_refused(signed: Http) -> None:
    http = signed
    initiative = await needs(http)
    checkpoint, _ = await kept(http)
    size = int(checkpoint.split("\n")[1])
    path = f"/initiatives/{initiative}/bundle"
    await http.post(f"/initiatives/{initiative}/pause", {"until": "2027-01-07", "reason": "Loma."})
    unknown = await http.post(f"{path}?known={size - 1}")
    assert (unknown.status_code, unknown.json()["path"]) == (422, "known")
    assert (await http.post(f"{path}?at={size - 1}")).status_code == 404


async def test_a_log_that_may_not_be_signed_gives_no_fresh_bundle(
    signed: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused() -> object:
        raise LogRewritten("the first 9 entries are others")

    http, initiative = signed, await needs(signed)
    monkeypatch.setattr(http.services, "sealed", refused)
    answer = await http.post(f"/initiatives/{initiative}/bundle")
    assert answer.status_code == 503
    assert "talkoot doctor" in answer.json()["remedy"]
    monkeypatch.setattr(http.services, "sealed", None)
    assert (await http.post(f"/initiatives/{initiative}/bundle")).status_code == 503
    assert await http.services.database.read(log_checkpoints.newest) is None
