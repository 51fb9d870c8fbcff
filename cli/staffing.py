"""`talkoot staff` over HTTP, and `talkoot sign-in-link` on this machine: who may sign in, and the way in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.installation import AsJson, Data, chosen, existing, written
from cli.remote import Key, Url, client_for, print_answer
from cli.sentences import Failed, Sentences

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.keys import KeyRing

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Who may sign in, in which roles. For administrators.")
Person = Annotated[str, typer.Argument(metavar="PERSON", help="A person's id in the register: per_….")]


class Role(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """The roles of staff."""

    coordinator = "coordinator"
    auditor = "auditor"
    admin = "admin"


Wanted = Annotated[
    Role, typer.Argument(help="coordinator: lead own initiatives. auditor: read all. admin: everything.")
]


@app.command("list")
def listed(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """List everybody who may sign in, with their roles."""
    print_answer(client_for(url, key, data).get("/staff"), as_json, _table)


@app.command()
def give(
    person: Person, role: Wanted, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False
) -> None:
    """Let a person sign in with a role, by a link to their address."""
    answer = client_for(url, key, data).post(f"/staff/{person}/give-role", {"role": role.value}, secrets.token_hex(16))
    print_answer([answer] if not as_json else answer, as_json, _table)


@app.command()
def take(
    person: Person, role: Wanted, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False
) -> None:
    """Take a role: the person is signed out everywhere at once."""
    answer = client_for(url, key, data).post(f"/staff/{person}/take-role", {"role": role.value}, secrets.token_hex(16))
    print_answer([answer] if not as_json else answer, as_json, _table)


def sign_in_link(
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Whom it signs in; left out, the first administrator.")
    ] = None,
    role: Annotated[Role | None, typer.Option(help="With --person: give them this role first.")] = None,
    data: Data = None,
) -> None:
    """Print an address that signs in once, within an hour: for the first administrator, or one who gets no mail."""
    from stack.keeping import key_ring

    settings = existing(data, "sign-in-link")
    keys = key_ring(settings)
    token = written(data, lambda session: _made(session, keys, person, role))
    typer.echo(f"{_address(data)}/sign-in/{token}")
    typer.echo("It opens once, within an hour, for whoever has it.", err=True)


def _made(session: Session, keys: KeyRing, person: str | None, role: Role | None) -> str:
    """The token of a fresh link. Raises Failed where it would open nothing, UnknownPerson, SubjectErased,
    AddressShared.
    """
    from domain.actors import Role as Given
    from domain.house import OPERATOR
    from models import register, sign_in_links, staff
    from models.states import LinkFor
    from models.vault import Vault

    now = datetime.now(UTC)
    if person is None:
        if staff.has_administrator(session):
            raise Failed("there is an administrator already: say whom to sign in, with --person ID")
        return sign_in_links.make(session, keys, LinkFor.FIRST, None, "fi", now)
    if role is not None:
        staff.give(session, Vault(keys.masters), person, Given(role.value), by=OPERATOR, now=now)
    row = register.person(session, person, path="person")
    if not staff.roles_of(session, person):
        raise Failed(f"{person} has no role: give one with --role")
    return sign_in_links.make(session, keys, LinkFor.PRINTED, person, row.language, now)


def _address(data: Any) -> str:
    """Where people reach it: as the settings say, else where it runs now."""
    from cli.client import address

    return (chosen(data).public_url or address(None, data)).rstrip("/")


def _table(rows: list[dict[str, Any]]) -> Iterator[Any]:
    from cli.tables import table

    columns = ("person", "roles", "live keys", "same address as")
    yield table(columns, ([row["person"], row["roles"], row["keys"], row["same_address"]] for row in rows))
