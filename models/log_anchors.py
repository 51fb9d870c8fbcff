"""Anchors: checkpoints on their way out of the house, each sent by one process, and told once it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from domain.actors import RULE, Role
from domain.house import LogAnchored
from domain.ledger.checkpoints import SignedCheckpoint
from models import house, log_checkpoints
from models.closed_addresses import is_closed
from models.dialects import one_at_a_time
from models.log_checkpoints import Kept, Why
from models.register import reveal_persons
from models.states import KeyRole
from models.tables import Anchor, ApiKey, LogCheckpoint, Person, StaffRole
from models.vault import Vault

LEASE = timedelta(minutes=5)  # longer than a channel takes for all the readers of one
_MOST_DOUBLINGS = 7  # of the minute between two attempts
_MOST_ATTEMPTS = 12  # for a reader who was missed: half a day, and the next checkpoint goes to everybody again
_CLAIMING = 0x616E6368  # the lock under which one is claimed, so that no two sizes go out at once


class Reason(StrEnum):
    """Why a checkpoint goes out."""

    DAILY = "daily"
    ENDED = "ended"
    ASKED = "asked"


@dataclass(frozen=True)
class Reader:
    """Somebody who gets checkpoints; `name` is how they are told apart at rest, where no address may stand."""

    name: str
    address: str = field(repr=False)


@dataclass(frozen=True)
class Leaving:
    """A checkpoint that this process is to send out, and the how-manieth attempt it is; `only` to these readers, by
    name, if it has reached others already.
    """

    signed: SignedCheckpoint
    reason: Reason
    attempts: int
    only: frozenset[str] | None = None

    def to(self, readers: Sequence[Reader]) -> list[Reader]:
        """Those of these readers that it goes to."""
        return [one for one in readers if self.only is None or one.name in self.only]


@dataclass(frozen=True)
class Gone:
    """A checkpoint that has left the house: of how many entries, when, and for how many readers."""

    size: int
    at: datetime
    reached: int


def last_sent(session: Session) -> Gone | None:
    """The newest one that has; None before the first."""
    gone = select(Anchor).where(col(Anchor.sent_at).is_not(None)).order_by(col(Anchor.size).desc()).limit(1)
    row = session.exec(gone).first()
    return Gone(row.size, row.sent_at, row.reached) if row and row.sent_at else None


def is_due(session: Session, now: datetime, every: timedelta) -> bool:
    """Whether a checkpoint is to go out now: two or three rows are looked at."""
    return _due(session, now, every) is not None


def claim(session: Session, now: datetime, every: timedelta, *, asked: bool = False) -> Leaving | None:
    """Take what is due, or when it is `asked` for the newest checkpoint there is: nobody else sends it meanwhile."""
    one_at_a_time(session, _CLAIMING)
    newest = log_checkpoints.newest(session)
    due = (newest, Reason.ASKED) if asked and newest else _due(session, now, every)
    if due is None:
        return None
    kept, reason = due
    row = session.get(Anchor, kept.size) or _in_place_of_the_last(session, kept.size, reason)
    only = frozenset(row.left_out) if row.sent_at is not None and not asked else None
    row.claimed_until, row.attempts = now + LEASE, row.attempts + 1
    return Leaving(kept.signed, Reason(row.reason), row.attempts, only)


def record(session: Session, leaving: Leaving, reached: int, missed: Sequence[Reader], now: datetime) -> None:
    """Write down how many readers it was handed over for and who was missed, and tell it in the stream of the house.
    For whom it was not, it is tried again later, ever less often.
    """
    row = session.get_one(Anchor, leaving.signed.checkpoint.size, with_for_update=True)
    row.claimed_until = None
    row.again_at = now + timedelta(minutes=2 ** min(row.attempts, _MOST_DOUBLINGS))
    if leaving.only is not None:
        row.reached, row.missed, row.left_out = row.reached + reached, len(missed), [one.name for one in missed]
    elif reached:
        row.sent_at, row.reached, row.missed = now, reached, len(missed)
        row.left_out = [one.name for one in missed]
    if not reached:
        return
    said = leaving.signed.checkpoint
    counts = {"reached": reached, "missed": len(missed)}
    told = LogAnchored(size=said.size, root=said.root.hex(), reason=leaving.reason, **counts)
    house.record(session, [told], actor=RULE, now=now)


def readers(session: Session, vault: Vault, archive: Sequence[str], now: datetime) -> list[Reader]:
    """Who gets checkpoints, each address once: those of the `archive`, and the people who may audit here, by role or
    while a live key of an auditor acts for them.
    """
    live = col(ApiKey.revoked_at).is_(None), or_(col(ApiKey.expires_at).is_(None), col(ApiKey.expires_at) > now)
    theirs = select(ApiKey.person_id).where(ApiKey.role == KeyRole.AUDITOR, *live)
    of_staff = select(StaffRole.person_id).where(StaffRole.role == Role.AUDITOR)
    audit = or_(col(Person.id).in_(theirs), col(Person.id).in_(of_staff))
    people = session.exec(select(Person).where(audit).order_by(Person.id)).all()
    open_ = [one for one in people if one.address_ref and not is_closed(session, one.address_ref)]
    found = {one.address: one.id for one in reveal_persons(session, vault, open_) if one.address}
    found |= {address: f"archive:{place}" for place, address in enumerate(archive)}
    return [Reader(name, address) for address, name in sorted(found.items())]


def _in_place_of_the_last(session: Session, size: int, reason: Reason) -> Anchor:
    """The row of a checkpoint of which none is there. It goes on for the last one if that has reached nobody: the same
    that kept that one from its readers may keep this one.
    """
    row, last = Anchor(size=size, reason=reason), _last(session)
    if last is not None and last.sent_at is None:
        row.attempts = last.attempts
        session.delete(last)
    session.add(row)
    return row


def _last(session: Session) -> Anchor | None:
    return session.exec(select(Anchor).order_by(col(Anchor.size).desc()).limit(1)).first()


def _due(session: Session, now: datetime, every: timedelta) -> tuple[Kept, Reason] | None:
    newest, last = log_checkpoints.newest(session), _last(session)
    if newest is None:
        return None
    if last is None:
        return newest, Reason.ENDED if _ended(session, 0) else Reason.DAILY
    if last.claimed_until is not None and last.claimed_until > now:
        return None  # somebody sends it
    rests = last.again_at is not None and last.again_at > now
    if last.sent_at is None:  # the newest says all that it did
        return None if rests else (newest, Reason(last.reason))
    if newest.size > last.size and _ended(session, last.size):
        return newest, Reason.ENDED
    if newest.size > last.size and not last.sent_at <= now < last.sent_at + every:
        return newest, Reason.DAILY
    if rests or not last.left_out or last.attempts >= _MOST_ATTEMPTS:
        return None
    missed = log_checkpoints.of_size(session, last.size)
    return (missed, Reason(last.reason)) if missed else None


def _ended(session: Session, since: int) -> bool:
    """Whether an initiative has ended since the log had this size."""
    ended = select(LogCheckpoint.size).where(col(LogCheckpoint.size) > since, LogCheckpoint.reason == Why.ENDED)
    return session.exec(ended.limit(1)).first() is not None
