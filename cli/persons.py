"""`talkoot person`: rights of people over what is known of them, carried out on this machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.installation import Data, existing, sealed, written
from cli.sentences import Failed, Sentences

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Give people what is known of them, or keep it only.")
Person = Annotated[str, typer.Argument(metavar="PERSON", help="The person's id in the register: per_….")]


@app.callback()
def persons() -> None:
    """Give people what is known of them, or keep it only. To forget somebody: talkoot erase."""


@app.command()
def export(
    person: Person,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A new file: .json for programs, .html for people.")],
    language: Annotated[str, typer.Option(help="Of the page: fi, sv or en.")] = "fi",
    data: Data = None,
) -> None:
    """Write down all that is known of a person, in all initiatives, with what they said."""
    from letters.person_pages import export_page
    from models import person_exports

    existing(data, f"person export {person}")
    if to.suffix not in (".json", ".html") or to.exists():
        raise Failed("name a new file that ends with .json or .html")
    now = datetime.now(UTC)
    found = sealed(data, lambda session, vault: person_exports.export(session, vault, person, now, by="operator"))
    text = export_page(found, language) if to.suffix == ".html" else json.dumps(asdict(found), default=str, indent=1)
    to.touch(mode=0o600, exist_ok=False)
    to.write_text(text, encoding="utf-8")
    typer.echo(f"{to}: all that is known of {person}. It holds names and texts: give it to them alone, then delete it.")


@app.command()
def restrict(
    person: Person,
    lift: Annotated[bool, typer.Option("--lift", help="Use what is known of them again.")] = False,
    data: Data = None,
) -> None:
    """Keep what is known of a person and do nothing else with it: no letters, nothing shown, nothing added."""
    from models import restricting

    existing(data, f"person restrict {person}")
    now = datetime.now(UTC)
    if lift:
        was = written(data, lambda session: restricting.lift(session, person, now, by="operator"))
        typer.echo(f"{person}: used again." if was else f"{person} was not restricted.")
    else:
        written(data, lambda session: restricting.restrict(session, person, now, by="operator"))
        typer.echo(f"{person}: kept only, until: talkoot person restrict {person} --lift")
