"""`talkoot backup` and `talkoot restore`, on the machine of the installation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.installation import Data, chosen, existing, require_tables
from cli.sentences import Failed

KeysOut = Annotated[
    Path | None, typer.Option("--keys", metavar="FILE", help="Copy the key file there: away from the backup.")
]
KeysIn = Annotated[
    Path | None, typer.Option("--keys", metavar="FILE", help="The copy of the key file, where there is none here.")
]


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the backup.")],
    keys: KeysOut = None,
    data: Data = None,
) -> None:
    """Back the database up as of one moment, beside whatever runs. The key file goes elsewhere: see --keys."""
    from api.version import VERSION
    from cli.tables import ZONE, moment
    from models.engine import Database
    from stack import backups

    settings = existing(data, f"backup {folder}")
    require_tables(settings)
    database = Database.open(settings.database)
    try:
        made = backups.make(settings, database, folder.absolute(), datetime.now(UTC), version=VERSION)
        if keys is not None:
            backups.copy_keys(settings.keys, keys)
    except backups.BackupUnusable as unusable:
        raise Failed(str(unusable)) from None
    finally:
        database.close_now()
    rows = sum(one.rows for one in made.manifest.snapshot.tables)
    when = f"{moment(made.manifest.made_at.isoformat())} {ZONE}"
    typer.echo(f"{folder}: {rows} rows, {when}. SHA-256 of its manifest: {made.sha256}.")
    if keys is None:
        typer.echo(
            f"The key file is not in it. Keep a copy of {settings.keys} elsewhere: without it nobody reads names."
        )
    else:
        typer.echo(f"{keys}: the key file. Take it to another place than the backup: with both, anybody reads names.")
    typer.echo(f"Take {settings.erasures} along each day: by it a restored backup forgets again.")


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a backup.")],
    keys: KeysIn = None,
    over: Annotated[bool, typer.Option("--over", help="Also where something is there already, which is lost.")] = False,
    data: Data = None,
) -> None:
    """Go on from a backup. Everything else must have ended; who was erased since then is forgotten once more."""
    from cli.tables import ZONE, moment
    from models.keys import KeyFileUnusable
    from models.snapshots import NotAlike
    from stack import restoring
    from stack.backups import BackupUnusable
    from stack.data_folder import AlreadyRunning

    settings = chosen(data)
    try:
        done = restoring.restore(settings, folder.absolute(), datetime.now(UTC), keys=keys, over=over)
    except (BackupUnusable, KeyFileUnusable, restoring.InUse, AlreadyRunning, NotAlike) as refused:
        raise Failed(str(refused)) from None
    typer.echo(
        f"The database is as it was at {moment(done.made_at.isoformat())} {ZONE}. Forgotten again: {done.erased}. "
        f"Restrictions, stopped reminders and lifted holds that it did not know: {done.kept}."
    )
    if settings.temporal_address is None and settings.database_url is None:
        typer.echo("The next start begins every open initiative again from its ledger.")
    elif settings.temporal_address is None:
        typer.echo("Start it, then run 'talkoot restart --all-open': each initiative goes on from its ledger.")
    else:
        typer.echo("Start nothing yet: give Temporal an empty namespace, then run 'talkoot restart --all-open'.")
    typer.echo(
        "Next: 'talkoot ledger cut-short', unless a newer backup is found, and 'talkoot verify'. "
        "End API keys and links once more, and take roles, that were ended or taken after the backup was made."
    )
