"""How the register, and files for it, are shown to people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rich.text import Text

from cli.tables import table
from domain.sheets.columns import Kind

Json = dict[str, Any]
Rows = Callable[[str], list[Json]]
_COLUMNS = {
    Kind.ORGANISATIONS: (
        *("id", "name", "sector", "municipality", "business_id", "fields", "closed_on", "will_on", "readiness_on"),
    ),
    Kind.PERSONS: ("id", "name", "address", "phone", "language", "rhythm", "quiet_from", "quiet_until"),
    Kind.SEATS: ("id", "organisation_id", "role_title", "holder_id", "deputy_id", "term_from", "term_until"),
    Kind.MANDATES: (
        *("id", "given_by", "given_to", "acts", "places", "themes", "valid_from", "valid_until", "meeting_reference"),
    ),
}
_NAMED = {
    Kind.SEATS: {"organisation_id": "organisations", "holder_id": "persons", "deputy_id": "persons"},
    Kind.MANDATES: {"given_by": "organisations", "given_to": "organisations"},
}


def of_kind(kind: Kind, found: list[Json], rows: Rows) -> Iterator[Any]:
    """The rows of a kind; where a row names another one, that one's name."""
    naming = _NAMED.get(kind, {})
    names = {one["id"]: one["name"] for other in sorted(set(naming.values())) for one in rows(other)}
    shown = ([_cell(row, column, names if column in naming else {}) for column in _COLUMNS[kind]] for row in found)
    yield table([column.removesuffix("_id") for column in _COLUMNS[kind]], shown)


def outcomes(answer: Json) -> Iterator[Any]:
    """What became of a file: the lines that are new or change something, and the sum."""
    lines = [line for line in answer["lines"] if line["verdict"] != "unchanged"]
    if lines:
        yield table(("line", "what", "verdict", "changes", "id"), map(_line, lines))
    counted = f"{answer['new']} new, {answer['changed']} changed, {answer['unchanged']} unchanged"
    yield Text(f"{counted}." if answer["taken"] else f"{counted}: a preview, nothing has been entered.")
    if any(line["namesake"] for line in lines):
        yield Text("Somebody of the same name is there already: if it is the same person, correct the address instead.")


def faulty(faults: list[Json]) -> Iterator[Any]:
    """The faults of a file, of which nothing is taken."""
    columns = ("line", "column", "reason", "remedy")
    yield table(columns, ([fault[column] for column in columns] for fault in faults))
    many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    yield Text(f"{many}: nothing of the file has been taken.")


def _line(line: Json) -> list[Any]:
    note = " (same name, other address)" if line["namesake"] else ""
    return [line["line"], line["what"], line["verdict"] + note, line["fields"], line["id"]]


def _cell(row: Json, column: str, names: dict[str, str | None]) -> Any:
    value = row[column]
    return (names.get(value) or value) if isinstance(value, str) else value
