"""`talkoot key-file`: the keys of the key file give way to others, on this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.installation import Data, existing, require_tables
from cli.sentences import Failed, Sentences

if TYPE_CHECKING:
    from stack.rotating import Rotation

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Give keys of the key file up for new ones.")
BACKUPS = "A backup made before opens with the key file of its day only: keep a copy of that as long as the backup."


class Which(str, Enum):  # noqa: UP042 - typer shows the values of a plain enum
    """A key of the key file."""

    master = "master"
    link = "link"


@app.command()
def rotate(
    which: Annotated[Which, typer.Argument(help="master: of the vault. link: of personal links.")],
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Only make the next key, so that the file can go to other machines first.")
    ] = False,
    retire: Annotated[bool, typer.Option("--retire", help="Take former keys out, once nothing needs them.")] = False,
    data: Data = None,
) -> None:
    """Give a key of the key file up for a new one, while all runs. Stopped anywhere, call it again."""
    from models import key_rotation
    from models.engine import Database
    from stack import rotating
    from stack.keeping import fitting_keys

    if prepare and retire:
        raise Failed("say one of --prepare and --retire")
    settings = existing(data, f"key-file rotate {which.value}")
    require_tables(settings)
    database = Database.open(settings.database)
    try:
        fitting_keys(settings, database)
        if prepare:
            key = key_rotation.prepare(settings.keys, which.value)
            typer.echo(
                f"The next key is {key}. Bring {settings.keys} to every machine, then run this without --prepare."
            )
        elif retire:
            gone = rotating.retire(settings.keys, database, which.value, datetime.now(UTC))
            typer.echo(f"Taken out: {', '.join(gone) or 'none'}. {BACKUPS}")
        else:
            _tell(rotating.rotate(settings.keys, database, which.value, datetime.now(UTC)))
    except rotating.NotYet as not_yet:
        raise Failed(str(not_yet)) from None
    finally:
        database.close_now()


def _tell(done: Rotation) -> None:
    begun = "Went on with the rotation: in" if done.went_on else "In"
    typer.echo(f"{begun} use is now the {done.kind} key {done.key}.")
    if done.kind == "master":
        typer.echo(f"Keys of the vault wrapped anew: {done.wrapped}.")
    else:
        typer.echo("Links in letters go on opening until they expire.")
    typer.echo(f"Keep a copy of the key file of today. {BACKUPS}")
