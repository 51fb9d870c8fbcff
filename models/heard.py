"""Heard: whether somebody knows of a meeting by letter, as it is or as it was, and when they think it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, or_, select

from domain.correspondence.settling import first_of
from models.letter_outcomes import Reason
from models.states import LetterState
from models.tables import Letter, Obligation

_LEFT = or_(col(Letter.state).in_((LetterState.SENT, LetterState.CLAIMED)), col(Letter.reason) == Reason.UNCERTAIN)


def has_heard(session: Session, initiative: str, actor: str, obligation: str, *, but: str | None = None) -> bool:
    """Whether a letter that asks somebody to the meeting of this invitation, in any version but that of `but`, has
    left, or may have.
    """
    return session.exec(select(Letter.id).where(_heard(initiative, actor, obligation, but or ""))).first() is not None


def counted_on(session: Session, letter: Letter) -> datetime | None:
    """When the meeting of a moved invitation would have been, as far as its reader has heard; None for one who has not,
    or if that was over before.
    """
    about = letter.obligation_id
    its = and_(col(Obligation.initiative_id) == Letter.initiative_id, col(Obligation.id) == Letter.obligation_id)
    heard = select(Obligation.due).join(Letter, its).where(_heard(letter.initiative_id, letter.actor, about, about))
    last = session.exec(heard.order_by(col(Letter.due_at).desc(), col(Letter.id))).first()
    return last if last is not None and last > letter.due_at else None


def _heard(initiative: str, actor: str, obligation: str, but: str) -> ColumnElement[bool]:
    first = first_of(obligation)
    of_it = or_(col(Letter.obligation_id) == first, col(Letter.obligation_id).startswith(f"{first}.", autoescape=True))
    theirs = (col(Letter.initiative_id) == initiative, col(Letter.actor) == actor, col(Letter.obligation_id) != but)
    return and_(*theirs, of_it, _LEFT)
