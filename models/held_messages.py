"""Messages that are held, and when they are no more: once none of their letters is, in whatever initiative."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, case, exists, func, literal
from sqlmodel import Session, col, select, update

from models.states import LetterState
from models.tables import Bundle, Letter
from models.words import Word


def end(session: Session, *which: ColumnElement[bool]) -> int:
    """Let those of these messages end that hold nothing any more; how many did. A message of which one letter is known
    to have gone has gone, whatever was said of others: it goes whole.
    """
    parts = case(
        (_has(LetterState.SENT), _state(LetterState.SENT)),
        (_has(LetterState.FAILED), _state(LetterState.FAILED)),
        else_=_state(LetterState.SUPPRESSED),
    )
    gone_at = select(func.min(Letter.sent_at)).where(_its(LetterState.SENT)).scalar_subquery()
    empty = (col(Bundle.state) == LetterState.HELD, ~_has(LetterState.HELD))
    change = update(Bundle).where(*empty, *which).values(state=parts, sent_at=gone_at)
    result = session.execute(change, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount


def sweep(session: Session) -> int:
    """End those whose letters were all taken back, or erased with their reader; how many. What others have in hand is
    left to them: whoever takes letters back holds these, and must not wait for a message as well.
    """
    held = select(Bundle.id).where(col(Bundle.state) == LetterState.HELD, ~_has(LetterState.HELD))
    free = session.exec(held.with_for_update(skip_locked=True)).all()
    return end(session, col(Bundle.id).in_(free)) if free else 0


def _has(state: LetterState) -> ColumnElement[bool]:
    return exists().where(_its(state))


def _its(state: LetterState) -> ColumnElement[bool]:
    return and_(col(Letter.bundle_id) == col(Bundle.id), col(Letter.state) == state)


def _state(state: LetterState) -> Any:
    return literal(state, Word(LetterState))
