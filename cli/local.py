"""Commands that work on this machine: the stack and its parts, the tables, restarting, verifying."""

from __future__ import annotations

import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.bundling import verify_file
from cli.installation import AsJson, Data, chosen, existing, require_tables
from cli.sentences import Failed
from stack.collecting import hold_off

if TYPE_CHECKING:
    from models.engine import Database
    from models.stream_chains import Verified
    from stack.settings import Settings


Bundle = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A bundle, as 'talkoot bundle' made it.")]
Kept = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Hold it against a checkpoint that you kept or that came by mail.")
]
LogKey = Annotated[str | None, typer.Option("--key", help="Of a bundle: the log's key, as you got it elsewhere.")]


class Spoken(StrEnum):
    """The languages in which it is told what was not seen, and all that is found in a bundle."""

    FI = "fi"
    EN = "en"


SpokenIn = Annotated[
    Spoken, typer.Option("--lang", help="The language to tell of a bundle in, and of what was not seen.")
]


def up(data: Data = None) -> None:
    """Run everything in one process (API, pages, worker, Temporal), until Ctrl-C. Not for production."""
    hold_off()
    import asyncio

    from cli.ending import end_when_told
    from cli.recoveries import sentences
    from stack import logs
    from stack.first_steps import first_address
    from stack.up import running, until_signalled

    settings = chosen(data)
    logs.set_up(settings)

    async def serve() -> None:
        end_when_told()
        async with running(settings) as here:
            for found in sentences(here.recovery, settings.data):
                typer.echo(found)
            if first := await first_address(here.parts.database, here.parts.keys, settings.public_url or here.api_url):
                typer.echo(f"Nobody can administer yet. This address makes the first administrator, once: {first}")
            typer.echo(f"Talkoot runs at {here.api_url} (documentation: {here.api_url}/docs). Ctrl-C ends it.")
            await until_signalled()

    asyncio.run(serve())


def api(data: Data = None) -> None:
    """Serve the API and the pages alone, until Ctrl-C. Answers need Temporal and a worker beside it."""
    hold_off()
    from stack.processes import run_api

    run_api(chosen(data))


def worker(data: Data = None) -> None:
    """Run a worker alone, until Ctrl-C: it carries initiatives on and sends their letters. Needs Temporal."""
    hold_off()
    from stack.processes import run_worker

    run_worker(chosen(data))


def migrate(data: Data = None) -> None:
    """Create the database's tables, or bring them to this version. Harmless to repeat."""
    from models.migrate import upgrade

    typer.echo(f"The database stands at revision {upgrade(chosen(data).database)}.")


def restart(
    initiatives: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Initiatives, by id.")] = None,
    all_open: Annotated[bool, typer.Option("--all-open", help="All initiatives that have not ended.")] = False,
    data: Data = None,
) -> None:
    """Start initiatives again from their ledger: after a restore, or when Temporal lost them. Temporal must run."""
    import asyncio

    if bool(initiatives) == all_open:
        raise Failed("say which initiatives to start again: their ids, or --all-open")
    again = shlex.join(["restart", *(initiatives or ["--all-open"])])
    asyncio.run(_restart(existing(data, again), initiatives))


async def _restart(settings: Settings, initiatives: list[str] | None) -> None:
    from stack.reaching import reached
    from stack.restarting import open_initiatives, restart

    client = await reached(settings)
    async with _database(settings) as database:
        wanted = initiatives or await open_initiatives(database)
        if not wanted:
            typer.echo("There is no open initiative.")
        for initiative in wanted:
            again = await restart(database, client, settings.task_queue, initiative)
            typer.echo(f"{again.initiative} runs again in {again.phase}, from entry {again.seq} on.")


def verify(
    file: Bundle = None,
    checkpoint: Kept = None,
    key: LogKey = None,
    language: SpokenIn = Spoken.EN,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Check the chain of hashes of every ledger and the log over all entries, and name the first broken entry of each:
    exit code 1 if any is.

    With a FILE, check that bundle instead, by the verify.py that is shipped: exit code 1 for a fault, 3 where not all
    could be checked.
    """
    if file is not None:
        raise typer.Exit(verify_file(file, checkpoint, key, language))
    from cli.tables import as_printed
    from stack.log_known import known_of
    from stack.unseen import label, unseen
    from stack.verifying import verify_by_all_cores
    from stack.verifying_log import verify_log

    settings = existing(data, "verify")
    require_tables(settings)
    known = known_of(settings, checkpoint)
    found, log = verify_by_all_cores(settings.database), verify_log(settings.database, known.key, known.outside)
    not_seen = unseen(language, outside=bool(known.outside))
    if as_json:
        typer.echo(as_printed({**asdict(found), "log": asdict(log), "cannot_see": " ".join(not_seen)}))
    else:
        for broken in (*found.broken, *log.broken):
            typer.echo(f"BROKEN {broken.stream}, entry {broken.seq}: {broken.reason}")
        typer.echo(f"Streams checked: {found.streams}, entries: {found.entries}. {_outcome(found)}.")
        typer.echo(f"In the log: {log.entries} entries; checkpoints: {log.checkpoints}, from outside: {log.outside}.")
        for sentence in not_seen:
            typer.echo(f"{label(language)}: {sentence}")
    if found.broken or log.broken:
        raise typer.Exit(1)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    from models.engine import Database

    require_tables(settings)
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
