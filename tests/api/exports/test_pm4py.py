"""Exports of generated histories as pm4py reads them, where the maintainers have put it into an environment of its own
(AGPL: nothing of ours imports it, and it is not shipped). Counts, order and times are those of the ledger.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from api.exports.ocel import ocel
from api.exports.xes import xes
from domain.cycle import PHASES
from domain.exports.traces import Case, by_obligation
from tests.domain.correcting.histories import scripted
from tests.fixtures.exports import Kept
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import Play

ROOT = Path(__file__).parents[3]
PYTHON = Path(os.environ.get("TALKOOT_MINING_ORACLE", ROOT / ".venv-mining" / "bin" / "python"))
HISTORIES = 200 if CAMPAIGN else 6
ASKING = """
import json, sys
import pm4py
ocel = pm4py.read_ocel2_json(sys.argv[1])
events, objects, changes = ocel.events, ocel.objects, ocel.object_changes
told = {
    "events": [[e, t, at.isoformat(), i] for e, t, at, i in zip(
        events["ocel:eid"], events["ocel:activity"], events["ocel:timestamp"], events["ledger_index"])],
    "objects": [list(pair) for pair in zip(objects["ocel:oid"], objects["ocel:type"])],
    "relations": len(ocel.relations),
    "changes": len(changes),
    "o2o": len(ocel.o2o),
}
for case, file in zip(("initiative", "obligation"), sys.argv[2:]):
    log = pm4py.read_xes(file)
    log = log.sort_values(["case:concept:name"], kind="stable")
    told[case] = [[c, n, at.isoformat(), r, l, i] for c, n, at, r, l, i in zip(
        log["case:concept:name"], log["concept:name"], log["time:timestamp"], log["org:resource"],
        log["lifecycle:transition"], log["ledger_index"])]
json.dump(told, open(sys.argv[-1] + ".told", "w"))
"""


def generated(seed: int) -> dict[str, Play]:
    """Initiatives somewhere on their way, each left to itself for some days of its own."""
    chance, plays = random.Random(seed), dict[str, Play]()
    for number in range(HISTORIES):
        play = scripted(chance.choice(list(PHASES)))
        play.wait(chance.randrange(200))
        plays[f"i{number:04}"] = play
    return plays


def test_it_reads_what_the_ledger_tells(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    if not PYTHON.exists():
        pytest.skip("pm4py is not here: 'make mining' gives it its own environment")
    kept = Kept(generated(random.randrange(2**32) if CAMPAIGN else 7))
    files = [tmp_path / name for name in ("log.ocel.json", "initiatives.xes", "obligations.xes")]
    texts = (ocel(kept, kept.initiatives), *(xes(kept, kept.initiatives, case) for case in Case))
    for file, text in zip(files, texts, strict=True):
        with file.open("w", encoding="utf-8") as out:
            out.writelines(text)
    subprocess.run([PYTHON, "-c", ASKING, *files], capture_output=True, check=True)
    told = json.loads(Path(f"{files[-1]}.told").read_text(encoding="utf-8"))
    _require_ocel(told, kept, json.loads(files[0].read_text(encoding="utf-8")))
    for case in Case:
        assert _rows(told[case]) == _expected(kept, case)
    figures = {"events": len(told["events"]), "objects": len(told["objects"]), "relations": told["relations"]}
    figures |= {f"XES by {case}": len(told[case]) for case in Case}
    for name, value in {"histories": HISTORIES, **figures}.items():
        record_property(name, value)


def _require_ocel(told: dict[str, Any], kept: Kept, log: dict[str, Any]) -> None:
    read = [(name, kind, datetime.fromisoformat(at), index) for name, kind, at, index in told["events"]]
    entries = [(e.id, e.type, datetime.fromisoformat(e.time), e.index) for e in kept.all]
    assert sorted(read) == sorted(entries)
    assert [one[2] for one in read] == sorted(one[2] for one in entries), "in order of time"
    for initiative in kept.initiatives:
        streams = (f"initiative:{initiative}#", f"letters:{initiative}#")
        for stream in streams:
            numbers = [int(one[0].partition("#")[2]) for one in read if one[0].startswith(stream)]
            assert numbers == sorted(numbers), "entries of one stream stay in their order"
    assert sorted(map(tuple, told["objects"])) == sorted((one["id"], one["type"]) for one in log["objects"])
    assert told["relations"] == sum(len(one["relationships"]) for one in log["events"])
    assert told["o2o"] == sum(len(one["relationships"]) for one in log["objects"])
    values = sum(len(one["attributes"]) - len({a["name"] for a in one["attributes"]}) for one in log["objects"])
    assert told["changes"] == values


def _rows(told: list[list[Any]]) -> list[tuple[Any, ...]]:
    return [(case, kind, datetime.fromisoformat(at), *rest) for case, kind, at, *rest in told]


def _expected(kept: Kept, case: Case) -> list[tuple[Any, ...]]:
    """What stands in each trace, in the order of the traces' names and of the entries in each."""
    traces = {one: list(kept(one)) for one in kept.initiatives}
    if case is Case.OBLIGATION:
        found = [trace for one in kept.initiatives for trace in by_obligation(one, kept(one))]
        traces = {trace.name: list(trace.entries) for trace in found}
    return [
        (name, e.type, datetime.fromisoformat(e.time), e.common["acting"], e.common["lifecycle"], e.index)
        for name in sorted(traces)
        for e in traces[name]
    ]
