"""`talkoot register`: the organisations, people, seats and mandates that initiatives are started from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.installation import AsJson, Data, OnlyIds
from cli.remote import Key, Url, client_for, print_answer, print_ids
from cli.sentences import Failed, Sentences
from domain.sheets.columns import Kind

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="The register: organisations, people, seats, mandates.")
Which = Annotated[Kind, typer.Argument(metavar="KIND", help=f"One of: {', '.join(Kind)}.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV in UTF-8 with a header; see docs/register.md.")]
Containing = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Only rows with this text in a cell of their own, in capitals or not."),
]
Preview = Annotated[bool, typer.Option("--preview", help="Say what the file would do, and change nothing.")]


@app.callback()
def register() -> None:
    """The register: organisations, people, seats, mandates."""


@app.command("list")
def rows(
    kind: Which,
    containing: Containing = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    only_ids: OnlyIds = False,
    as_json: AsJson = False,
) -> None:
    """List what is in the register, with the ids by which an initiative is started."""
    from cli.register_views import of_kind

    client = client_for(url, key, data)
    found = client.rows(kind.value)
    if containing is not None:
        found = [row for row in found if _stands_in(containing, row)]
    if only_ids:
        print_ids(found)
    else:
        print_answer(found, as_json, lambda shown: of_kind(kind, shown, client.rows))


def _stands_in(text: str, row: dict[str, Any]) -> bool:
    return any(text.casefold() in str(value).casefold() for value in row.values() if value is not None)


@app.command("import")
def bring(
    kind: Which,
    file: File,
    preview: Preview = False,
    url: Url = None,
    key: Key = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Enter a CSV file: new lines are entered, changed ones change, and again nothing does. With a fault nothing is."""
    answer, faults = _sent(client_for(url, key, data), kind, _content(file), preview)
    print_answer(answer, as_json, lambda shown: _told(shown, faults, preview))
    if faults:
        raise typer.Exit(1)


def _sent(client: Any, kind: Kind, content: bytes, preview: bool) -> tuple[Any, list[Any]]:
    """What the API answered, also to a file that it refused for its faults, and those faults."""
    from cli.client import Refused

    try:
        answer = client.send_file(kind.value, content, preview=preview)
    except Refused as refused:
        answer = refused.problem
        if not answer.get("faults"):
            raise
    return answer, answer["faults"]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Failed(f"the file cannot be read: {file}: {error.strerror}") from None


def _told(answer: Any, faults: list[Any], preview: bool) -> Iterator[Any]:
    from cli.register_views import faulty, outcomes

    if not faults or preview:
        yield from outcomes(answer)
    if faults:
        yield from faulty(faults)
