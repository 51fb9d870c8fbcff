"""Anchors: checkpoints on their way out of the house, each sent by one process, and told once it has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from domain.actors import RULE, Role
from domain.house import LogAnchored
from domain.ledger.checkpoints import SignedCheckpoint
from models import house, log_checkpoints
from models.closed_addresses import is_closed
from models.dialects import insert_unless_there
from models.log_checkpoints import Kept, Why
from models.register import reveal_persons
from models.states import KeyRole
from models.tables import Anchor, ApiKey, LogCheckpoint, Person, StaffRole
from models.vault import Vault

LEASE = timedelta(minutes=5)  # longer than a channel takes for all the readers of one
_MOST_DOUBLINGS = 7  # of the minute between two attempts


class Reason(StrEnum):
    """Why a checkpoint goes out."""

    DAILY = "daily"
    ENDED = "ended"
    ASKED = "asked"


@dataclass(frozen=True)
class Leaving:
    """A checkpoint that this process is to send out, and the how-manieth attempt it is."""

    signed: SignedCheckpoint
    reason: Reason
    attempts: int


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
    newest = log_checkpoints.newest(session)
    due = (newest, Reason.ASKED) if asked and newest else _due(session, now, every)
    if due is None:
        return None
    kept, reason = due
    insert_unless_there(session, Anchor, size=kept.size, reason=reason, attempts=0, reached=0, missed=0)
    row = session.get_one(Anchor, kept.size, with_for_update=True)
    if not asked and (row.sent_at is not None or (row.claimed_until is not None and row.claimed_until > now)):
        return None  # somebody else was faster
    row.claimed_until, row.attempts = now + LEASE, row.attempts + 1
    return Leaving(kept.signed, Reason(row.reason), row.attempts)


def record(session: Session, leaving: Leaving, reached: int, missed: int, now: datetime) -> None:
    """Write down how many readers it was handed over for, and tell it in the stream of the house. If it was for none,
    it is tried again later, ever less often.
    """
    row = session.get_one(Anchor, leaving.signed.checkpoint.size, with_for_update=True)
    if not reached:
        row.claimed_until = now + timedelta(minutes=2 ** min(row.attempts, _MOST_DOUBLINGS))
        return
    row.sent_at, row.claimed_until, row.reached, row.missed = now, None, reached, missed
    said = leaving.signed.checkpoint
    told = LogAnchored(size=said.size, root=said.root.hex(), reason=leaving.reason, reached=reached, missed=missed)
    house.record(session, [told], actor=RULE, now=now)


def auditors(session: Session, vault: Vault, now: datetime) -> list[str]:
    """The addresses of people who may audit here: who has that role, or for whom a live key of an auditor acts."""
    live = col(ApiKey.revoked_at).is_(None), or_(col(ApiKey.expires_at).is_(None), col(ApiKey.expires_at) > now)
    theirs = select(ApiKey.person_id).where(ApiKey.role == KeyRole.AUDITOR, *live)
    of_staff = select(StaffRole.person_id).where(StaffRole.role == Role.AUDITOR)
    audit = or_(col(Person.id).in_(theirs), col(Person.id).in_(of_staff))
    people = session.exec(select(Person).where(audit).order_by(Person.id)).all()
    reached = [one for one in people if one.address_ref and not is_closed(session, one.address_ref)]
    return [one.address for one in reveal_persons(session, vault, reached) if one.address]


def _due(session: Session, now: datetime, every: timedelta) -> tuple[Kept, Reason] | None:
    newest = log_checkpoints.newest(session)
    if newest is None:
        return None
    last = session.exec(select(Anchor).order_by(col(Anchor.size).desc()).limit(1)).first()
    if last is not None and last.sent_at is None:
        if last.claimed_until is not None and last.claimed_until > now:
            return None
        return newest, Reason(last.reason)  # it was not sent: the newest says all that it did
    since = last.size if last else 0
    if newest.size == since:
        return None
    ended = select(LogCheckpoint.size).where(col(LogCheckpoint.size) > since, LogCheckpoint.reason == Why.ENDED)
    if session.exec(ended.limit(1)).first() is not None:
        return newest, Reason.ENDED
    is_late = last is None or last.sent_at is None or not last.sent_at <= now < last.sent_at + every
    return (newest, Reason.DAILY) if is_late else None
