"""The installation that a local command works on: its settings, its data folder, its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.demonstrating import FOLDER
from cli.sentences import Failed

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.engine import Database
    from models.vault import Vault
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
OnlyIds = Annotated[bool, typer.Option("--ids", help="Print ids alone, one a line, to give to another command.")]


def chosen(data: Path | None, **others: object) -> Settings:
    """The settings of this installation, with the data folder given on the command line, if one was."""
    from stack.settings import Settings

    folder = {} if data is None else {"data": data}
    return Settings(**folder, **others)  # type: ignore[arg-type]


def existing(data: Path | None, again: str) -> Settings:
    """The settings of an installation that is there already, for a command that has nothing to do in a new folder.

    Raises Failed when there is none; if only the demo's folder holds one, `again` is the command to give it to.
    """
    settings = chosen(data)
    if _lacks_database(settings):
        if data is None and not _lacks_database(chosen(FOLDER)):
            raise Failed(f"there is no database in {settings.data}; the demo has one: talkoot {again} --data {FOLDER}")
        raise Failed(f"there is no database in {settings.data}: name the right folder with --data or TALKOOT_DATA")
    return settings


def _lacks_database(settings: Settings) -> bool:
    """Whether the database would be a file of the data folder, and is not there."""
    return settings.database_url is None and not Path(settings.database.removeprefix("sqlite:///")).exists()


def require_tables(settings: Settings) -> None:
    """Raise Failed unless there is a database with the tables of this version, DatabaseAway when it does not answer."""
    from models.migrate import is_current

    if not is_current(settings.database):
        raise Failed("the database does not have the tables of this version: run 'talkoot migrate' first")


def written(data: Path | None, work: Callable[[Session], T]) -> T:
    """Run `work` in one transaction on the database of the data folder, whose tables are made if there are none.

    Raises Failed for tables of another version: only `migrate` changes them.
    """
    with _opened(chosen(data)) as database:
        return database.write_now(work)


def sealed(data: Path | None, work: Callable[[Session, Vault], T]) -> T:
    """The same for `work` that seals. Raises KeyFileUnusable unless the key file belongs to this database."""
    from models.vault import Vault
    from stack.keeping import fitting_keys

    settings = chosen(data)
    with _opened(settings) as database:
        vault = Vault(fitting_keys(settings, database).masters)
        return database.write_now(lambda session: work(session, vault))


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    from models.engine import Database
    from models.migrate import Tables, tables, upgrade

    if _lacks_database(settings):
        upgrade(settings.database)
    database = Database.open(settings.database)
    try:
        match database.read_now(tables):
            case Tables.NONE:
                upgrade(settings.database)
            case Tables.BEHIND | Tables.UNKNOWN as other:
                raise Failed(f"{other.lack}: {other.remedy}")
        yield database
    finally:
        database.close_now()
