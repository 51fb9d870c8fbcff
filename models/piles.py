"""Piles: what waits for those who coordinate, counted over all initiatives of one of them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from models.attention import COORDINATED
from models.boards import principal_of
from models.letter_outcomes import Reason
from models.states import HeldState, LetterState
from models.tables import HeldNeed, Initiative, Letter
from models.tables.base import rows_of


class Held(NamedTuple):
    """An initiative whose open call has brought so many things that nobody has looked at yet."""

    initiative: str
    title_ref: str
    place: str
    number: int


_letter, _held, _initiative = rows_of(Letter).c, rows_of(HeldNeed).c, rows_of(Initiative).c
_TO_PRINT = select(func.count()).where(
    _letter.state == LetterState.HELD, _letter.reason == Reason.TO_PRINT, _letter.initiative_id.in_(COORDINATED)
)
_HELD = (
    select(_initiative.id, _initiative.title_ref, _initiative.place, func.count())
    .join(rows_of(HeldNeed), _held.initiative_id == _initiative.id)
    .where(_held.state == HeldState.HELD, _initiative.id.in_(COORDINATED))
    .group_by(_initiative.id, _initiative.title_ref, _initiative.place)
    .order_by(_initiative.id)
)


def to_print(session: Session, principal: str) -> int:
    """How many letters wait for somebody to print and post them."""
    return int(session.execute(_TO_PRINT, principal_of(principal)).scalar_one())


def held(session: Session, principal: str, limit: int) -> list[Held]:
    """What open calls hold, by initiative."""
    return [Held(*row) for row in session.execute(_HELD.limit(limit), principal_of(principal))]
