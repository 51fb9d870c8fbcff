"""`talkoot export`: entries of the ledger for other tools. `talkoot report`: the page for a funder."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from cli.installation import Data
from cli.remote import Id, Key, Language, Url, client_for


class Format(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """In which form entries are exported."""

    ocel = "ocel"
    xes = "xes"
    csv = "csv"
    jsonl = "jsonl"


class Case(str, Enum):  # noqa: UP042 - the same
    """What a trace of XES is about."""

    initiative = "initiative"
    obligation = "obligation"


Of = Annotated[str | None, typer.Argument(metavar="[ID]", help="One initiative; otherwise all that the key may see.")]
Out = Annotated[
    Path, typer.Option(metavar="FILE", help="Where to put it; what is there is replaced once all has come.")
]


def export(
    format: Annotated[Format, typer.Option(help="OCEL 2.0 (JSON), XES, CSV or JSON Lines.")],
    out: Out,
    initiative: Of = None,
    case: Annotated[Case, typer.Option(help="Of XES: what a trace is about.")] = Case.initiative,
    comma: Annotated[bool, typer.Option("--comma", help="Of CSV: cells apart by , instead of ;")] = False,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="Of CSV: without a byte order mark.")] = False,
    url: Url = None,
    key: Key = None,
    data: Data = None,
) -> None:
    """Export what happened for other tools, without names and texts. It is told in the ledger that you did."""
    path = f"/initiatives/{initiative}/exports/{format.value}" if initiative else f"/exports/{format.value}"
    written = {"separator": "," if comma else ";", "bom": str(not no_bom).lower()}
    size = client_for(url, key, data).download(path, out, case=case.value, **written)
    typer.echo(f"{out}: {size} bytes")


def report(
    initiative: Id,
    out: Out,
    language: Annotated[Language, typer.Option(help="The language of the page.")] = Language.fi,
    url: Url = None,
    key: Key = None,
    data: Data = None,
) -> None:
    """Put together the report of an initiative to its funder, as a page to print. It is told in the ledger that you
    did.
    """
    path = f"/initiatives/{initiative}/report/page"
    client_for(url, key, data).download(path, out, language=language.value)
    typer.echo(f"{out}: open it in a browser to read or print it.")
