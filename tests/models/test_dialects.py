"""Inserting what may be there already."""

from __future__ import annotations

from sqlmodel import Session, func, select

from models.dialects import insert_many_unless_there
from models.engine import Database
from models.tables import Taking


async def test_no_rows_are_inserted_as_well_as_many(database: Database) -> None:
    def insert(session: Session) -> int:
        insert_many_unless_there(session, Taking, [])
        return session.exec(select(func.count()).select_from(Taking)).one()

    assert await database.write(insert) == 0
