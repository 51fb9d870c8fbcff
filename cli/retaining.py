"""`talkoot retention`: what has been kept long enough goes, or is shown."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli.installation import AsJson, Data, existing, require_tables
from cli.sentences import Failed

if TYPE_CHECKING:
    from models.engine import Database
    from models.retention import Gone, Periods
    from models.vault import Vault


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and keep everything.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Let it go now; workers do so once a day.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let go of what has been kept for as long as the settings say (TALKOOT_RETENTION_…), and of what holds kept."""
    import asyncio

    from cli.tables import as_printed
    from models import retention as rules
    from models.engine import Database
    from models.erasure_list import ErasureList, erased_subjects
    from models.vault import Vault
    from stack.keeping import fitting_keys

    if dry_run == apply:
        raise Failed("say one of --dry-run and --apply")
    settings, now = existing(data, "retention --dry-run"), datetime.now(UTC)
    require_tables(settings)
    database = Database.open(settings.database)
    try:
        vault = Vault(fitting_keys(settings, database).masters)
        if apply:
            gone = _let_go(database, vault, settings.periods, now)
            ErasureList(settings.erasures).settle(database.read_now(erased_subjects), now)
        else:
            gone = asyncio.run(database.tried(lambda session: rules.apply(session, vault, settings.periods, now)))
    finally:
        database.close_now()
    if as_json:
        typer.echo(as_printed({"applied": apply, "periods": asdict(settings.periods), **asdict(gone)}))
        return
    typer.echo("Gone:" if apply else "Would go:")
    for what, count in asdict(gone).items():
        typer.echo(f"  {what}: {count}")
    for what, days in asdict(settings.periods).items():
        typer.echo(f"{what} are kept {'until somebody asks' if days is None else f'{days} days'}")


def _let_go(database: Database, vault: Vault, periods: Periods, now: datetime) -> Gone:
    """As the housekeeper does: each piece in a transaction of its own."""
    from models import retention as rules

    gone = rules.Gone()
    for piece in database.read_now(lambda session: rules.due(session, periods, now)):
        gone += database.write_now(partial(rules.let_go, vault=vault, piece=piece, periods=periods, now=now))
    database.write_now(lambda session: rules.tell(session, periods, gone, now))
    return gone
