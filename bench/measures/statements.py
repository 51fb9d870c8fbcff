"""SQL statements in the transaction that makes an answer true."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session

from bench.measures import Figures
from bench.rehearsal import Rehearsal, charter, sealed
from bench.sizes import Size
from domain.commands import PauseUntil, Resume, TakeExit
from domain.ledger.entries import Entry
from domain.operating_model import ExitKind
from domain.phases.need_identification.commands import NothingToRaise, SubmitNeed
from models.append import Proposal, append
from models.engine import Database
from models.migrate import upgrade
from models.vault import Vault


async def measure(size: Size) -> Figures:
    """Statements of an opening, of answers with and without a text, of many at once, of a pause's end, which moves all
    deadlines, of an exit, and of one that is taken among answers.
    """
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'talkoot.db'}"
        upgrade(url)
        database = Database.open(url)
        counted = await _counted(database)
        await database.close()
    return counted


async def _counted(database: Database) -> Figures:
    stopped = Rehearsal(charter(30), datetime.now(UTC))
    await _appended(database, stopped, tuple(stopped.entries))
    run = Rehearsal(charter(30), datetime.now(UTC))
    seats = iter(run.initiative.seats)
    found: Figures = {"opening": await _appended(database, run, tuple(run.entries))}
    found["answer"] = await _appended(database, run, run.seat_says(next(seats), NothingToRaise()))
    found["answer_with_text"] = await _appended(database, run, run.seat_says(next(seats), SubmitNeed(sealed())))
    several = [entry for _ in range(10) for entry in run.seat_says(next(seats), NothingToRaise())]
    found["ten_answers_at_once"] = await _appended(database, run, tuple(several))
    await _appended(database, run, run.say(PauseUntil(run.now + timedelta(days=9))))
    run.now += timedelta(days=3)
    found["resumption"] = await _appended(database, run, run.say(Resume()))
    among = run.seat_says(next(seats), SubmitNeed(sealed()))
    found["exit_among_answers"] = await _appended(database, run, (*among, *run.say(TakeExit(ExitKind.STOP, sealed()))))
    found["exit"] = await _appended(database, stopped, stopped.say(TakeExit(ExitKind.STOP, sealed())))
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
