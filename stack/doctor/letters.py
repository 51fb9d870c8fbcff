"""The sending of letters: whether somebody has paused it."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from models.engine import Database, DatabaseAway
from models.pauses import paused
from stack.doctor.findings import Finding, warning

PART = "letters"


async def examine(database: Database | None) -> list[Finding]:
    """Nothing to say unless it is paused; what ails the database is told elsewhere."""
    try:
        pause = await database.read(paused) if database is not None else None
    except (DatabaseAway, SQLAlchemyError):
        return []
    if pause is None:
        return []
    since = pause.paused_at.isoformat(timespec="minutes")
    return [warning(PART, f"no letter goes out: paused since {since} by {pause.by}", "'talkoot letters resume'")]
