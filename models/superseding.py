"""Superseding: letters about a meeting as it is no longer are taken back with the entry that moves it or calls it off.

What has gone out, may have, or is just going out stays as it is: whoever got it is told by a later letter.
"""

from __future__ import annotations

from sqlmodel import Session, and_, col, or_, select, update

from domain.correspondence.settling import LASTS
from domain.letter import WITHDRAWN
from domain.obligations import ObligationState
from models.heard import has_heard
from models.letter_outcomes import Reason
from models.projected_rows import Row
from models.projection import Changes
from models.states import LetterState
from models.tables import Letter, Obligation

_SUPERSEDED = {"state": LetterState.SUPERSEDED, "reason": Reason.SUPERSEDED}
ANEW = {"accounted_seq": None}
"""What ends a letter that has ended before, as one that waits to be posted: its account is written anew."""

_CERTAIN = or_(col(Letter.reason).is_(None), col(Letter.reason) != Reason.UNCERTAIN)
UNSENT = or_(
    and_(col(Letter.state) == LetterState.WAITING, _CERTAIN),
    and_(col(Letter.state) == LetterState.HELD, col(Letter.reason) == Reason.TO_PRINT),
)
"""Of letters: those that have not gone out, and certainly so; of those on paper the ones that nobody has posted."""

_VOID = and_(
    *(and_(col(Letter.step) != one, ~col(Letter.step).startswith(f"{one}.", autoescape=True)) for one in LASTS)
)
"""Of letters: what `settling.is_void` says of their steps."""


def supersede(session: Session, changes: Changes) -> None:
    """Take back the unsent letters about what these changes make void, before they are written. Whoever has never heard
    of a meeting is not told that there is none.
    """
    if not changes.superseded:
        return
    of_them = (col(Letter.initiative_id) == changes.initiative, col(Letter.obligation_id).in_(changes.superseded))
    session.execute(update(Letter).where(*of_them, UNSENT, _VOID).values(_SUPERSEDED | ANEW))
    for letter in _unheard(session, changes):
        letter |= _SUPERSEDED


def _unheard(session: Session, changes: Changes) -> list[Row]:
    """The letters that would call off what their reader has neither heard of nor answered."""
    off = [row for row in changes.letters if row["step"] == WITHDRAWN and row["obligation_id"] in changes.superseded]
    answered = changes.answered | _answered(session, changes) if off else frozenset()
    return [row for row in off if row["obligation_id"] not in answered and not _heard(session, row)]


def _answered(session: Session, changes: Changes) -> frozenset[str]:
    of_them = (col(Obligation.initiative_id) == changes.initiative, col(Obligation.id).in_(changes.superseded))
    query = select(Obligation.id).where(*of_them, Obligation.state == ObligationState.FULFILLED)
    return frozenset(session.exec(query).all())


def _heard(session: Session, row: Row) -> bool:
    return has_heard(session, row["initiative_id"], row["actor"], row["obligation_id"])
