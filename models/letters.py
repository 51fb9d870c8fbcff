"""Letters as pages ask for them: the outbox, and those of an initiative."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, and_, col, or_, select

from domain.letter import OWED_BY_NOBODY
from domain.operating_model import Addressee
from models.actings import line
from models.charters import charter_of
from models.letter_matters import Matter
from models.states import LetterState
from models.tables import Letter


def outbox(session: Session, *, initiative: str | None = None, limit: int = 50) -> Sequence[Letter]:
    """The letters sent last, of one initiative or of all, newest first."""
    query = select(Letter).where(col(Letter.sent_at).is_not(None)).order_by(col(Letter.sent_at).desc(), col(Letter.id))
    if initiative is not None:
        query = query.where(Letter.initiative_id == initiative)
    return session.exec(query.limit(limit)).all()


def addressee(session: Session, letter: Letter) -> Addressee | None:
    """As whom the reader gets the letter: as holder or deputy of the seat that it is about, or as coordinator; None
    for whoever sent a need to an open call.
    """
    matter = Matter.of(session, letter.id)
    if matter.is_to_a_sender:
        return None
    if not matter.opens_a_door:
        return Addressee.COORDINATOR
    deputies = line(session, charter_of(session, letter.initiative_id), matter.seat or "")[1:]
    return Addressee.DEPUTY if letter.actor in deputies else Addressee.HOLDER


def of_initiative(
    session: Session, initiative: str, *, after: tuple[datetime, str] | None = None, limit: int | None = None
) -> Sequence[Letter]:
    """The letters of an initiative in the order they fell due, those after the given (`due_at`, `id`)."""
    query = select(Letter).where(Letter.initiative_id == initiative).order_by(col(Letter.due_at), col(Letter.id))
    if after is not None:
        moment, id_ = after
        query = query.where(or_(col(Letter.due_at) > moment, and_(col(Letter.due_at) == moment, col(Letter.id) > id_)))
    return session.exec(query.limit(limit)).all()


def still_to_come(session: Session, initiative: str) -> int:
    """How many letters that ask something of somebody may still go out; what only tells something does not count."""
    coming = col(Letter.state).in_([state for state in LetterState if not state.is_final])
    query = select(func.count()).where(
        Letter.initiative_id == initiative, coming, col(Letter.kind).not_in(OWED_BY_NOBODY)
    )
    return session.exec(query).one()


def sent_by_person(session: Session, initiative: str) -> list[int]:
    """How many letters of an initiative have left to each person that got any, in ascending order."""
    query = (
        select(func.count())
        .select_from(Letter)
        .where(Letter.initiative_id == initiative, Letter.state == LetterState.SENT)
        .group_by(col(Letter.actor))
    )
    return sorted(session.exec(query).all())
