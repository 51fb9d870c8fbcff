"""Commands that speak HTTP: start, list, show, story, history."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.installation import AsJson, Data, OnlyIds
from cli.sentences import Failed

if TYPE_CHECKING:
    from cli.client import Client


class Language(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """The languages that titles and letters may have."""

    fi = "fi"
    sv = "sv"
    en = "en"


class Status(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """Whether an initiative goes on."""

    open = "open"
    paused = "paused"
    ended = "ended"
    held = "held"


Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        envvar="TALKOOT_URL",
        help="Address of a running Talkoot; otherwise that of 'talkoot up' or 'talkoot demo' on this machine.",
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        envvar="TALKOOT_KEY",
        help="An API key, from 'talkoot key create' or the demo's first lines.",
        show_envvar=True,
    ),
]
Seats = Annotated[
    list[str],
    typer.Option(
        metavar="ID,ID…|@FILE",
        help="Who takes part: ids from 'talkoot register list seats', or a file of them; may be given several times.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="INSTANT", help="As the ledger stood then: an instant with its zone, 2026-11-29T12:00:00Z."),
]
Backbone = Annotated[
    str, typer.Option(help="The organisation that coordinates: an id from 'talkoot register list organisations'.")
]
Once = Annotated[
    str | None, typer.Option("--idempotency-key", help="Your own word for this start: sent again, it starts once.")
]
DespiteLoad = Annotated[
    str | None, typer.Option(help="Why people are asked for whom it is too much in all their initiatives together.")
]
Preview = Annotated[
    bool,
    typer.Option(
        "--preview",
        "--dry-run",
        help="Only show what it would ask, for whom it is too much, who gets which letter.",
    ),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="The id of the initiative, as 'talkoot list' prints it.")]


def start(
    title: Annotated[str, typer.Option(help="What it is about, in a few words for its participants.")],
    place: Annotated[str, typer.Option(help="The code of its municipality, three digits: 297 is Kuopio.")],
    theme: Annotated[str, typer.Option(help="One word that the mandate allows, like youth.")],
    mandate: Annotated[str, typer.Option(help="The mandate it stands on: from 'talkoot register list mandates'.")],
    backbone: Backbone,
    seats: Seats,
    model: Annotated[str, typer.Option(help="The operating model: its rules.")] = "fi.yhteisovaikuttavuus",
    language: Annotated[Language, typer.Option(help="The language of the title.")] = Language.fi,
    despite_load: DespiteLoad = None,
    preview: Preview = False,
    once: Once = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    only_ids: OnlyIds = False,
    as_json: AsJson = False,
) -> None:
    """Start an initiative on what the register holds, and show it."""
    from cli.views import overview, previewed

    body = {
        "model": model,
        "title": title,
        "place": place,
        "theme": theme,
        "mandate": mandate,
        "backbone": backbone,
        "seats": [seat for said in seats for seat in seat_ids(said)],
        "language": language.value,
    } | ({"despite_load": despite_load} if despite_load else {})
    client = client_for(url, key, data)
    if preview:
        print_answer(client.post("/initiatives/preview", body, secrets.token_hex(16)), as_json, previewed)
        return
    view = client.post("/initiatives", body, once or secrets.token_hex(16))
    if only_ids:
        print_ids([view])
    else:
        print_answer(view, as_json, lambda view: overview(view, client.seat_names(view)))


def board(
    phase: Annotated[str | None, typer.Option(help="Only those in this phase, like convening.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only those that are this.")] = None,
    place: Annotated[str | None, typer.Option(help="Only those of this municipality code.")] = None,
    theme: Annotated[str | None, typer.Option(help="Only those on this theme.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at once.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Go on after a page: what it printed at its end.")] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    only_ids: OnlyIds = False,
    as_json: AsJson = False,
) -> None:
    """List the initiatives that the key may see, newest first: where each stands, and how many answers it waits for."""
    from cli.views import board_page

    asked = {
        "phase": phase,
        "status": status and status.value,
        "place": place,
        "theme": theme,
        "limit": limit,
        "cursor": cursor,
    }
    page = client_for(url, key, data).get("/initiatives", **asked)
    if only_ids:
        print_ids(page["initiatives"])
    else:
        print_answer(page, as_json, board_page)


def show(
    initiative: Id, as_of: AsOf = None, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False
) -> None:
    """Show one initiative: its gate, on whom it waits since when, and what comes next if nobody acts."""
    from cli.views import overview

    client = client_for(url, key, data)
    found = client.get(f"/initiatives/{initiative}", as_of=as_of)
    print_answer(found, as_json, lambda view: overview(view, client.seat_names(view)))


def story(
    initiative: Id,
    language: Annotated[Language, typer.Option(help="The language to tell it in.")] = Language.fi,
    as_of: AsOf = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Tell one initiative in plain words: where it is, why, what is missing, and what happens if nobody acts."""
    told = client_for(url, key, data).get(f"/initiatives/{initiative}/story", language=language.value, as_of=as_of)
    if as_json:
        print_answer(told, as_json, lambda _: ())
    else:
        typer.echo(told["text"])


def history(
    initiative: Id,
    with_letters: Annotated[
        bool, typer.Option("--with-letters", help="Merge in what became of letters, numbered L1, L2, …")
    ] = False,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show all that happened in an initiative, entry by entry: when, what, by whom, and how it reached us."""
    from cli.ledgers import entries

    found = client_for(url, key, data).entries(initiative, with_letters=with_letters)
    print_answer(list(found), as_json, entries)


def seat_ids(said: str) -> list[str]:
    """The seats of a comma list, or of a file (`@FILE`) with ids apart by commas or white space."""
    text = said
    if said.startswith("@"):
        try:
            text = Path(said[1:]).read_text(encoding="utf-8")
        except OSError as error:
            raise Failed(f"the file of seats cannot be read: {said[1:]}: {error.strerror}") from None
    return text.replace(",", " ").split()


def client_for(url: str | None, key: str | None, data: Path | None) -> Client:
    """The API at the address given, else of the stack that runs here. Raises Failed."""
    from cli.client import Client, address

    return Client(address(url, data), key)


def print_answer(answer: Any, as_json: bool, view: Callable[[Any], Iterable[Any]]) -> None:
    """An answer as JSON, or as people read it."""
    from cli import tables

    if as_json:
        typer.echo(tables.as_printed(answer))
    else:
        tables.show(*view(answer))


def print_ids(rows: Iterable[dict[str, Any]]) -> None:
    """The id of each row, one a line."""
    for row in rows:
        typer.echo(row["id"])
