"""What boards and lists ask of the read model: plain SELECTs, by keyset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from domain.obligations import ObligationState
from domain.refusals import Malformed
from models.tables import Actor, Initiative, Obligation

Cursor = tuple[datetime, str]


@dataclass(frozen=True)
class Standing:
    """An initiative with the number of those who owe and the earliest of their deadlines."""

    initiative: Initiative
    owing: int
    earliest_due: datetime | None


def page(
    session: Session, filters: Mapping[str, object], principal: str | None, before: Cursor | None, limit: int
) -> list[Standing]:
    """Initiatives that match every filter (by column), of one coordinator if `principal` is given, newest first."""
    query = select(Initiative)
    for name, value in filters.items():
        query = query.where(getattr(Initiative, name) == value)
    if principal is not None:
        query = query.join(Actor, col(Actor.id) == Initiative.coordinator).where(Actor.principal == principal)
    if before is not None:
        query = query.where(tuple_(col(Initiative.opened_at), col(Initiative.id)) < before)
    rows = session.exec(query.order_by(col(Initiative.opened_at).desc(), col(Initiative.id).desc()).limit(limit)).all()
    owing = _owing(session, [row.id for row in rows])
    return [Standing(row, *owing.get(row.id, (0, None))) for row in rows]


def _owing(session: Session, initiatives: list[str]) -> dict[str, tuple[int, datetime | None]]:
    query = (
        select(Obligation.initiative_id, func.count(), func.min(Obligation.due))
        .where(col(Obligation.initiative_id).in_(initiatives), Obligation.state == ObligationState.OPEN)
        .group_by(col(Obligation.initiative_id))
    )
    return {initiative: (number, due) for initiative, number, due in session.exec(query)}


def cursor_of(row: Initiative) -> str:
    """The cursor after a row."""
    return base64.urlsafe_b64encode(f"{row.opened_at.isoformat()}|{row.id}".encode()).decode()


def read_cursor(cursor: str | None) -> Cursor | None:
    """The place a cursor names. Raises Malformed for a text that is no cursor of ours."""
    if cursor is None:
        return None
    try:
        moment, _, initiative = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        at = datetime.fromisoformat(moment)
    except (ValueError, binascii.Error):
        at, initiative = None, ""
    if at is None or at.tzinfo is not UTC or at.year < 2000 or not initiative.isidentifier():
        raise Malformed("this is no cursor", path="cursor", remedy="use the cursor of the page before, unchanged")
    return at, initiative
