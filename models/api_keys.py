"""API keys of programs: `tk_<id>_<secret>`, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from domain.house import OPERATOR, KeyEnding, KeyMade, KeyRevoked
from domain.refusals import Refusal
from models import house
from models.scopes import Scope, written
from models.states import KeyRole
from models.tables import ApiKey

_SHAPE = re.compile(r"tk_[0-9a-f]{12}_")

_TOUCH_EVERY = timedelta(minutes=1)

OVERLAP = timedelta(days=7)
"""How long a key that was rotated opens beside the new one, unless it is said otherwise."""

NAMELESS = "(erased)"
"""What stands for the label of a key whose person was erased."""


class AlreadyRotated(Refusal):
    """Two keys of one line are live: the older one has not been let go of."""

    title = "The key was rotated already"


def create(
    session: Session,
    role: KeyRole,
    label: str,
    now: datetime,
    *,
    person_id: str | None = None,
    expires_at: datetime | None = None,
    scopes: frozenset[Scope] | None = None,
    by: str = OPERATOR,
) -> str:
    """Make a key and return it in full, for the only time; an entry of the house tells who made it (`by`, an actor).

    `scopes` are those of the role that it gets; None: all of them, also those that the role is given later.
    """
    kept: dict[str, Any] = {
        "role": role,
        "label": label,
        "person_id": person_id,
        "scopes": written(scopes),
        "expires_at": expires_at,
    }
    return _entered(session, now, by, **kept)


def rotate(
    session: Session,
    key_id: str,
    now: datetime,
    *,
    overlap: timedelta = OVERLAP,
    expires_at: datetime | None = None,
    by: str = OPERATOR,
) -> str:
    """Make a key that does what this one does and owns what it owns, and return it in full, for the only time. The old
    one opens for the `overlap`, so that a program goes over without a gap, and then ends by itself. The new one lives
    as long as the old one was to, unless it is said until when.

    Raises LookupError where no live key has this id, AlreadyRotated while two of its line are live.
    """
    old = session.get(ApiKey, key_id, with_for_update=True, populate_existing=True)
    if old is None or not _is_live(old, now):
        raise LookupError(f"no live key has the id {key_id}")
    line = old.line or old.id
    if sum(_is_live(one, now) for one in _of_line(session, line)) > 1:
        raise AlreadyRotated(
            "two keys of this line are live", remedy="revoke the older one first, once the program has the newer one"
        )
    end = expires_at or (old.expires_at and now + (old.expires_at - old.created_at))
    same = {"role": old.role, "label": old.label, "person_id": old.person_id, "scopes": old.scopes, "line": line}
    old.expires_at = min(filter(None, (old.expires_at, now + overlap)))
    key = _entered(session, now, by, replaces=old.id, expires_at=end, **same)
    house.record(session, [KeyEnding(key=old.id, until=old.expires_at)], actor=by, now=now)
    return key


def _of_line(session: Session, line: str) -> Sequence[ApiKey]:
    return session.exec(select(ApiKey).where(or_(col(ApiKey.id) == line, col(ApiKey.line) == line))).all()


def _entered(session: Session, now: datetime, by: str, *, replaces: str | None = None, **kept: Any) -> str:
    """Enter a key with what is kept of it, and tell of it in the house. The key in full."""
    secret = secrets.token_urlsafe(32)
    row = ApiKey(id=secrets.token_hex(6), secret_sha256=_hash(secret), created_at=now, **kept)
    session.add(row)
    session.flush()
    told = KeyMade(
        key=row.id,
        role=row.role,
        scopes=tuple(row.scopes.split()) if row.scopes is not None else None,
        person=house.actor_of(session, row.person_id) if row.person_id else None,
        expires_at=row.expires_at,
        replaces=replaces,
    )
    house.record(session, [told], actor=by, now=now)
    return f"tk_{row.id}_{secret}"


def id_of(key: str) -> str:
    """The id of a key that has the shape of one."""
    return key.split("_")[1]


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
    return row if mark == "tk" and row is not None and same and _is_live(row, now) else None


def needs_touch(key: ApiKey, now: datetime) -> bool:
    """True when the last use on record is older than a minute, so that `touch` is worth a write."""
    return key.last_used_at is None or key.last_used_at <= now - _TOUCH_EVERY


def touch(session: Session, key_id: str, now: datetime) -> None:
    """Record a use, at most once a minute."""
    old = or_(col(ApiKey.last_used_at).is_(None), col(ApiKey.last_used_at) <= now - _TOUCH_EVERY)
    session.execute(update(ApiKey).where(col(ApiKey.id) == key_id, old).values(last_used_at=now))


def revoke(session: Session, key_id: str, now: datetime, *, by: str = OPERATOR) -> bool:
    """End a key at once; true when it was not revoked before. The row stays for the record."""
    row = session.get(ApiKey, key_id, with_for_update=True)
    if row is None or row.revoked_at is not None:
        return False
    row.revoked_at = now
    house.record(session, [KeyRevoked(key=key_id)], actor=by, now=now)
    return True


def forget_labels(session: Session, key_ids: Collection[str]) -> None:
    """Forget how keys are called: whoever named one for somebody who is being erased may have named that person."""
    session.execute(update(ApiKey).where(col(ApiKey.id).in_(key_ids)).values(label=NAMELESS))


def listed(session: Session) -> list[ApiKey]:
    """All keys, oldest first, revoked ones too."""
    return list(session.exec(select(ApiKey).order_by(col(ApiKey.created_at), col(ApiKey.id))))


def _is_live(key: ApiKey, now: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
