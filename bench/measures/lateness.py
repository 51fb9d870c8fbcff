"""1,000 letters to as many people that fall due at one instant: how late they leave, through a real mail server."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import Session as Rows
from sqlmodel import func, select, update

from bench.measures import Figures
from bench.posting import KEYS, MORNING
from bench.rehearsal import Rehearsal, charter
from bench.sizes import Size
from bench.spawning import ROOT
from models.append import Proposal, append
from models.engine import Database
from models.enrolment import ADDRESS, NAME, subject_of
from models.migrate import upgrade
from models.states import LetterState
from models.tables import Actor, Letter, Person
from models.vault import Vault

DOMAINS = 20
PATIENCE = 300.0
_OPENED = MORNING - timedelta(minutes=1)


async def measure(size: Size) -> Figures:
    """Seconds from the instant they are due until the mail server has taken each; those that letters wait for others to
    the same person are in it.
    """
    initiatives, seats = size.of((5, 200), (2, 6))
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as name:
        address = f"sqlite:///{name}/talkoot.db"
        upgrade(address)
        database, vault = Database.open(address), Vault(KEYS.master)
        for _ in range(initiatives):
            run = Rehearsal(charter(seats), _OPENED)
            await database.write(lambda session, run=run: _ask(session, vault, run))  # type: ignore[misc]
        async with _mail_server() as port, _posting(address, port):
            late = await _lateness(database, initiatives * seats)
        await database.close()
    return {
        "letters": len(late),
        "p50_seconds": late[len(late) // 2],
        "p99_seconds": late[max(len(late) * 99 // 100 - 1, 0)],
        "last_seconds": late[-1],
    }


def _ask(session: Rows, vault: Vault, run: Rehearsal) -> None:
    """Ask all the seats of an initiative at once, each held by somebody of the register."""
    initiative = run.initiative
    for number, seat in enumerate(initiative.charter.seats):
        person = f"p{seat.holder}"
        texts = ((NAME, f"Edustaja {number}"), (ADDRESS, f"{seat.holder}@place{number % DOMAINS}.example.org"))
        name, at = (vault.put(session, subject_of(person), field, text, _OPENED) for field, text in texts)
        session.add(Person(id=person, name_ref=name, address_ref=at, language="fi"))
        session.add(Actor(id=seat.holder, initiative_id=initiative.id, person_id=person))
    append(session, vault, Proposal(initiative.id, 0, tuple(run.entries)))
    session.execute(update(Letter).values(due_at=MORNING))


async def _lateness(database: Database, wanted: int) -> list[float]:
    """How late each letter left, ascending, once all have. Raises TimeoutError."""

    def sent(session: Rows) -> int:
        return session.exec(select(func.count()).where(Letter.state == LetterState.SENT)).one()

    async with asyncio.timeout(PATIENCE):
        while await database.read(sent) < wanted:
            await asyncio.sleep(0.5)
    rows = await database.read(lambda session: session.exec(select(Letter)).all())
    return sorted((row.sent_at - row.due_at).total_seconds() for row in rows if row.sent_at)


class _Taking:
    """A mail server that takes everything."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "250 ok"


@asynccontextmanager
async def _mail_server() -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(_Taking(), hostname="mail.example.org"), "127.0.0.1", 0)
    yield int(server.sockets[0].getsockname()[1])
    server.close()
    await server.wait_closed()


@asynccontextmanager
async def _posting(database: str, port: int) -> AsyncIterator[None]:
    """The dispatcher, begun once it is ready."""
    command = (sys.executable, "-m", "bench.posting", database, str(port))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        while b"ready" not in await process.stdout.readline():
            pass
        process.stdin.write(b"\n")
        yield
    finally:
        process.kill()
        await process.wait()
