"""API keys of programs: `tk_<id>_<secret>`, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from domain.house import OPERATOR, KeyMade, KeyRevoked
from models import house
from models.states import KeyRole
from models.tables import ApiKey

_SHAPE = re.compile(r"tk_[0-9a-f]{12}_")

_TOUCH_EVERY = timedelta(minutes=1)


def create(
    session: Session,
    role: KeyRole,
    label: str,
    now: datetime,
    *,
    person_id: str | None = None,
    expires_at: datetime | None = None,
    replaces: str | None = None,
    by: str = OPERATOR,
) -> str:
    """Make a key and return it in full, for the only time; the ledger tells of it. `replaces` names the live key from
    which a program goes over to this one without a gap. `by` is the actor in the house.
    """
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    session.add(
        ApiKey(
            id=key_id,
            role=role,
            label=label,
            secret_sha256=_hash(secret),
            person_id=person_id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    person = house.actor_of(session, person_id) if person_id else None
    made = KeyMade(key=key_id, role=role, person=person, expires_at=expires_at, replaces=replaces)
    house.record(session, [made], actor=by, now=now)
    return f"tk_{key_id}_{secret}"


def has_shape(token: str) -> bool:
    """Whether this looks like an API key. The token of a link may begin with `tk_`, too, but not go on like this."""
    return _SHAPE.match(token) is not None


def verify(session: Session, key: str, now: datetime) -> ApiKey | None:
    """The row of a key that is known, unexpired and unrevoked; else None, without saying which of them failed."""
    mark, _, rest = key.partition("_")
    key_id, _, secret = rest.partition("_")
    row = session.get(ApiKey, key_id)
    # compared also when there is no such key, so that the time of an answer does not tell ids apart
    same = hmac.compare_digest(_hash(secret), row.secret_sha256 if row else _hash(""))
    if mark != "tk" or row is None or not same or row.revoked_at is not None:
        return None
    return None if row.expires_at is not None and row.expires_at <= now else row


def needs_touch(key: ApiKey, now: datetime) -> bool:
    """True when the last use on record is older than a minute, so that `touch` is worth a write."""
    return key.last_used_at is None or key.last_used_at <= now - _TOUCH_EVERY


def touch(session: Session, key_id: str, now: datetime) -> None:
    """Record a use, at most once a minute."""
    old = or_(col(ApiKey.last_used_at).is_(None), col(ApiKey.last_used_at) <= now - _TOUCH_EVERY)
    session.execute(update(ApiKey).where(col(ApiKey.id) == key_id, old).values(last_used_at=now))


def revoke(session: Session, key_id: str, now: datetime, *, by: str = OPERATOR) -> bool:
    """End a key at once; true when it was live. The row stays, and the ledger tells of it."""
    row = session.get(ApiKey, key_id, with_for_update=True)
    if row is None or row.revoked_at is not None:
        return False
    row.revoked_at = now
    house.record(session, [KeyRevoked(key=key_id)], actor=by, now=now)
    return True


def listed(session: Session) -> list[ApiKey]:
    """All keys, oldest first, revoked ones too."""
    return list(session.exec(select(ApiKey).order_by(col(ApiKey.created_at), col(ApiKey.id))))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
