"""The page on the register says what the reader of files knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.seats import Sector
from domain.sheets.cells import SECTORS
from domain.sheets.columns import COLUMNS, Column, Kind
from domain.sheets.grids import MOST_LINES

PAGE = (Path(__file__).parents[3] / "docs" / "register.md").read_text(encoding="utf-8")
TABLES = {kind: PAGE.partition(f"### {kind.capitalize()}\n")[2].partition("\n#")[0] for kind in Kind}


@pytest.mark.parametrize(
    ("kind", "column"), [(kind, column) for kind, columns in COLUMNS.items() for column in columns], ids=str
)
def test_every_column_is_explained_with_both_titles(kind: Kind, column: Column) -> None:
    finnish, english = column.titles[:2]
    rows = [row.split(" | ") for row in TABLES[kind].splitlines() if row.startswith("| ")]
    found = [row for row in rows if row[0].strip("| *∅") == finnish]
    assert [row[1] for row in found] == [english]
    assert ("**" in found[0][0]) == column.needed


def test_no_table_explains_a_column_that_there_is_not() -> None:
    for kind, table in TABLES.items():
        assert table.count("\n| ") == len(COLUMNS[kind])


def test_the_words_for_sectors_and_the_limits_are_those_of_the_reader() -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith("| **sektori**"))
    words = row.split(" | ")[2].rstrip(" |").replace("; or", ",").split(", ")
    assert {SECTORS[word.strip()] for word in words} == set(Sector)
    assert f"{MOST_LINES:,} lines" in PAGE
