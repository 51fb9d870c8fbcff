"""Checkpoints of the log at rest. One that does not continue those before it is never signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from domain.ledger.checkpoints import Checkpoint, NoCheckpoint, SignedCheckpoint, read, signed_as
from domain.ledger.merkle import is_consistent
from models import log_proofs, log_tree
from models.signing import Signer, is_signed_by
from models.tables import LogCheckpoint

EVERY = timedelta(seconds=60)
"""A log that goes on is signed no more often, unless there is a reason of its own."""


class Why(StrEnum):
    """What a checkpoint was signed for."""

    TIME = "time"  # the log had gone on
    ENDED = "ended"  # an initiative had
    ASKED = "asked"  # an export, a bundle or a person needed one


class LogRewritten(Exception):
    """The log does not continue what has been signed of it. Nothing is signed any more until a person has looked."""


@dataclass(frozen=True)
class Kept:
    """A checkpoint as it was signed, when, and what for."""

    size: int
    root: bytes
    text: str
    signed_at: datetime
    why: Why

    @property
    def signed(self) -> SignedCheckpoint:
        """Its text, read. Raises NoCheckpoint if somebody has changed it."""
        return read(self.text)


def newest(session: Session) -> Kept | None:
    """The last one; None before the first."""
    row = session.exec(select(LogCheckpoint).order_by(col(LogCheckpoint.size).desc()).limit(1)).first()
    return _kept(row) if row else None


def origin(session: Session) -> str | None:
    """How the log is called, if it has been signed: as the signature below the last checkpoint names it, and not its
    first line, so that a line that somebody has changed is not held against the copy outside.
    """
    last = newest(session)
    return signed_as(last.text) if last else None


def of_size(session: Session, size: int) -> Kept | None:
    """The one of the log of this size, if there is one."""
    row = session.get(LogCheckpoint, size)
    return _kept(row) if row else None


def first_from(session: Session, size: int) -> Kept | None:
    """The first one of a log that has this size at least."""
    query = select(LogCheckpoint).where(col(LogCheckpoint.size) >= size).order_by(col(LogCheckpoint.size)).limit(1)
    row = session.exec(query).first()
    return _kept(row) if row else None


def covering(session: Session, stream: str, seq: int) -> Kept | None:
    """The first one of a log that holds this entry; None while it waits for one."""
    place = log_proofs.place(session, stream, seq)
    return first_from(session, place.index + 1) if place else None


def before(session: Session, size: int | None, limit: int) -> list[Kept]:
    """Those of smaller logs, or all, the newest first."""
    query = select(LogCheckpoint).order_by(col(LogCheckpoint.size).desc()).limit(limit)
    if size is not None:
        query = query.where(col(LogCheckpoint.size) < size)
    return [_kept(row) for row in session.exec(query)]


def after(session: Session, size: int, until: int) -> Iterator[Kept]:
    """Those of larger logs up to a size, in order."""
    larger = col(LogCheckpoint.size) > size, col(LogCheckpoint.size) <= until
    return map(_kept, session.exec(select(LogCheckpoint).where(*larger).order_by(col(LogCheckpoint.size))))


def is_due(session: Session, size: int, now: datetime) -> bool:
    """Whether the log has gone on since the last checkpoint, and that was some time ago."""
    last = newest(session)
    return size > 0 if last is None else size > last.size and not last.signed_at <= now < last.signed_at + EVERY


def sign(
    session: Session, signer: Signer, now: datetime, why: Why, *, known: Checkpoint | None = None
) -> SignedCheckpoint:
    """Sign the log as it stands now, or give the signature that there is of it. By whoever holds the sequencer's lock.

    Raises LogRewritten unless it continues the last checkpoint, and the one that is `known` from elsewhere.
    """
    size = log_tree.size(session)
    root = log_tree.root(session, size)
    last = _readable(newest(session))
    for former in (last.checkpoint if last else None, known):
        if former is not None:
            require_continued(session, former, signer.origin, size, root)
    if last is not None and last.checkpoint.size == size:
        return last
    signed = signer.signed(size, root)
    session.add(LogCheckpoint(size=size, root=root.hex(), text=signed.text, signed_at=now, reason=why))
    return signed


def _readable(kept: Kept | None) -> SignedCheckpoint | None:
    try:
        return kept.signed if kept else None
    except NoCheckpoint as wrong:
        raise LogRewritten(f"a checkpoint in the database cannot be read: {wrong}") from wrong


def by_present_key(session: Session, signer: Signer, kept: Kept) -> str:
    """Its text; of one that a former key has signed the same with a signature by the present one below the former's, by
    which readers can check it whichever of the two they know. That is given only for what the newest checkpoint, by the
    present key, continues. Raises LogRewritten.
    """
    own, last = _readable(kept), _readable(newest(session))
    assert own
    assert last
    if is_signed_by(signer.key, own):
        return own.text
    if own.checkpoint.size != kept.size or not is_signed_by(signer.key, last):
        raise LogRewritten(f"the checkpoint of {kept.size} entries is by another key")
    require_continued(session, own.checkpoint, signer.origin, last.checkpoint.size, last.checkpoint.root)
    again = signer.signed(own.checkpoint.size, own.checkpoint.root)
    return SignedCheckpoint(own.checkpoint, (*own.signatures, *again.signatures)).text


def require_continued(session: Session, former: Checkpoint, origin: str, size: int, root: bytes) -> None:
    """Raise LogRewritten unless the log of this size and root begins with the one that this checkpoint is of."""
    if former.origin != origin:
        raise LogRewritten(f"the checkpoint of {former.size} entries is of the log {former.origin}, not of {origin}")
    if former.size > size:
        raise LogRewritten(f"a checkpoint tells of {former.size} entries, and the log has only {size}")
    path = log_proofs.consistency(session, former.size, size)
    if not is_consistent(former.size, size, path, former.root, root):
        raise LogRewritten(f"the first {former.size} entries of the log are not those that a checkpoint tells of")


def _kept(row: LogCheckpoint) -> Kept:
    return Kept(row.size, bytes.fromhex(row.root), row.text, row.signed_at, Why(row.reason))
