"""Reading a file: every line that fits, and every fault of the header and the cells, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.sheets.cells import trimmed
from domain.sheets.columns import COLUMNS, Column, Kind, column_of
from domain.sheets.decoding import decoded
from domain.sheets.faults import Fault, Unfit, Unusable
from domain.sheets.grids import Cells, Grid, grid

_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Line:
    """A line without fault: its number, and what it says by the register's field names.

    None stands for an empty cell; a field whose column the file does not have is not there at all.
    """

    number: int
    said: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Reading:
    """What a file says. `titles` are the titles that the file itself gives to the fields."""

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


def read(kind: Kind, content: bytes) -> Reading:
    """What a CSV file of this kind says, and what is wrong in it; see docs/register.md for what may stand in one."""
    try:
        sheet = grid(decoded(content), lambda title: column_of(kind, title) is not None)
    except Unusable as unusable:
        return Reading(faults=(unusable.fault,))
    placed, faults = _placed(kind, sheet)
    titles = {column.field: _shown(sheet.header[at]) for at, column in placed.items()}
    if not placed:
        return Reading(faults=tuple(faults))
    lines = []
    for number, cells in sheet.rows:
        said, wrong = _said(number, cells, placed, sheet.header)
        faults += wrong
        if not wrong:
            lines.append(Line(number, said))
    torn = [sheet.torn] if sheet.torn else []
    return Reading(tuple(lines), (*faults, *torn), titles)


def _placed(kind: Kind, sheet: Grid) -> tuple[dict[int, Column], list[Fault]]:
    """Which column stands where, and what is wrong with the header."""
    placed: dict[int, Column] = {}
    faults: list[Fault] = []
    for at, title in enumerate(map(_shown, sheet.header)):
        column = column_of(kind, title)
        if column in placed.values():
            faults.append(Fault(sheet.header_line, title, "this column is there twice", "leave one of them out"))
        elif column is not None:
            placed[at] = column
        elif title:
            remedy = f"leave it out; a file of {kind} has: {_titles(kind)}"
            faults.append(Fault(sheet.header_line, title, "this column is not known", remedy))
    if not placed:
        remedy = f"write the titles of the columns there: {_titles(kind)}"
        return {}, [Fault(sheet.header_line, "", f"this line has no title of a file of {kind}", remedy)]
    for column in COLUMNS[kind]:
        if column.needed and column not in placed.values():
            named = f"add it; its title may also be '{column.titles[1]}'"
            faults.append(Fault(sheet.header_line, column.titles[0], "this column is missing", named))
    return placed, faults


def _titles(kind: Kind) -> str:
    return ", ".join(column.titles[0] for column in COLUMNS[kind])


def _shown(title: str) -> str:
    return title.strip()[:_LONGEST_TITLE]


def _said(number: int, cells: Cells, placed: Mapping[int, Column], header: Cells) -> tuple[dict[str, Any], list[Fault]]:
    said: dict[str, Any] = {}
    faults = [
        Fault(number, f"column {at + 1}", "this cell has no title above it", "give its column a title, or empty it")
        for at, cell in enumerate(cells)
        if cell.strip() and (at >= len(header) or not header[at].strip())
    ]
    for at, column in placed.items():
        try:
            said[column.field] = _value(column, cells[at] if at < len(cells) else "")
        except Unfit as unfit:
            faults.append(Fault(number, _shown(header[at]), f"the cell {unfit.reason}", unfit.remedy))
    return said, faults


def _value(column: Column, cell: str) -> Any:
    text = trimmed(cell)
    if text:
        return column.read(text)
    if column.needed:
        raise Unfit("is empty", "every line needs it; leave the whole line empty if it is not meant")
    return None
