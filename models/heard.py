"""Heard: whether somebody knows of a meeting by letter, as it is or as it was."""

from __future__ import annotations

from sqlmodel import Session, col, or_, select

from domain.correspondence.settling import first_of
from models.letter_outcomes import Reason
from models.states import LetterState
from models.tables import Letter

_LEFT = or_(col(Letter.state).in_((LetterState.SENT, LetterState.CLAIMED)), col(Letter.reason) == Reason.UNCERTAIN)


def has_heard(session: Session, initiative: str, actor: str, obligation: str, *, but: str | None = None) -> bool:
    """Whether a letter that asks somebody to the meeting of this invitation, in any version but that of `but`, has
    left, or may have.
    """
    first = first_of(obligation)
    of_it = or_(col(Letter.obligation_id) == first, col(Letter.obligation_id).startswith(f"{first}.", autoescape=True))
    theirs = (Letter.initiative_id == initiative, Letter.actor == actor, col(Letter.obligation_id) != (but or ""))
    return session.exec(select(Letter.id).where(*theirs, of_it, _LEFT)).first() is not None
