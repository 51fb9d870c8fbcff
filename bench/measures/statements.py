"""SQL statements in the transaction that makes an answer true."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session

from bench.measures import Figures
from bench.rehearsal import Rehearsal, charter, sealed
from bench.sizes import Size
from domain.commands import TakeExit
from domain.ledger.entries import Entry
from domain.operating_model import ExitKind
from domain.phases.need_identification.commands import NothingToRaise, SubmitNeed
from models.append import Proposal, append
from models.engine import Database
from models.migrate import upgrade
from models.vault import Vault


async def measure(size: Size) -> Figures:
    """Statements of an opening, of answers with and without a text, of many at once, and of an exit."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'talkoot.db'}"
        upgrade(url)
        database = Database.open(url)
        counted = await _counted(database)
        await database.close()
    return counted


async def _counted(database: Database) -> Figures:
    run = Rehearsal(charter(30), datetime.now(UTC))
    seats = iter(run.initiative.seats)
    found: Figures = {"opening": await _appended(database, run, tuple(run.entries))}
    found["answer"] = await _appended(database, run, run.seat_says(next(seats), NothingToRaise()))
    found["answer_with_text"] = await _appended(database, run, run.seat_says(next(seats), SubmitNeed(sealed())))
    several = [entry for _ in range(10) for entry in run.seat_says(next(seats), NothingToRaise())]
    found["ten_answers_at_once"] = await _appended(database, run, tuple(several))
    found["exit"] = await _appended(database, run, run.say(TakeExit(ExitKind.STOP, sealed())))
    found["most"] = max(count for count in found.values() if count is not None)
    return found


async def _appended(database: Database, run: Rehearsal, entries: tuple[Entry, ...]) -> int:
    proposal = Proposal(run.initiative.id, entries[0].seq - 1, entries)

    def work(session: Session) -> int:
        statements: list[str] = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *said: statements.append(said[2]))
        append(session, Vault(b"v" * 32), proposal)
        return len(statements)

    return await database.write(work)
