"""One row an entry: CSV for spreadsheets, JSON Lines for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from api.sheets import cell
from domain.exports.exported import Entries, Exported
from domain.exports.relating import obligations
from domain.ledger.canonical import canonical

COLUMNS = (
    *("initiative", "type", "time", "ledger_index", "leaf_hash", "ledger_stream", "ledger_seq"),
    *("acting", "acting_for_seat", "heard_by", "lifecycle", "obligations", "attributes"),
)
"""What a row has, in this order."""
BOM = "\ufeff"


class Separator(StrEnum):
    """What stands between two cells. Finnish spreadsheets expect a semicolon."""

    SEMICOLON = ";"
    COMMA = ","


def table(read: Entries, initiatives: Sequence[str], separator: Separator, *, bom: bool) -> Iterator[str]:
    """CSV with a head line, piece by piece; `attributes` are canonical JSON. No spreadsheet takes a cell for a formula.
    Raises DatabaseAway.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator.value, lineterminator="\r\n")
    out.write(BOM if bom else "")
    writer.writerow(COLUMNS)
    for row in _rows(read, initiatives):
        named = {"obligations": " ".join(row["obligations"]), "attributes": canonical(row["attributes"])}
        writer.writerow(cell(value) for value in (row | named).values())
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def lines(read: Entries, initiatives: Sequence[str]) -> Iterator[str]:
    """JSON Lines, piece by piece. Raises DatabaseAway."""
    for row in _rows(read, initiatives):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _rows(read: Entries, initiatives: Sequence[str]) -> Iterator[dict[str, Any]]:
    return (_row(entry) for initiative in initiatives for entry in read(initiative))


def _row(entry: Exported) -> dict[str, Any]:
    found: dict[str, Any] = {"initiative": entry.initiative, "type": entry.type, "time": entry.time} | entry.common
    found |= {"obligations": list(obligations(entry)), "attributes": entry.own}
    return {name: found[name] for name in COLUMNS}
