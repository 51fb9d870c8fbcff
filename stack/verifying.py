"""Verifying: the chain of every stream in the database is walked, and compared with where its initiative stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from domain.ledger.chain import Broken, Head, walk
from models.append import STREAM, entries_after
from models.engine import Database
from models.tables import Initiative, LedgerEntry

CANNOT_SEE = (
    "There is no outside anchor yet: this does not see it when someone with full rights to the database "
    "rewrites a stream together with all that follows and the head it is compared with."
)


@dataclass(frozen=True)
class Verified:
    """What was checked: how many streams and entries, and the first broken entry of each stream that has one."""

    streams: int
    entries: int
    broken: tuple[Broken, ...]


async def verify_ledger(database: Database) -> Verified:
    """Walk every stream, each as it stands at one moment; safe beside a running stack. Raises DatabaseAway."""
    streams = await database.read(_streams)
    checked = [await database.read(lambda session, name=stream: _checked(session, name)) for stream in streams]  # type: ignore[misc]
    return Verified(
        streams=len(streams),
        entries=sum(number for number, _ in checked),
        broken=tuple(broken for _, broken in checked if broken is not None),
    )


def _streams(session: Session) -> list[str]:
    stored = session.exec(select(LedgerEntry.stream).distinct()).all()
    counted = session.exec(select(Initiative.id)).all()  # one without entries is missing them all
    return sorted({*stored, *(STREAM + initiative for initiative in counted)})


def _checked(session: Session, stream: str) -> tuple[int, Broken | None]:
    entries = entries_after(session, stream, 0)
    end = walk(stream, entries)
    if isinstance(end, Broken):
        return len(entries), end
    return len(entries), _against_head(session, stream, end)


def _against_head(session: Session, stream: str, end: Head) -> Broken | None:
    """An end that was cut off leaves a whole chain: the initiative itself knows how far it had come."""
    initiative = session.exec(select(Initiative).where(col(Initiative.id) == stream.removeprefix(STREAM))).one_or_none()
    if initiative is None:
        if not stream.startswith(STREAM):
            return None
        return Broken(stream, end.seq, "its initiative is not in the database")
    if initiative.head_seq > end.seq:
        return Broken(stream, end.seq + 1, f"it is missing: the initiative has come to entry {initiative.head_seq}")
    if (initiative.head_seq, initiative.head_hash) != (end.seq, end.hash):
        return Broken(stream, end.seq, f"the initiative's own record ends with another entry {initiative.head_seq}")
    return None
