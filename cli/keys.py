"""`talkoot key`: keys of programs, made and ended on this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.installation import AsJson, Data, chosen, existing, sealed, written
from cli.sentences import Failed, Sentences

if TYPE_CHECKING:
    from sqlmodel import Session

    from api.registering import NewPerson
    from models.vault import Vault

NOBODYS = (
    "This key acts for nobody: letters to the coordinator of what is started with it (decisions, escalations) have no "
    "address, and no other key can take its initiatives over. Better: --name and --address, or --person ID."
)
KeyId = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The key's id as 'talkoot key list' prints it: what stands between tk_ and the next _."
    ),
]
Days = Annotated[
    int | None, typer.Option("--expires-in", metavar="DAYS", min=1, max=3650, help="After how many days it ends.")
]
Scopes = Annotated[
    list[str] | None,
    typer.Option(metavar="SCOPE", help="Only this of the role, like initiatives:read; can be given several times."),
]
Name = Annotated[
    str | None, typer.Option(help="Or enter that person into the register now: the name, or the role as name.")
]
app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Make, list, rotate and end the API keys of programs.")


class Role(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum, and models.states would load the database
    """What a key may do."""

    coordinator = "coordinator"
    auditor = "auditor"
    admin = "admin"
    mail = "mail"


@app.command()
def create(
    role: Annotated[
        Role, typer.Option(help="auditor: read all. coordinator: lead its own. admin: everything. mail: bring mail.")
    ],
    label: Annotated[str, typer.Option(help="Your own word for it: which program has it.")],
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="The person it acts for: their id in the register, per_….")
    ] = None,
    name: Name = None,
    address: Annotated[str | None, typer.Option(help="With --name: where letters to that person go.")] = None,
    language: Annotated[str, typer.Option(help="With --name: fi, fi-selko, sv or en.")] = "fi",
    scope: Scopes = None,
    days: Days = None,
    data: Data = None,
) -> None:
    """Make a key and print it, for the only time. All keys that act for one person own the same initiatives."""
    from models import api_keys
    from models.erasing import require_kept
    from models.scopes import narrowed
    from models.states import KeyRole

    new, of_role = _new_person(person, name, address, language), KeyRole(role.value)
    scopes = narrowed(of_role, scope) if scope else None

    def make(session: Session, whose: str | None) -> tuple[str, str | None]:
        if whose is not None:
            require_kept(session, whose, for_good=True)
        now, end = datetime.now(UTC), _end(days)
        key = api_keys.create(session, of_role, label, now, person_id=whose, expires_at=end, scopes=scopes)
        return key, whose

    if new is None:
        key, whose = written(data, lambda session: make(session, person))
    else:
        key, whose = sealed(data, lambda session, vault: make(session, _entered(session, vault, new)))
    _show(key, data)
    if new is not None:
        typer.echo(f"It acts for {whose}; make the next key of the same person with --person {whose}.", err=True)
    if whose is None and role not in (Role.auditor, Role.mail):
        typer.echo(NOBODYS, err=True)


@app.command()
def rotate(
    key: KeyId,
    overlap: Annotated[
        int, typer.Option(metavar="DAYS", min=0, max=90, help="How many days the old key opens beside the new one.")
    ] = 7,
    days: Days = None,
    data: Data = None,
) -> None:
    """Make the next key of a line and print it, for the only time: it does what the old one does and owns what it owns.
    The old one ends by itself after the overlap; until then it can be revoked. Two of a line are live at the most.
    """
    from models import api_keys

    existing(data, f"key rotate {key}")
    now, end = datetime.now(UTC), _end(days)
    try:
        made = written(
            data,
            lambda session: api_keys.rotate(session, key, now, overlap=timedelta(days=overlap), expires_at=end),
        )
    except LookupError:
        raise Failed(f"no live key has the id {key}: look it up with 'talkoot key list'") from None
    _show(made, data)
    typer.echo(f"The key {key} opens for {overlap} days more; 'talkoot key revoke {key}' ends it at once.", err=True)


@app.command("list")
def listed(data: Data = None, as_json: AsJson = False) -> None:
    """List all keys, oldest first, without their secrets."""
    from cli.tables import ZONE, as_printed, show, table
    from models import api_keys

    existing(data, "key list")
    rows = [row.model_dump(mode="json", exclude={"secret_sha256"}) for row in written(data, api_keys.listed)]
    if as_json:
        typer.echo(as_printed(rows))
        return
    columns = (
        "id",
        "role",
        "scopes",
        "label",
        "person_id",
        "line",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    )
    show(table(columns, ([row[column] for column in columns] for row in rows), f"Times in {ZONE}"))


@app.command()
def revoke(
    key: KeyId,
    data: Data = None,
) -> None:
    """End a key at once, for good."""
    from models import api_keys

    existing(data, f"key revoke {key}")
    if not written(data, lambda session: api_keys.revoke(session, key, datetime.now(UTC))):
        raise Failed(f"no live key has the id {key}: look it up with 'talkoot key list'")
    typer.echo(f"Key {key} is revoked.")


def _end(days: int | None) -> datetime | None:
    return None if days is None else datetime.now(UTC) + timedelta(days=days)


def _show(key: str, data: Path | None) -> None:
    """Print a key that was just made, alone; what to know of it goes beside."""
    typer.echo(key)
    typer.echo("Keep it now: it is shown only once. Send it as 'Authorization: Bearer …'.", err=True)
    if chosen(data).database_url is None:
        typer.echo(f"It opens the Talkoot whose data lies in {chosen(data).data}.", err=True)


def _new_person(person: str | None, name: str | None, address: str | None, language: str) -> NewPerson | None:
    """The person to enter, by the rules of the register's door; None where there is none. Raises Failed."""
    if name is None and address is None:
        return None
    if person is not None or name is None or address is None:
        raise Failed("say who the key acts for: either --person ID, or --name and --address of somebody new")

    from pydantic import ValidationError

    from api.registering import NewPerson

    try:
        return NewPerson.model_validate({"name": name, "address": address, "language": language})
    except ValidationError as error:
        wrong = error.errors()[0]
        raise Failed(f"--{wrong['loc'][0]} cannot be used: {wrong['msg']}") from None


def _entered(session: Session, vault: Vault, new: NewPerson) -> str:
    """Enter the person, with name and address in the vault; their id."""
    from models import enrolment

    row = enrolment.create_person(session, vault, now=datetime.now(UTC), **new.model_dump())
    session.flush()
    return row.id
