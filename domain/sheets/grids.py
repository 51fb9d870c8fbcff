"""From text to cells: quoted fields, any line ends, and `;` or `,` as the header has it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.sheets.faults import Fault, Unusable

SEPARATORS = (";", ",")
MOST_LINES = 5_000
"""How many lines one file may have below its header."""

Cells = tuple[str, ...]
_WRITTEN = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True)
class Grid:
    """The header, and the lines below it that say something; lines are counted as a spreadsheet does, from 1.

    `torn` is the fault at which reading had to stop, if any.
    """

    header_line: int
    header: Cells
    rows: tuple[tuple[int, Cells], ...]
    torn: Fault | None = None


def grid(text: str, is_known: Callable[[str], bool]) -> Grid:
    """The cells of a file; `is_known` tells a title, by which the separator is chosen. Raises Unusable without a
    header.
    """
    rows: list[tuple[int, Cells]] = []
    torn = None
    try:
        for line, cells in _records(text, _separator(text, is_known)):
            if len(rows) > MOST_LINES:
                raise Unusable(Fault(line, "", f"the file has over {MOST_LINES} lines", "send it in parts"))
            rows.append((line, cells))
    except Unusable as stopped:
        torn = stopped.fault
    if not rows:
        raise Unusable(torn or Fault(1, "", "the file is empty", "its first line has the titles of the columns"))
    (header_line, header), *below = rows
    return Grid(header_line, header, tuple(below), torn)


def _separator(text: str, is_known: Callable[[str], bool]) -> str:
    def known_titles(separator: str) -> tuple[int, int]:
        try:
            _, header = next(_records(text, separator), (0, ()))
        except Unusable:
            return 0, 0
        return sum(map(is_known, header)), len(header)

    return max(SEPARATORS, key=known_titles)


def _records(text: str, separator: str) -> Iterator[tuple[int, Cells]]:
    """The lines that hold anything. A cell with a line break in it is one line, as in a spreadsheet."""
    line = 0
    written = (found.group() for found in _WRITTEN.finditer(text))
    reader = csv.reader(written, delimiter=separator, strict=True)
    while True:
        line += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            reason = "the cells cannot be told apart: a quotation mark is not closed, or text follows a closed one"
            raise Unusable(Fault(line, "", reason, 'write " inside a cell as ""; lines below are not read')) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, tuple(cells)
