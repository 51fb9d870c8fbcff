"""`talkoot link`: personal links, taken back on this machine when one has come into wrong hands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.installation import Data, existing, written
from cli.sentences import Failed, Sentences

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Take back personal links that letters have brought.")


@app.callback()
def links() -> None:
    """Take back personal links that letters have brought."""


@app.command()
def revoke(
    letter: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The link in this letter: an id from GET /api/v1/initiatives/ID/letters."),
    ] = None,
    initiative: Annotated[str | None, typer.Option(metavar="ID", help="With --seat: the id of the initiative.")] = None,
    seat: Annotated[
        str | None, typer.Option(metavar="ID", help="With --initiative: all links that this seat has had so far.")
    ] = None,
    data: Data = None,
) -> None:
    """Take back the link of a letter, or all of a seat so far. Later letters bring new links."""
    from models.links import revoke as revoked

    of_a_seat = initiative is not None and seat is not None
    if (letter is not None) == of_a_seat or (letter is not None and (initiative or seat)):
        raise Failed("say whose link: either --letter ID, or --initiative ID with --seat ID")
    whose = {"letter": letter} if letter else {"initiative": initiative or "", "seat": seat or ""}
    existing(data, " ".join(["link revoke", *(f"--{name} {value}" for name, value in whose.items())]))
    gone = written(data, lambda session: revoked(session, datetime.now(UTC), **whose))
    if not gone:
        raise Failed("there is no letter of this kind whose link could still be revoked")
    typer.echo(f"Revoked: the links of {len(gone)} letter{'' if len(gone) == 1 else 's'}.")
