"""`talkoot absence`: one absence, told to all initiatives in which somebody holds a seat, over HTTP."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Key, Url, client_for, print_answer

Json = dict[str, Any]


def absence(
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="Who is away: an id from 'talkoot register list persons'.")
    ],
    until: Annotated[str, typer.Option(help="Just before when they are back: an instant with its zone.")],
    since: Annotated[str | None, typer.Option(help="From when on; left out, from now on.")] = None,
    once: Annotated[
        str | None,
        typer.Option("--idempotency-key", help="Your own word for this: sent again, it goes on where it was left."),
    ] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Tell that somebody is away to every initiative in which they hold a seat; what is asked goes to the deputies."""
    body = {"until": until, **({"since": since} if since else {})}
    told = client_for(url, key, data).post(f"/register/persons/{person}/absence", body, once or secrets.token_hex(16))
    print_answer(told, as_json, _told)


def _told(told: list[Json]) -> Iterator[Any]:
    from cli.tables import table

    columns = ("initiative", "seat", "told", "why not", "what to do")
    rows = (
        [one["initiative"], one["seat"], "yes" if one["told"] else "no", one["detail"], one["remedy"]] for one in told
    )
    yield table(columns, rows)
