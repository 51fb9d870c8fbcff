"""`talkoot key`: keys of programs, made and ended on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.local import AsJson, Data, chosen
from cli.sentences import Failed, Sentences

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

T = TypeVar("T")
app = typer.Typer(cls=Sentences, no_args_is_help=True, help="API keys of programs (local).")


class Role(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum, and models.states would load the database
    """What a key may do."""

    coordinator = "coordinator"
    auditor = "auditor"
    admin = "admin"


@app.command()
def create(
    role: Annotated[Role, typer.Option(help="What it may do.")],
    label: Annotated[str, typer.Option(help="Which program it is for.")],
    person: Annotated[str | None, typer.Option(metavar="ID", help="The person it acts for, from the register.")] = None,
    data: Data = None,
) -> None:
    """Make a key and print it, for the only time."""
    from models import api_keys, register
    from models.states import KeyRole

    def make(session: Session) -> str:
        if person is not None:
            register.person(session, person, path="person")
        return api_keys.create(session, KeyRole(role.value), label, datetime.now(UTC), person_id=person)

    typer.echo(_written(data, make))
    typer.echo("Keep it now: it is shown only once. Send it as 'Authorization: Bearer …'.", err=True)


@app.command("list")
def listed(data: Data = None, as_json: AsJson = False) -> None:
    """All keys, oldest first, without their secrets."""
    from cli.tables import as_printed, show, table
    from models import api_keys

    rows = [row.model_dump(mode="json", exclude={"secret_sha256"}) for row in _written(data, api_keys.listed)]
    if as_json:
        typer.echo(as_printed(rows))
        return
    columns = ("id", "role", "label", "person_id", "created_at", "last_used_at", "expires_at", "revoked_at")
    show(table(columns, ([row[column] for column in columns] for row in rows)))


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as listed: the part after 'tk_'.")],
    data: Data = None,
) -> None:
    """End a key at once."""
    from models import api_keys

    if not _written(data, lambda session: api_keys.revoke(session, key, datetime.now(UTC))):
        raise Failed(f"no live key has the id {key}: look it up with 'talkoot key list'")
    typer.echo(f"Key {key} is revoked.")


def _written(data: Path | None, work: Callable[[Session], T]) -> T:
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
