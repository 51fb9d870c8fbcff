"""On SQLite no row of the ledger is replaced by another, whatever key they share."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.engine import Database

_NODE = "ledger_node (rowid, level, position, hash)"
_ENTRY = "ledger_entry (rowid, stream, seq, bytes_text, leaf_hash, type, time, command_key)"
_INDEX = "ledger_index (idx, leaf_hash, stream, seq)"
_CHECKPOINT = "ledger_checkpoint (size, root, text, signed_at, reason)"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", ["INSERT OR REPLACE INTO", "REPLACE INTO"])
@pytest.mark.parametrize(
    ("table", "row", "others"),
    [
        (_ENTRY, "(7, 'a', 1, '{}', '00', 'k', '2026-01-01', 'key')", {"stream": ("'b'",), "seq": ("2",)}),
        (_ENTRY, "(7, 'a', 1, '{}', '00', 'k', '2026-01-01', 'key')", {"rowid": ("8",), "command_key": ("'else'",)}),
        (_ENTRY, "(7, 'a', 1, '{}', '00', 'k', '2026-01-01', 'key')", {"rowid": ("8",), "seq": ("2",)}),
        (_INDEX, "(0, '00', 'a', 1)", {"stream": ("'b'",)}),
        (_INDEX, "(0, '00', 'a', 1)", {"idx": ("1",)}),
        (_NODE, "(7, 4, 0, '00')", {"rowid": ("8",)}),
        (_NODE, "(7, 4, 0, '00')", {"level": ("8",)}),
        (_CHECKPOINT, "(1, '', '', '2026-01-01', 'time')", {"root": ("'00'",)}),
    ],
)
async def test_a_row_of_the_ledger_is_not_replaced_by_any_of_its_keys(
    database: Database, way: str, table: str, row: str, others: dict[str, tuple[str]]
) -> None:
    """On SQLite what replaces a row fires no trigger on deletion, unless each connection asked for it."""
    name, _, columns = table.partition(" ")
    named = dict(zip(columns.strip("()").split(", "), row.strip("()").split(", "), strict=True))
    other = named | {column: value for column, (value,) in others.items()}
    await database.write(lambda session: session.execute(text(f"INSERT INTO {table} VALUES {row}")))

    def rows(session: Session) -> list[object]:
        return [tuple(one) for one in session.execute(text(f"SELECT {', '.join(named)} FROM {name}"))]

    before = await database.read(rows)
    with pytest.raises(IntegrityError, match="only ever added"):
        await database.write(
            lambda session: session.execute(text(f"{way} {table} VALUES ({', '.join(other.values())})"))
        )
    assert await database.read(rows) == before
    assert len(before) == 1
