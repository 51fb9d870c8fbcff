"""Rows: one an entry, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from api.exports.rows import BOM, COLUMNS, Separator, lines, table
from domain.correspondence.accounts import LetterEvent
from domain.events import Event
from domain.exports.attributes import COMMON, declared
from domain.exports.exported import Exported
from tests.domain.correcting.histories import scripted
from tests.fixtures.exports import Kept


@pytest.fixture(scope="module")
def kept() -> Kept:
    return Kept({"ia": scripted("evaluation")})


@pytest.mark.parametrize("separator", Separator)
@pytest.mark.parametrize("bom", [True, False])
def test_a_table_has_a_row_for_each_entry(kept: Kept, separator: Separator, bom: bool) -> None:
    text = "".join(table(kept, ["ia"], separator, bom=bom))
    assert text.startswith(BOM) is bom
    head, *rows = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=separator.value, strict=True)
    assert tuple(head) == COLUMNS
    assert [(row[5], row[6]) for row in rows] == [(entry.stream, str(entry.seq)) for entry in kept.all]
    assert [json.loads(row[-1]) for row in rows] == [entry.own for entry in kept.all]
    assert max(len(cell) for row in rows for cell in row) < 32_767, "a spreadsheet cuts longer cells"


def test_lines_have_an_object_for_each_entry(kept: Kept) -> None:
    rows = [json.loads(line) for line in "".join(lines(kept, ["ia"])).splitlines()]
    assert {tuple(row) for row in rows} == {COLUMNS}
    assert [row["leaf_hash"] for row in rows] == [entry.leaf_hash for entry in kept.all]
    opened = next(row for row in rows if row["type"] == "obligation.opened")
    assert opened["obligations"] == [opened["attributes"]["obligation"]]


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(word: str) -> None:
    said = {"stream": "initiative:ia", "seq": 1, "type": "test.said", "time": "2026-01-12T08:00:00.000000Z"}
    entry = Exported(0, "00", {**said, "actor": word, "seat": None, "data": {}, "cause": None})
    text = "".join(table(lambda _: iter([entry]), ["ia"], Separator.COMMA, bom=False))
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert row[COLUMNS.index("acting")] == f"'{word}"


def test_no_kind_has_an_attribute_that_is_called_like_one_of_all() -> None:
    common = {one.name for one in COMMON}
    kinds = (*Event.kinds, *LetterEvent.kinds)
    assert not [kind for kind in kinds if common & {one.name for one in declared(kind)}]
