"""What the ledger tells in order of time, over several streams: by what is mentioned in an entry, and by keyset."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, literal, or_, tuple_
from sqlmodel import Session, col, select

from domain.refusals import Malformed
from models.tables import HouseMention, LedgerEntry
from models.times import Moment

Place = tuple[datetime, str, int]
"""Where an entry stands among all: its time, its stream, and its number there."""


@dataclass(frozen=True)
class Part:
    """The entries of some streams; of each group of `mentions` one must stand in an entry. No group: all entries. Of
    the house those about an initiative, if one is named (`about`): these are found without a walk through all of it.
    """

    streams: Collection[str]
    mentions: tuple[tuple[str, ...], ...] = ()
    about: str | None = None


def quoted(text: str) -> str:
    """A text as it stands in an entry as a value of its own."""
    return json.dumps(text, ensure_ascii=False)


def entries(
    session: Session,
    parts: Iterable[Part],
    *,
    since: datetime | None,
    until: datetime | None,
    after: Place | None,
    limit: int,
    families: Collection[str] = (),
    newest_first: bool = False,
) -> Sequence[LedgerEntry]:
    """At most `limit` entries of these parts in order of time, from `since` on and before `until`, after a place. Of
    what was recorded at one instant, streams follow each other by name. With `families` only kinds of these are told:
    `need.submitted` is of `need`. With `newest_first` all is the other way round, also what stands after a place.
    """
    place = (col(LedgerEntry.time), col(LedgerEntry.stream), col(LedgerEntry.seq))
    query = select(LedgerEntry).where(or_(*(_within(part) for part in parts)))
    if since is not None:
        query = query.where(col(LedgerEntry.time) >= since)
    if until is not None:
        query = query.where(col(LedgerEntry.time) < until)
    if after is not None:
        moment, stream, seq = after
        there = tuple_(literal(moment, Moment), literal(stream), literal(seq))
        query = query.where(tuple_(*place) < there if newest_first else tuple_(*place) > there)
    if families:
        query = query.where(or_(*(col(LedgerEntry.type).startswith(f"{one}.", autoescape=True) for one in families)))
    order = [one.desc() for one in place] if newest_first else place
    return session.exec(query.order_by(*order).limit(limit)).all()


def _within(part: Part) -> ColumnElement[bool]:
    groups = (or_(*(col(LedgerEntry.bytes_text).contains(text, autoescape=True) for text in g)) for g in part.mentions)
    within = [col(LedgerEntry.stream).in_(part.streams), *groups]
    if part.about is not None:
        about = select(HouseMention.seq).where(HouseMention.initiative_id == part.about)
        within.append(col(LedgerEntry.seq).in_(about))
    return and_(*within)


def cursor_of(entry: LedgerEntry) -> str:
    """The cursor after an entry."""
    return cursor_at((entry.time, entry.stream, entry.seq))


def cursor_at(place: Place) -> str:
    """The cursor at a place, which need not be an entry's."""
    at, stream, seq = place
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{stream}|{seq}".encode()).decode()


def read_cursor(cursor: str | None) -> Place | None:
    """The place a cursor names. Raises Malformed for a text that is no cursor of ours."""
    if cursor is None:
        return None
    try:
        moment, stream, seq = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        at, number = datetime.fromisoformat(moment), int(seq)
    except (ValueError, binascii.Error):
        at, stream, number = None, "", 0
    if at is None or at.tzinfo is not UTC or at.year < 2000 or not stream.isprintable() or not 0 < number < 2**31:
        raise Malformed("this is no cursor", path="cursor", remedy="use the cursor of the page before, unchanged")
    return at, stream, number
