"""Commands that speak HTTP: start, list, show, history."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.local import AsJson, Data
from cli.sentences import Failed

if TYPE_CHECKING:
    from cli.client import Client

Url = Annotated[
    str | None,
    typer.Option("--url", envvar="TALKOOT_URL", help="Where it runs; otherwise the stack or demo of this folder."),
]
Key = Annotated[str | None, typer.Option("--key", envvar="TALKOOT_KEY", help="An API key.", show_envvar=True)]
Id = Annotated[str, typer.Argument(metavar="ID", help="The initiative.")]


def start(
    title: Annotated[str, typer.Option(help="What it is about.")],
    place: Annotated[str, typer.Option(help="Municipality code, three digits.")],
    theme: Annotated[str, typer.Option(help="A word of the mandate's themes.")],
    mandate: Annotated[str, typer.Option(help="The mandate it stands on, from the register.")],
    backbone: Annotated[str, typer.Option(help="The organisation that coordinates, from the register.")],
    seats: Annotated[
        str, typer.Option(metavar="ID,ID…|@FILE", help="Seats of the register, or a file that lists them.")
    ],
    model: Annotated[str, typer.Option(help="The operating model.")] = "fi.yhteisovaikuttavuus",
    language: Annotated[str, typer.Option(help="fi, sv or en.")] = "fi",
    once: Annotated[str | None, typer.Option("--idempotency-key", help="Makes a repeated start one start.")] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Start an initiative."""
    from cli.views import overview

    body = {
        "model": model,
        "title": title,
        "place": place,
        "theme": theme,
        "mandate": mandate,
        "backbone": backbone,
        "seats": seat_ids(seats),
        "language": language,
    }
    client = _client(url, key, data)
    started = client.post("/initiatives", body, once or secrets.token_hex(16))
    _print(started, as_json, lambda view: overview(view, client.seat_names(view)))


def board(
    phase: Annotated[str | None, typer.Option(help="Only those in this phase.")] = None,
    status: Annotated[str | None, typer.Option(help="Only those: open, paused or ended.")] = None,
    place: Annotated[str | None, typer.Option(help="Only those of this municipality code.")] = None,
    theme: Annotated[str | None, typer.Option(help="Only those on this theme.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at once.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List initiatives, the newest first: where each stands, and how many owe an answer."""
    from cli.views import board_page

    asked = {"phase": phase, "status": status, "place": place, "theme": theme, "limit": limit, "cursor": cursor}
    _print(_client(url, key, data).get("/initiatives", **asked), as_json, board_page)


def show(initiative: Id, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Show one initiative: its gate, on whom it waits since when, and what comes next if nobody acts."""
    from cli.views import overview

    client = _client(url, key, data)
    found = client.get(f"/initiatives/{initiative}")
    _print(found, as_json, lambda view: overview(view, client.seat_names(view)))


def history(initiative: Id, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """Show the whole ledger of an initiative, entry by entry."""
    from cli.views import entries

    _print(list(_client(url, key, data).entries(initiative)), as_json, entries)


def seat_ids(said: str) -> list[str]:
    """The seats of a comma list, or of a file (`@FILE`) with ids apart by commas or white space."""
    text = said
    if said.startswith("@"):
        try:
            text = Path(said[1:]).read_text(encoding="utf-8")
        except OSError as error:
            raise Failed(f"the file of seats cannot be read: {said[1:]}: {error.strerror}") from None
    return text.replace(",", " ").split()


def _client(url: str | None, key: str | None, data: Path | None) -> Client:
    from cli.client import Client, address

    return Client(address(url, data), key)


def _print(answer: Any, as_json: bool, view: Callable[[Any], Iterable[Any]]) -> None:
    from cli import tables

    if as_json:
        typer.echo(tables.as_printed(answer))
    else:
        tables.show(*view(answer))
