"""The installation that a local command works on: its settings, its data folder, its database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.demonstrating import FOLDER
from cli.sentences import Failed

if TYPE_CHECKING:
    from sqlmodel import Session

    from stack.settings import Settings

T = TypeVar("T")
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="The data folder; otherwise TALKOOT_DATA, or .talkoot/data. The demo's is .talkoot/demo.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables and sentences.")]


def chosen(data: Path | None, **others: object) -> Settings:
    """The settings of this installation, with the data folder given on the command line, if one was."""
    from stack.settings import Settings

    folder = {} if data is None else {"data": data}
    return Settings(**folder, **others)  # type: ignore[arg-type]


def existing(data: Path | None, again: str) -> Settings:
    """The settings of an installation that is there already, for a command that has nothing to do in a new folder.

    Raises Failed when the folder holds no database; if none was given and the demo's does, it names the command
    (`again`) that works on that one.
    """
    settings = chosen(data)
    if settings.database_url is not None or _holds_database(settings):
        return settings
    if data is None and _holds_database(chosen(FOLDER)):
        raise Failed(f"there is no database in {settings.data}; the demo has one: talkoot {again} --data {FOLDER}")
    raise Failed(f"there is no database in {settings.data}: name the right folder with --data or TALKOOT_DATA")


def _holds_database(settings: Settings) -> bool:
    return Path(settings.database.removeprefix("sqlite:///")).exists()


def require_tables(settings: Settings) -> None:
    """Raise Failed unless the database has the tables of this version, DatabaseAway when it cannot be reached."""
    from models.migrate import is_current

    if not is_current(settings.database):
        raise Failed("the database does not have the tables of this version: run 'talkoot migrate' first")


def written(data: Path | None, work: Callable[[Session], T]) -> T:
    """Run `work` in one transaction on the database of the data folder, its tables brought up to date first."""
    from models.engine import Database
    from models.migrate import upgrade

    settings = chosen(data)
    upgrade(settings.database)
    database = Database.open(settings.database)
    try:
        return database.write_now(work)
    finally:
        database.close_now()
