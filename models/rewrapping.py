"""Wrapping anew: the keys of subjects go from former master keys to the newest, some at a time, while all runs."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from models.master_keys import MasterKeys, Wrapped
from models.tables import SubjectKey


def rewrap(session: Session, masters: MasterKeys, *, limit: int = 500) -> int:
    """Wrap up to `limit` keys anew; how many. Stopped anywhere, the next call goes on; nothing is sealed anew by it.

    Raises SealBroken for a key that none of the master keys opens.
    """
    query = select(SubjectKey).where(*_left(masters)).order_by(col(SubjectKey.subject_id)).limit(limit)
    rows = session.exec(query.with_for_update()).all()
    for row in rows:
        assert row.wrapped_key is not None
        anew = masters.anew(row.subject_id, Wrapped(row.wrapped_key, row.wrapped_by))
        row.wrapped_key, row.wrapped_by = anew.key, anew.by
    return len(rows)


def left(session: Session, masters: MasterKeys) -> int:
    """How many keys another master key than the newest wraps, or nobody knows which."""
    return session.exec(select(func.count()).select_from(SubjectKey).where(*_left(masters))).one()


def _left(masters: MasterKeys) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    other = or_(col(SubjectKey.wrapped_by).is_(None), col(SubjectKey.wrapped_by) != masters.id)
    return col(SubjectKey.wrapped_key).is_not(None), other
