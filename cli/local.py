"""Commands that work on this machine: the stack and its parts, the tables, restarting, verifying."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.sentences import Failed

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.engine import Database
    from stack.settings import Settings
    from stack.verifying import Verified

T = TypeVar("T")
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder; otherwise TALKOOT_DATA, or .talkoot/data."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def chosen(data: Path | None, **others: object) -> Settings:
    """The settings of this installation, with the data folder given on the command line, if one was."""
    from stack.settings import Settings

    folder = {} if data is None else {"data": data}
    return Settings(**folder, **others)  # type: ignore[arg-type]


def written(data: Path | None, work: Callable[[Session], T]) -> T:
    """Run `work` in one transaction on the database of the data folder, its tables brought up to date first."""
    from models.engine import Database
    from models.migrate import upgrade

    settings = chosen(data)
    upgrade(settings.database)
    database = Database.open(settings.database)
    try:
        return database.write_now(work)
    finally:
        database.close_now()


def up(data: Data = None) -> None:
    """Run the whole stack in one process, until Ctrl-C."""
    import asyncio

    from cli.ending import end_when_told
    from stack import logs
    from stack.up import running, until_signalled

    settings = chosen(data)
    logs.set_up(settings)

    async def serve() -> None:
        end_when_told()
        async with running(settings) as here:
            typer.echo(f"Talkoot runs at {here.api_url} (documentation: {here.api_url}/docs). Ctrl-C ends it.")
            await until_signalled()

    asyncio.run(serve())


def api(data: Data = None) -> None:
    """Serve the API alone, until Ctrl-C."""
    from stack.processes import run_api

    run_api(chosen(data))


def worker(data: Data = None) -> None:
    """Run a worker alone, with the sending of letters, until Ctrl-C."""
    from stack.processes import run_worker

    run_worker(chosen(data))


def migrate(data: Data = None) -> None:
    """Bring the database to the tables of this version."""
    from models.migrate import upgrade

    typer.echo(f"The database stands at revision {upgrade(chosen(data).database)}.")


def restart(
    initiatives: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Which initiatives.")] = None,
    all_open: Annotated[bool, typer.Option("--all-open", help="All that have not ended.")] = False,
    data: Data = None,
) -> None:
    """Start initiatives again from their ledger: after a restore, or when Temporal's file was lost."""
    import asyncio

    if bool(initiatives) == all_open:
        raise Failed("say which initiatives to start again: their ids, or --all-open")
    asyncio.run(_restart(chosen(data), initiatives))


async def _restart(settings: Settings, initiatives: list[str] | None) -> None:
    from stack.processes import reached
    from stack.restarting import open_initiatives, restart

    client = await reached(settings)
    async with _database(settings) as database:
        for initiative in initiatives or await open_initiatives(database):
            again = await restart(database, client, settings.task_queue, initiative)
            typer.echo(f"{again.initiative} runs again in {again.phase}, from entry {again.seq} on.")


def verify(data: Data = None, as_json: AsJson = False) -> None:
    """Walk the chain of every stream in the ledger; exit code 1 if an entry is broken."""
    import asyncio

    from cli.tables import as_printed
    from stack.verifying import CANNOT_SEE

    found = asyncio.run(_verified(chosen(data)))
    if as_json:
        typer.echo(as_printed({**asdict(found), "cannot_see": CANNOT_SEE}))
    else:
        for broken in found.broken:
            typer.echo(f"BROKEN {broken.stream}, entry {broken.seq}: {broken.reason}")
        typer.echo(f"Streams checked: {found.streams}, entries: {found.entries}. {_outcome(found)}.")
        typer.echo(f"Not seen: {CANNOT_SEE}")
    if found.broken:
        raise typer.Exit(1)


async def _verified(settings: Settings) -> Verified:
    from stack.verifying import verify_ledger

    async with _database(settings) as database:
        return await verify_ledger(database)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    from models.engine import Database
    from models.migrate import is_current

    if not is_current(settings.database):
        raise Failed("the database does not have the tables of this version: run 'talkoot migrate' first")
    database = Database.open(settings.database)
    try:
        yield database
    finally:
        await database.close()


def _outcome(found: Verified) -> str:
    if found.broken:
        return f"Streams with a broken entry: {len(found.broken)}; the first of each is named above"
    return (
        "Each entry's bytes give its stored hash and hold the hash of the entry before, "
        "and each stream ends where its initiative says"
    )
