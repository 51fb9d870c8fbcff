"""The rows of a recorded SQLite database in a PostgreSQL with the tables of the same revision."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table

from models.dialects import database_url, postgresql_engine
from models.migrate import current, upgrade

_READ: dict[type, Callable[[str], Any]] = {
    datetime: lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC),
    date: date.fromisoformat,
}


def transplant(file: Path, url: str) -> str:
    """Give an empty PostgreSQL the tables and rows of a SQLite file; the revision at which both stand."""
    revision = current(f"sqlite:///{file}")
    assert revision is not None
    upgrade(url, revision)
    engine, tables = postgresql_engine(database_url(url)), MetaData()
    with closing(sqlite3.connect(file)) as source, engine.begin() as target:
        source.row_factory = sqlite3.Row
        tables.reflect(target)
        for table in tables.sorted_tables:
            rows = [_row(table, row) for row in source.execute(f'SELECT * FROM "{table.name}"')]
            if rows and table.name != "alembic_version":
                target.execute(table.insert(), rows)
    engine.dispose()
    return revision


def _row(table: Table, row: sqlite3.Row) -> dict[str, Any]:
    kinds = {column.name: column.type.python_type for column in table.columns}
    read = {name: _READ.get(kind, lambda value: value) for name, kind in kinds.items()}
    return {name: None if row[name] is None else read[name](row[name]) for name in kinds}
