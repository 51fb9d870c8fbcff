"""How anything that the API tells of an initiative is shown to people: single values as lines, lists as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from cli.tables import ZONE, cell, moment, table

SEAT = re.compile(r"seat_[0-9a-f]+")
_NOTHING: tuple[Any, ...] = (None, "", [], {})


def reading(found: Any, names: Mapping[str, str]) -> Iterator[Any]:
    """What was read: what stands alone first, then each part under its name; ids by their `names`."""
    found = _named(found, names)
    if isinstance(found, list):
        yield _of_rows(found, f"Times in {ZONE}")
        return
    yield _lines({name: value for name, value in found.items() if not _is_part(value)} | {"times": ZONE})
    for name, value in found.items():
        if _is_part(value):
            yield from _part(_words(name), value)


def seats_in(found: Any) -> set[str]:
    """The seats that are named anywhere in it."""
    match found:
        case dict():
            return seats_in([*found, *found.values()])
        case list():
            return {seat for one in found for seat in seats_in(one)}
        case str() if SEAT.fullmatch(found):
            return {found}
        case _:
            return set()


def _named(found: Any, names: Mapping[str, str]) -> Any:
    match found:
        case dict():
            return {names.get(key, key): _named(value, names) for key, value in found.items()}
        case list():
            return [_named(one, names) for one in found]
        case str():
            return names.get(found, found)
        case _:
            return found


def _part(title: str, value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield _of_rows(value, title)
    elif all(isinstance(one, dict) for one in value.values()):
        yield _of_rows([{title: name, **one} for name, one in value.items()], title)
    else:
        yield Text(f"{title}:", style="bold")
        yield _lines(value)


def _of_rows(rows: list[Any], title: str) -> Any:
    """A table with a column for whatever any of the rows tells."""
    if not rows:
        return Text(f"{title}: none")
    if not all(isinstance(row, dict) for row in rows):
        return Text(f"{title}: {_told(rows)}")
    columns = list(dict.fromkeys(name for row in rows for name, value in row.items() if value not in _NOTHING))
    return table(columns, ([_told(row.get(name)) for name in columns] for row in rows), title)


def _lines(values: Mapping[str, Any]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, value in values.items():
        grid.add_row(Text(_words(name), style="bold"), cell(_told(value)))
    return grid


def _is_part(value: Any) -> bool:
    """Whether it is shown under a name of its own: rows, or several values that belong together."""
    return (isinstance(value, dict) and bool(value)) or (
        isinstance(value, list) and any(isinstance(one, dict | list) for one in value)
    )


def _told(value: Any) -> str | None:
    """A value in one cell; what lies deeper is a line each."""
    if value in _NOTHING:
        return None
    match value:
        case bool():
            return "yes" if value else "no"
        case {"number": str() as number, **more} if not any(more.values()):  # a decimal, as values are written
            return number
        case dict():
            said = {name: _told(one) for name, one in value.items()}
            return ", ".join(f"{_words(name)} {one}" for name, one in said.items() if one is not None)
        case list() if any(isinstance(one, dict | list) for one in value):
            return "\n".join(_told(one) or "" for one in value)
        case list():
            return ", ".join(_told(one) or "" for one in value)
        case _:
            return moment(str(value))


def _words(name: str) -> str:
    return name.removesuffix("_at").replace("_", " ")
