"""The log over HTTP: whoever keeps a checkpoint can check an entry, and a newer log, without us."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from activities.sequencing import Sequencer
from domain.ledger.canonical import canonical
from domain.ledger.checkpoints import read, read_key
from domain.ledger.merkle import is_consistent, is_included, leaf
from models.checkpoint_copy import CheckpointCopy
from models.signing import is_signed_by
from tests.api.conftest import Shared
from tests.fixtures.api import Http

pytestmark = pytest.mark.server


async def get(http: Http, path: str, by: str = "", **query: Any) -> Any:
    answer = await http.get(f"/ledger{path}", by=by, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def seal(http: Http, folder: Path) -> None:
    services = http.services
    await Sequencer(services.database, services.signing, CheckpointCopy(folder / "checkpoint.txt")).seal()


async def entry(http: Http, initiative: str, seq: int) -> Any:
    history = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()
    return next(one for one in history["entries"] if one["seq"] == seq)


async def test_before_the_first_checkpoint_there_is_only_the_key(http: Http) -> None:
    found = await get(http, "/checkpoint")
    assert found["checkpoint"] is None
    assert found["key"] == await get(http, "/key")
    key = read_key(found["key"]["line"])
    assert (key.name, base64.b64encode(key.public).decode()) == (found["key"]["origin"], found["key"]["public"])
    assert await get(http, "/checkpoints") == {"checkpoints": [], "before": None}


async def test_an_entry_and_a_newer_log_are_checked_with_what_was_kept(http: Http, tmp_path: Path) -> None:
    initiative = await http.start()
    await seal(http, tmp_path)
    kept = (await get(http, "/checkpoint"))["checkpoint"]
    other = await http.start()
    await seal(http, tmp_path)
    key = read_key((await get(http, "/key"))["line"])
    older = read(kept["text"])
    assert is_signed_by(key, older)

    said = await entry(http, initiative, 2)
    proof = await get(http, "/proof", stream=f"initiative:{initiative}", seq=2)
    path = [bytes.fromhex(one) for one in proof["path"]]
    root = read(proof["checkpoint"]).checkpoint.root
    assert (proof["size"], proof["leaf_hash"], root.hex()) == (kept["size"], said["leaf_hash"], kept["root"])
    assert leaf(canonical(said["content"]).encode()).hex() == said["leaf_hash"]
    assert is_included(bytes.fromhex(said["leaf_hash"]), proof["index"], proof["size"], path, root)

    newer = read((await get(http, "/checkpoint"))["checkpoint"]["text"]).checkpoint
    grown = await get(http, "/consistency", old=older.checkpoint.size)
    assert grown["new"] == newer.size
    steps = [bytes.fromhex(one) for one in grown["path"]]
    assert is_consistent(grown["old"], grown["new"], steps, older.checkpoint.root, newer.root)
    late = await get(http, "/proof", stream=f"initiative:{other}", seq=1, size=newer.size)
    assert is_included(
        bytes.fromhex(late["leaf_hash"]),
        late["index"],
        newer.size,
        [bytes.fromhex(one) for one in late["path"]],
        newer.root,
    )


async def test_checkpoints_are_read_page_by_page(http: Http, tmp_path: Path) -> None:
    sizes = []
    for _ in range(3):
        await http.start()
        await seal(http, tmp_path)
        sizes.append((await get(http, "/checkpoint"))["checkpoint"]["size"])
    first = await get(http, "/checkpoints", limit=2)
    rest = await get(http, "/checkpoints", limit=2, before=first["before"])
    found = [one["size"] for page in (first, rest) for one in page["checkpoints"]]
    assert found[:3] == sizes[::-1]
    assert {one["reason"] for one in first["checkpoints"]} == {"asked"}


async def test_what_cannot_be_proved_is_told_with_what_to_do(http: Http, tmp_path: Path) -> None:
    initiative = await http.start()
    stream = f"initiative:{initiative}"
    waits = await http.get("/ledger/proof", stream=stream, seq=1)
    assert (waits.status_code, waits.json()["path"]) == (404, "seq")
    assert "minute" in waits.json()["remedy"]
    await seal(http, tmp_path)
    for query, status, path in (
        ({"stream": stream, "seq": 999}, 404, "seq"),
        ({"stream": stream, "seq": 1, "size": 10**6}, 404, "size"),
        ({"stream": stream}, 422, "seq"),
        ({"stream": "initiative:i0000000000000000", "seq": 1}, 404, "initiative"),
        ({"stream": "house", "seq": 1}, 403, "stream"),
    ):
        answer = await http.get("/ledger/proof", **query)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["path"]) == (status, path), query
    for query, path in (({"old": 10**6}, "old"), ({"old": 1, "new": 10**6}, "new")):
        answer = await http.get("/ledger/consistency", **query)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["path"]) == (404 if path == "new" else 422, path)


async def test_entries_of_an_initiative_are_proved_to_those_who_may_see_it(unchanged: Shared, tmp_path: Path) -> None:
    http = unchanged.http
    for stream in (f"initiative:{unchanged.foreign}", f"letters:{unchanged.foreign}"):
        assert (await http.get("/ledger/proof", stream=stream, seq=1)).status_code == 403
        answer = await http.get("/ledger/proof", by=http.village.admin, stream=stream, seq=1_000_000)
        assert answer.status_code == 404  # let in, they learn that there is no such entry
