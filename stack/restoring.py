"""Restoring: an installation goes on from a backup, as it was then, but for people who have been erased since, and for
whoever was signed in.

The database is replaced in one step, so that whatever dies meanwhile leaves the old one or the new one, whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session

from domain.house import OPERATOR, Restored
from models import forgetting_staff, house, kept_outside, snapshots
from models.dialects import database_url, is_sqlite
from models.erasure_list import ErasureList
from models.keys import KeyRing
from models.migrate import one_connection
from models.reapplying import erase_again, shut_doors
from models.sampling import opens_the_vault
from models.vault import Vault
from stack.backups import ERASURES, Backup, BackupUnusable, copy_keys, read
from stack.data_folder import DataFolderLock
from stack.settings import Settings


class InUse(Exception):
    """The installation holds something already; the message says what to do."""


class KeysThere(InUse):
    """A key file was brought where there is another one; the message says what to do."""


@dataclass(frozen=True)
class Restoration:
    """From when the installation goes on, how many people (and needs held by open calls) were forgotten again, and how
    many restrictions, stopped reminders and lifted holds were `kept` that the backup did not know of.
    """

    made_at: datetime
    erased: int
    kept: int = 0


def restore(
    settings: Settings, folder: Path, now: datetime, *, keys: Path | None = None, over: bool = False
) -> Restoration:
    """Put a backup in the place of whatever the database of this installation holds. `keys` is the copy of the key file
    where there is none; `over`: also where something is there already.

    Raises BackupUnusable, KeyFileUnusable, InUse, AlreadyRunning, DatabaseAway; and KeysThere for `keys` that would
    take no effect, as another key file is there. May be repeated.
    """
    backup = read(folder)
    if is_sqlite(database_url(settings.database)) != (backup.manifest.snapshot.dialect == "sqlite"):
        raise BackupUnusable(f"{folder} is of another kind of database than the settings name")
    with DataFolderLock(settings.data):
        _bring_keys(settings, keys)
        ring, erasures = KeyRing.load(settings.keys), ErasureList(settings.erasures)
        if not erasures.path.exists():  # on another machine: what the backup's own copy says is the newest there is
            kept = ErasureList(folder / ERASURES).kept()
            erasures.keep({word: dict.fromkeys(every, now) for word, every in kept.items()}, now)
        erasures.take_in(ErasureList(folder / ERASURES).subjects(), now)
        with _replaced(settings.database, folder, over=over) as connection:
            snapshots.put_back(connection, backup.manifest.snapshot, folder)
            done = _done_again(connection, ring, backup, erasures, now)
        if settings.temporal_address is None:
            _lose_runs(settings.data)
    return done


def _done_again(
    connection: Connection, ring: KeyRing, backup: Backup, outside: ErasureList, now: datetime
) -> Restoration:
    with Session(connection) as session:
        if opens_the_vault(session, ring) is False:
            raise BackupUnusable("the key file does not open this backup: bring the one of its day, by --keys")
        shut_doors(session)
        number = erase_again(session, Vault(ring.masters), outside.subjects(), now)
        kept = kept_outside.again(session, outside.kept(), now)
        forgetting_staff.end_sign_ins(session)
        made_at = backup.manifest.made_at
        told = Restored(manifest=backup.sha256, made_at=made_at, erased=number)
        session.flush()
        house.record(session, [told], actor=OPERATOR, now=now)
        session.commit()  # into the transaction of the connection, which ends outside
    return Restoration(made_at, number, kept)


@contextmanager
def _replaced(url: str, folder: Path, *, over: bool) -> Iterator[Connection]:
    """A connection to the database as it will be; it is that once this block has ended well."""
    address = database_url(url)
    if not is_sqlite(address):
        with one_connection(url) as connection:
            _require_free(connection, over=over)
            yield connection
        return
    file = Path(str(address.database)).absolute()
    if file.exists() and not over:
        with one_connection(url) as connection:
            _require_free(connection, over=over)
    fresh = file.with_name(f"{file.name}.restoring")
    _remove(fresh)
    try:
        snapshots.copied(folder, fresh)
        with one_connection(f"sqlite:///{fresh}") as connection:
            yield connection
        snapshots.settled(fresh)
        _remove(file, only_beside=True)  # a log of the former file must not be taken for one of the new
        fresh.replace(file)
        _sync(file.parent)
    finally:
        _remove(fresh)


def _require_free(connection: Connection, *, over: bool) -> None:
    if not over and snapshots.is_in_use(connection):
        raise InUse("this installation holds something already, which would be lost: say --over if it may be")


def _bring_keys(settings: Settings, keys: Path | None) -> None:
    """Put the copy of the key file into its place, where there is none, or the same."""
    if keys is None:
        return
    if settings.keys.exists():
        if not keys.exists() or keys.read_bytes() != settings.keys.read_bytes():
            raise KeysThere(
                f"{settings.keys} is there, and another than {keys}: leave out --keys to go on by it, or move it away "
                "first (and keep it: what was made by it opens by it alone)"
            )
    else:
        settings.keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_keys(keys, settings.keys)


def _lose_runs(folder: Path) -> None:
    """Take away what the embedded Temporal knows: it may be more than the restored ledger. The next start begins every
    open initiative again from there.
    """
    for file in folder.glob("temporal.db*"):
        file.unlink()


def _remove(file: Path, *, only_beside: bool = False) -> None:
    for suffix in ("-wal", "-shm", "-journal") + (() if only_beside else ("",)):
        with suppress(FileNotFoundError):
            file.with_name(file.name + suffix).unlink()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
