"""Chains of streams as the database has them: each entry in its place, and each end where it is known to have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import String, bindparam, cast, func, select
from sqlmodel import Session

from domain.correspondence.accounts import STREAM as LETTERS
from domain.ledger.chain import Broken, Head, walk
from domain.ledger.entries import Entry
from models.append import STREAM
from models.tables import Initiative, LedgerEntry, Letter, StreamHead
from models.tables.base import rows_of

_ELSE = "its row tells another type or time than the entry itself"

_entry, _initiative, _head = rows_of(LedgerEntry).c, rows_of(Initiative).c, rows_of(StreamHead).c
_letter = rows_of(Letter).c
_TIME = cast(_entry.time, String).label("time")  # as text, so that one that is none is told like any other
_ENTRIES = (
    select(_entry.stream, _entry.seq, _entry.bytes_text, _entry.leaf_hash, _entry.type, _TIME)
    .where(_entry.stream.in_(bindparam("streams", expanding=True)))
    .order_by(_entry.stream, _entry.seq)
)
_HEADS = select(_initiative.id, _initiative.head_seq, _initiative.head_hash).where(
    _initiative.id.in_(bindparam("initiatives", expanding=True))
)
_SHARED = select(_head.stream, _head.seq, _head.hash).where(_head.stream.in_(bindparam("streams", expanding=True)))
_ACCOUNTED = (
    select(_letter.initiative_id, func.max(_letter.accounted_seq))
    .where(_letter.initiative_id.in_(bindparam("initiatives", expanding=True)))
    .group_by(_letter.initiative_id)
)


@dataclass(frozen=True)
class Verified:
    """What was checked: how many streams and entries, and the first broken entry of each stream that has one."""

    streams: int
    entries: int
    broken: tuple[Broken, ...]


def all_streams(session: Session) -> list[str]:
    """Every stream that is stored, or that something says there is."""
    stored = session.execute(select(_entry.stream).distinct()).scalars()
    counted = session.execute(select(_initiative.id)).scalars()  # one without entries is missing them all
    shared = session.execute(select(_head.stream)).scalars()
    of_letters = select(_letter.initiative_id).where(_letter.accounted_seq.is_not(None)).distinct()
    accounted = (LETTERS + initiative for initiative in session.execute(of_letters).scalars())
    return sorted({*stored, *shared, *accounted, *(STREAM + initiative for initiative in counted)})


def streams_of(session: Session, initiative: str) -> list[str]:
    """The streams of one initiative: its own, and that of its letters once anything is said of one."""
    own, letters = STREAM + initiative, LETTERS + initiative
    told = session.execute(select(_entry.seq).where(_entry.stream == letters).limit(1)).first()
    known = session.execute(_SHARED, {"streams": [letters]}).first()
    return [own, letters] if told or known or _reached(session, [letters]) else [own]


def checked(session: Session, streams: Sequence[str]) -> Verified:
    """The chains of these streams, and whether each ends where it is known to."""
    rows = session.execute(_ENTRIES, {"streams": streams})
    stored = {stream: list(of_it) for stream, of_it in groupby(rows, key=lambda row: row[0])}
    heads, reached = _heads(session, streams), _reached(session, streams)
    broken = []
    for stream in streams:
        of_it = stored.get(stream, [])
        end = walk(stream, (Entry(*row[1:4]) for row in of_it))
        fault = end if isinstance(end, Broken) else _against(heads.get(stream), stream, end, reached.get(stream, 0))
        fault = fault or next((Broken(stream, row.seq, _ELSE) for row in of_it if not _is_as_told(row)), None)
        broken += [fault] if fault else []
    return Verified(len(streams), sum(map(len, stored.values())), tuple(broken))


def _is_as_told(row: Any) -> bool:
    """Whether the columns by which histories are told and cut off say what the entry itself does, which is canonical:
    its keys stand in order, and these are its last.
    """
    seconds, _, parts = row.time.replace(" ", "T", 1).removesuffix("+00").partition(".")
    end = f'"time":"{seconds}.{parts:0<6}Z","type":"{row.type}","v":1}}'
    return bool(row.bytes_text.endswith(end))


def _heads(session: Session, streams: Sequence[str]) -> dict[str, Head]:
    """Where these streams end, as the initiatives themselves know it, and the heads of those that many write."""
    own = session.execute(_HEADS, {"initiatives": [stream.removeprefix(STREAM) for stream in streams]})
    heads = {STREAM + initiative: Head(seq, leaf) for initiative, seq, leaf in own}
    shared = session.execute(_SHARED, {"streams": streams})
    return heads | {stream: Head(seq, leaf) for stream, seq, leaf in shared if not stream.startswith(STREAM)}


def _reached(session: Session, streams: Sequence[str]) -> dict[str, int]:
    """The furthest entries of these streams that letters say tell of them."""
    found = session.execute(_ACCOUNTED, {"initiatives": [stream.removeprefix(LETTERS) for stream in streams]})
    return {LETTERS + initiative: seq for initiative, seq in found if seq is not None}


def _against(head: Head | None, stream: str, end: Head, reached: int) -> Broken | None:
    """An end that was cut off leaves a whole chain: where it had come is also known elsewhere."""
    who, record = ("initiative", "initiative's own record") if stream.startswith(STREAM) else ("head", "head")
    if reached > end.seq:
        return Broken(stream, end.seq + 1, f"it is missing: a letter says that entry {reached} tells of it")
    if head is None:
        return Broken(stream, end.seq, f"its {who} is not in the database")
    if head.seq > end.seq:
        return Broken(stream, end.seq + 1, f"it is missing: the {who} has come to entry {head.seq}")
    if head != end:
        return Broken(stream, end.seq, f"the {record} ends with another entry {head.seq}")
    return None
