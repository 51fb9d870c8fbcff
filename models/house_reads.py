"""Reads that the house tells of: at most one entry by a reader, of one thing, in one hour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from domain.house import AuditorRead
from models import house, register
from models.dialects import insert_unless_there
from models.tables import Initiative, ReadNoted

_KEPT = timedelta(days=1)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What is read: a part of the house, and by the names of an address the ids in it, as they were sent."""

    part: str
    ids: dict[str, str]


def is_noted(session: Session, principal: str, asked: Asked, now: datetime) -> bool:
    """Whether nothing is to be written for this read: the hour's entry is there, or what is asked for is not."""
    one = _one(session, asked)
    if one is None:
        return True
    reader, about = (house.known_actor(session, whom) for whom in (principal, one))
    if reader is None or about is None:
        return False
    return session.get(ReadNoted, (_hour(now), reader, f"{asked.part}/{about}")) is not None


def note(session: Session, principal: str, asked: Asked, now: datetime) -> None:
    """Record a read, unless this hour's entry tells of it."""
    one = _one(session, asked)
    if one is None:
        return
    (reader, about), hour = (house.actor_for(session, whom) for whom in (principal, one)), _hour(now)
    if insert_unless_there(session, ReadNoted, hour=hour, reader=reader, about=f"{asked.part}/{about}"):
        session.execute(delete(ReadNoted).where(col(ReadNoted.hour) < hour - _KEPT))
        house.record(session, [AuditorRead(part=asked.part, id=about or None)], actor=reader, now=now)


def _one(session: Session, asked: Asked) -> str | None:
    """The id of the one row that is read, of a person as `person:<id>`; empty for no one in particular. None for a row
    that is not there: of that nothing is read, and what was typed in its place may say anything.
    """
    ids = asked.ids
    if not all(_ID.fullmatch(value) for value in ids.values()):
        return None
    if initiative := ids.get("initiative"):
        return initiative if session.get(Initiative, initiative) else None
    kind, row = ("persons", person) if (person := ids.get("person")) else (ids.get("kind", ""), ids.get("row"))
    if row is None or kind not in register.TABLES:
        return ""
    if session.get(register.TABLES[kind], row) is None:
        return None
    return f"person:{row}" if kind == "persons" else row


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
