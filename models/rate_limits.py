"""Rates that all processes share: so many of something in a window of time, counted where every process sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import CursorResult, case, delete
from sqlmodel import Session, col, select

from models.dialects import insert_into
from models.tables import RateCount
from models.tables.base import rows_of

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Allowance:
    """Whether it was taken; if not, nothing was counted, and `again_at` is the first instant at which it may be."""

    granted: bool
    again_at: datetime

    def seconds_left(self, now: datetime) -> int:
        """How many whole seconds to wait, one at least: what `Retry-After` says."""
        return max(1, -((now - self.again_at) // timedelta(seconds=1)))


def allow(
    session: Session, name: str, subject: str, limit: int, window: timedelta, now: datetime, *, cost: int = 1
) -> Allowance:
    """Take `cost` of the `limit` that `subject` has of `name` in a `window`, if that much is left.

    All of it may be taken at once; it comes back evenly, so what was taken is made up for after `window`. `subject` is
    kept as it is given: a mark of an address (`models/sender_marks.py`), never the address itself. One statement where
    there is room, which waits for other processes that count the same.
    """
    step = window // _MICROSECOND // limit
    at, most = (now - _BEGINNING) // _MICROSECOND, step * limit
    table = rows_of(RateCount)
    counts = table.c.used_until.between(at, at + 2 * most)  # what a clock that was ahead has written counts as nothing
    used = case((counts, table.c.used_until), else_=at) + cost * step
    counted = (
        insert_into(session, RateCount)
        .values(name=name, subject=subject, used_until=at + cost * step)
        .on_conflict_do_update(
            index_elements=[table.c.name, table.c.subject], set_={"used_until": used}, where=used <= at + most
        )
        .returning(table.c.used_until)
    )
    if session.execute(counted).first() is not None:
        return Allowance(granted=True, again_at=now)
    mine = (RateCount.name == name, RateCount.subject == subject)
    until = session.exec(select(RateCount.used_until).where(*mine)).first()
    again = at if until is None else until + cost * step - most  # None: swept away by a clock that is ahead of ours
    return Allowance(granted=False, again_at=_BEGINNING + again * _MICROSECOND)


def forget(session: Session, name: str, subject: str) -> None:
    """Give back all that was taken, as after a sign-in that went well."""
    mine = (col(RateCount.name) == name, col(RateCount.subject) == subject)
    session.execute(delete(RateCount).where(*mine))


def sweep(session: Session, now: datetime) -> int:
    """Delete what is made up for: it counts as nothing anyway. Returns how many rows went."""
    at = (now - _BEGINNING) // _MICROSECOND
    swept = session.execute(delete(RateCount).where(col(RateCount.used_until) <= at))
    assert isinstance(swept, CursorResult)
    return swept.rowcount
