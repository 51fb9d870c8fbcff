"""Sessions of staff at rest: `ts_<secret>` in a cookie, kept as a hash; over by the rules, or ended by hand."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from domain.actors import Role
from domain.house import SignedIn, SignedOut
from domain.staff import stays
from models import house
from models.keys import token_sha256
from models.states import Browser
from models.tables import StaffRole, StaffSession


@dataclass(frozen=True)
class Signed:
    """Somebody who is signed in: by which session, as whom, and in which role, until when if they do nothing."""

    session: str
    person: str
    role: Role
    began_at: datetime
    seen_at: datetime
    secret: str = field(repr=False, default="")

    @property
    def ends_at(self) -> datetime:
        """When it is over, if it is not used again."""
        return stays.ends_at(self.began_at, self.seen_at)


def begin(session: Session, person: str, role: Role, browser: Browser, now: datetime) -> str:
    """Begin a session, told in the house; its secret, for the only time."""
    secret = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            id=f"ses_{secrets.token_hex(8)}",
            secret_sha256=token_sha256(secret),
            person_id=person,
            role=role,
            browser=browser,
            began_at=now,
            seen_at=now,
        )
    )
    session.flush()
    house.record(session, [SignedIn(role=role)], actor=house.actor_of(session, person), now=now)
    return secret


def found(session: Session, secret: str, now: datetime) -> Signed | None:
    """Who is signed in with this secret; None once it is over or ended, or its role is taken."""
    has_role = (StaffRole.person_id == StaffSession.person_id, StaffRole.role == StaffSession.role)
    row = session.exec(
        select(StaffSession)
        .join(StaffRole, has_role[0] & has_role[1])  # type: ignore[arg-type]
        .where(StaffSession.secret_sha256 == token_sha256(secret), col(StaffSession.ended_at).is_(None))
    ).first()
    if row is None or stays.is_over(row.began_at, row.seen_at, now):
        return None
    return Signed(row.id, row.person_id, row.role, row.began_at, row.seen_at, secret)


def owner(session: Session, secret: str) -> str | None:
    """Whose session this is or was, as long as it is remembered and was not ended by hand."""
    mine = (StaffSession.secret_sha256 == token_sha256(secret), col(StaffSession.ended_at).is_(None))
    return session.exec(select(StaffSession.person_id).where(*mine)).first()


def touch(session: Session, secret: str, now: datetime) -> None:
    """Write down that it is used; never earlier than it was."""
    mine = (col(StaffSession.secret_sha256) == token_sha256(secret), col(StaffSession.seen_at) < now)
    session.execute(update(StaffSession).where(*mine).values(seen_at=now))


def act_as(session: Session, signed: Signed, role: Role, now: datetime) -> bool:
    """Act in another of the person's roles from now on, told in the house; false if they do not have it."""
    if session.get(StaffRole, (signed.person, role)) is None:
        return False
    session.execute(update(StaffSession).where(col(StaffSession.id) == signed.session).values(role=role))
    house.record(session, [SignedIn(role=role)], actor=house.actor_of(session, signed.person), now=now)
    return True


def listed(session: Session, person: str, now: datetime) -> Sequence[StaffSession]:
    """The sessions of a person that are open, the one used last first."""
    query = select(StaffSession).where(StaffSession.person_id == person, col(StaffSession.ended_at).is_(None))
    rows = session.exec(query.order_by(col(StaffSession.seen_at).desc(), col(StaffSession.id))).all()
    return [row for row in rows if not stays.is_over(row.began_at, row.seen_at, now)]


def end(session: Session, person: str, session_id: str, now: datetime) -> bool:
    """End one session of a person at once; true when it was open."""
    return _end(session, person, now, col(StaffSession.id) == session_id) > 0


def end_all(session: Session, person: str, now: datetime) -> int:
    """End all sessions of a person at once; how many were open."""
    return _end(session, person, now)


def _end(session: Session, person: str, now: datetime, *which: object) -> int:
    mine = (col(StaffSession.person_id) == person, col(StaffSession.ended_at).is_(None), *which)
    ended = session.execute(update(StaffSession).where(*mine).values(ended_at=now))  # type: ignore[arg-type]
    assert isinstance(ended, CursorResult)
    if ended.rowcount:
        house.record(session, [SignedOut()] * ended.rowcount, actor=house.actor_of(session, person), now=now)
    return ended.rowcount


def sweep(session: Session, now: datetime) -> int:
    """Delete sessions that began long ago; how many."""
    swept = session.execute(delete(StaffSession).where(col(StaffSession.began_at) < now - stays.REMEMBERED))
    assert isinstance(swept, CursorResult)
    return swept.rowcount
