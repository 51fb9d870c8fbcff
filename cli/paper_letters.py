"""`talkoot letters`: those on paper: what there is to print, a page of each, and that it was posted."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data
from cli.remote import Id, Key, Url, client_for, print_answer
from cli.sentences import Failed

Json = dict[str, Any]
Letter = Annotated[str, typer.Argument(metavar="LETTER", help="An id from 'talkoot letters to-print'.")]


def to_print(url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False) -> None:
    """List letters to people without an e-mail address that wait to be printed and posted, the longest due first."""
    print_answer(client_for(url, key, data).get("/letters/to-print"), as_json, _listed)


def print_letter(
    initiative: Id,
    letter: Letter,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the page; it must not be there yet.")],
    return_to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where the form is to be sent back to, as on an envelope.")
    ] = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
) -> None:
    """Write a letter as a page to be opened in a browser and printed: its text, link, code and form. It names its
    reader, and whoever has the link answers for them: delete the file once it is printed.
    """
    page = client_for(url, key, data).page(f"/initiatives/{initiative}/letters/{letter}/print", return_to=return_to)
    try:
        with open(out, "x", encoding="utf-8", opener=_for_its_owner) as file:
            file.write(page)
    except OSError as error:
        raise Failed(f"the page cannot be written: {out}: {error.strerror}") from None
    typer.echo(f"Written: {out}. Print and post it, say 'talkoot letters posted {initiative} {letter}', delete it.")


def posted(
    initiative: Id, letter: Letter, url: Url = None, key: Key = None, data: Data = None, as_json: AsJson = False
) -> None:
    """Say that a letter has been printed and posted: from now on it is sent, and its link opens."""
    path = f"/initiatives/{initiative}/letters/{letter}/posted"
    print_answer(client_for(url, key, data).post(path, {}, secrets.token_hex(16)), as_json, _sent)


def _for_its_owner(path: str, flags: int) -> int:
    import os

    return os.open(path, flags, 0o600)


def _listed(waiting: list[Json]) -> Iterator[Any]:
    from cli.tables import table

    columns = ("letter", "initiative", "name", "kind", "due_at")
    rows = ([*(one[column] for column in columns), "yes" if one["still_asked"] else "no more"] for one in waiting)
    yield table((*columns, "still asked"), rows)


def _sent(envelope: Json) -> Iterator[Any]:
    from rich.text import Text

    yield Text(f"Sent on paper at {envelope['sent_at']}: {', '.join(envelope['letters'])}.")
