"""Letters as pages and doors ask for them: the outbox, those of an initiative, and whose link this is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, or_, select

from models.tables import Initiative, Letter, Obligation

GRACE = timedelta(days=30)
"""How long personal links outlive their initiative, so that people can read how it ended."""


@dataclass(frozen=True)
class Link:
    """Whose personal link it is: that of an actor, for one seat of one initiative, by one letter (id)."""

    letter: str
    initiative: str
    obligation: str
    seat: str
    actor: str


def by_token(session: Session, token_sha256: str, now: datetime) -> Link | None:
    """Whose link this is; None for unknown ones, those never sent, and those of initiatives ended a while ago."""
    its_obligation = and_(
        col(Obligation.initiative_id) == Letter.initiative_id, col(Obligation.id) == Letter.obligation_id
    )
    row = session.exec(
        select(Letter, Obligation.seat)
        .join(Obligation, its_obligation)
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .where(
            Letter.token_sha256 == token_sha256,
            or_(col(Initiative.ended_at).is_(None), col(Initiative.ended_at) > now - GRACE),
        )
    ).first()
    if row is None or row[1] is None:
        return None
    letter, seat = row
    return Link(letter.id, letter.initiative_id, letter.obligation_id, seat, letter.actor)


def outbox(session: Session, *, initiative: str | None = None, limit: int = 50) -> Sequence[Letter]:
    """The letters sent last, of one initiative or of all, newest first."""
    query = select(Letter).where(col(Letter.sent_at).is_not(None)).order_by(col(Letter.sent_at).desc(), col(Letter.id))
    if initiative is not None:
        query = query.where(Letter.initiative_id == initiative)
    return session.exec(query.limit(limit)).all()


def of_initiative(
    session: Session, initiative: str, *, after: tuple[datetime, str] | None = None, limit: int | None = None
) -> Sequence[Letter]:
    """The letters of an initiative in the order they fell due, those after the given (`due_at`, `id`)."""
    query = select(Letter).where(Letter.initiative_id == initiative).order_by(col(Letter.due_at), col(Letter.id))
    if after is not None:
        moment, id_ = after
        query = query.where(or_(col(Letter.due_at) > moment, and_(col(Letter.due_at) == moment, col(Letter.id) > id_)))
    return session.exec(query.limit(limit)).all()
