"""Rotating the keys of an installation, while it runs: the key file first, then what was made by the former key.

Stopped anywhere, the same call goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from domain.house import OPERATOR, STREAM, HouseEvent, KeyRotated
from domain.ledger.entries import Recorded, decode
from models import house, key_rotation
from models.append import entries_of_types
from models.engine import Database
from models.key_rotation import Kind
from models.keys import KeyRing
from models.letter_outcomes import Reason
from models.master_keys import id_of
from models.rewrapping import left, rewrap
from models.states import LetterState
from models.tables import Letter

KEPT: dict[Kind, timedelta] = {"master": timedelta(hours=1), "link": timedelta(days=60)}
"""How long a former key stays at least: until no process has a transaction by it, or a letter whose link it made."""


class NotYet(Exception):
    """A key cannot be rotated or taken out now; the message says why and what to do."""


@dataclass(frozen=True)
class Rotation:
    """Which key is in use, by id, and how many keys of the vault were wrapped by it anew; `went_on` where a rotation
    had been stopped.
    """

    kind: Kind
    key: str
    wrapped: int
    went_on: bool


def rotate(path: Path, database: Database, kind: Kind, now: datetime) -> Rotation:
    """Use a new key of this kind from now on; or go on with a rotation that was stopped.

    Raises KeyFileUnusable, DatabaseAway, SealBroken, and NotYet for the key of links while letters wait to be printed:
    on paper stands a link of the former key already, which opens once they are said to be posted.
    """
    went_on = _is_under_way(database, path, kind)
    if not went_on:
        if kind == "link" and (waiting := database.read_now(_to_print)):
            raise NotYet(f"letters wait to be printed or posted ({waiting}): say first what became of them")
        key_rotation.promote(path, kind)
    former, current = _ids(path, kind)
    database.write_now(lambda session: _note(session, kind, former, current, now))
    return Rotation(kind, current, _wrap_anew(path, database) if kind == "master" else 0, went_on)


def retire(path: Path, database: Database, kind: Kind, now: datetime) -> tuple[str, ...]:
    """Take former keys of this kind out of the file; their ids. Raises KeyFileUnusable, DatabaseAway, and NotYet while
    one may still be needed.
    """
    ring, (former, current) = KeyRing.load(path), _ids(path, kind)
    if former is None:
        return ()
    told = database.read_now(lambda session: _told(session, kind, current))
    if told is None or now - told.at < KEPT[kind]:
        raise NotYet(f"the former key may still be needed: it stays for {KEPT[kind]} after a rotation at least")
    if kind == "master" and (number := database.read_now(lambda session: left(session, ring.masters()))):
        raise NotYet(
            f"the former key still opens {number} keys of the vault: run 'talkoot key-file rotate master' again"
        )
    return key_rotation.retire(path, kind)


def _is_under_way(database: Database, path: Path, kind: Kind) -> bool:
    """Whether a rotation was begun and has not come to its end."""
    ring, (former, current) = KeyRing.load(path), _ids(path, kind)
    if former is None:
        return False
    if database.read_now(lambda session: _told(session, kind, current)) is None:
        return True
    return kind == "master" and database.read_now(lambda session: left(session, ring.masters())) > 0


def _wrap_anew(path: Path, database: Database) -> int:
    masters, total = KeyRing.load(path).masters(), 0
    while number := database.write_now(lambda session: rewrap(session, masters)):
        total += number
    return total


def _ids(path: Path, kind: Kind) -> tuple[str | None, str]:
    """The former key and the one in use, by their ids."""
    ring = KeyRing.load(path)
    key = ring.master if kind == "master" else ring.link
    former = key_rotation.former(path, kind)
    return (former[0] if former else None), id_of(key)


def _told(session: Session, kind: Kind, current: str) -> Recorded | None:
    """What the ledger tells of the key in use, if it was rotated to."""
    entries = entries_of_types(session, STREAM, [KeyRotated.KIND])
    for recorded in (decode(entry.text, HouseEvent) for entry in reversed(entries)):
        event = recorded.event
        if isinstance(event, KeyRotated) and (event.which, event.now) == (kind, current):
            return recorded
    return None


def _note(session: Session, kind: Kind, former: str | None, current: str, now: datetime) -> None:
    if former is not None and _told(session, kind, current) is None:
        house.record(session, [KeyRotated(which=kind, former=former, now=current)], actor=OPERATOR, now=now)


def _to_print(session: Session) -> int:
    pile = (col(Letter.state) == LetterState.HELD, col(Letter.reason) == Reason.TO_PRINT)
    return session.exec(select(func.count()).select_from(Letter).where(*pile)).one()
