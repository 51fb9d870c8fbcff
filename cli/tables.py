"""What commands print: JSON as it came, or tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

ZONE = "Europe/Helsinki"  # of all times that people read; JSON keeps UTC


def as_printed(value: Any) -> str:
    """A value as JSON for another program, indented for the people who look at it too."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> Table:
    """A table of plain values; None is left blank, instants are shown in Helsinki's time to the second."""
    made = Table(
        *(column.removesuffix("_at").replace("_", " ") for column in columns), title=title, title_justify="left"
    )
    for row in rows:
        made.add_row(*(cell(value) for value in row))
    return made


def cell(value: Any) -> Text:
    """A value as text without markup: what people wrote is never read as formatting."""
    if value is None:
        return Text("")
    if isinstance(value, list | tuple):
        return Text(", ".join(str(item) for item in value))
    return Text(moment(value) if isinstance(value, str) else str(value))


def moment(value: str) -> str:
    """An instant in ISO 8601 as Helsinki's time, wherever this runs; any other text as it is."""
    try:
        instant = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        return value
    return instant.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M:%S") if instant else value


def show(*parts: Any) -> None:
    """Print tables and lines on stdout; as wide as it takes when nobody watches."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=200)
    for part in parts:
        console.print(part)
