"""`talkoot hold`: what the law keeps from an erasure, on this machine."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from cli.installation import AsJson, Data, existing, sealed, written
from cli.sentences import Sentences

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Keep from erasure what the law asks to keep.")


@app.command("set")
def set_(
    reason: Annotated[str, typer.Option(help="Why, as the person will be told.")],
    basis: Annotated[str, typer.Option(help="By which law or agreement.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day.")],
    person: Annotated[str | None, typer.Option(metavar="ID", help="Whose texts: per_….")] = None,
    initiative: Annotated[str | None, typer.Option(metavar="ID", help="What its ledger refers to.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="Only this field of the person, like person.name.")] = None,
    data: Data = None,
) -> None:
    """Set a hold on texts of a person, of an initiative, or of a person in an initiative."""
    from models import holds

    existing(data, "hold set")
    new = holds.NewHold(reason, basis, date(until.year, until.month, until.day), person, initiative, tuple(field or ()))
    row = sealed(data, lambda session, vault: holds.place(session, vault, new, datetime.now(UTC), by="operator"))
    typer.echo(f"{row.id} holds until {row.ends_on} (included).")


@app.command("list")
def listed(
    also_over: Annotated[bool, typer.Option("--all", help="Also those that have ended.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List holds with their reasons, the oldest first."""
    from cli.tables import as_printed, show, table
    from models import holds

    existing(data, "hold list")
    now = datetime.now(UTC)
    found = sealed(data, lambda s, vault: holds.told(s, vault, holds.holds(s, now, also_over=also_over)))
    if as_json:
        typer.echo(as_printed([asdict(one) for one in found]))
        return
    columns = ("id", "person", "initiative", "fields", "ends_on", "reason", "basis")
    show(table(columns, ([getattr(one, column) for column in columns] for one in found)))


@app.command()
def lift(
    hold: Annotated[str, typer.Argument(metavar="ID", help="The id of the hold: hold_….")], data: Data = None
) -> None:
    """End a hold before its day. What it held of somebody who was erased goes with the next retention."""
    from models import holds

    existing(data, f"hold lift {hold}")
    written(data, lambda session: holds.lift(session, hold, datetime.now(UTC), by="operator"))
    typer.echo(f"{hold} holds nothing any more.")
