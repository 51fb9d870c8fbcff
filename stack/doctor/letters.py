"""The sending of letters: whether somebody has paused it, and who coordinates without getting any."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from models.closed_addresses import of_coordinators
from models.engine import Database, DatabaseAway
from models.pauses import paused
from stack.doctor.findings import Finding, warning

PART = "letters"


async def examine(database: Database | None) -> list[Finding]:
    """Nothing to say unless it is paused, or a coordinator's address is closed, of which nobody else may have heard;
    what ails the database is told elsewhere.
    """
    if database is None:
        return []
    try:
        pause, unreached = await database.read(paused), await database.read(of_coordinators)
    except (DatabaseAway, SQLAlchemyError):
        return []
    found = []
    if pause is not None:
        since = pause.paused_at.isoformat(timespec="minutes")
        found = [warning(PART, f"no letter goes out: paused since {since} by {pause.by}", "'talkoot letters resume'")]
    if unreached:
        said = f"no letter reaches these coordinators, whose mail came back: {', '.join(unreached)}"
        found.append(warning(PART, said, "call them, and enter another address in the register"))
    return found
