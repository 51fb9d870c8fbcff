"""Responses: what seats were asked, when they answered, and which letters went out about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlmodel import Session

from domain.correspondence.responses import Question, Sent
from domain.letter import FIRST_STEPS, REMINDED
from domain.obligations import ObligationState
from models.boards import OWN, principal_of
from models.states import LetterState
from models.tables import Actor, Initiative, Letter, Obligation, Organisation, RegisterSeat
from models.tables.base import rows_of

UNKNOWN = "unknown"
"""The sector of a seat that is not in the register any more."""

_initiative, _actor = rows_of(Initiative), rows_of(Actor)
_owed, _letter = rows_of(Obligation).c, rows_of(Letter).c
_seat, _organisation = rows_of(RegisterSeat).c, rows_of(Organisation).c
_ITS = and_(_letter.initiative_id == _owed.initiative_id, _letter.obligation_id == _owed.id)


def questions(
    session: Session, since: datetime, *, initiative: str | None = None, principal: str | None = None
) -> Iterator[Question]:
    """What was asked of seats from an instant on: in one initiative, in those of one principal, or in all. What was
    released is no question any more.
    """
    asked = (since, initiative, principal)
    letters: dict[tuple[str, str], list[Sent]] = defaultdict(list)
    for of, about, sent_at, step in session.execute(*_asking(_letters(), *asked)):
        if (sent := _sent(sent_at, step)) is not None:
            letters[of, about].append(sent)
    for of, about, sector, opened, state, settled in session.execute(*_asking(_duties(), *asked)):
        answered = settled if state is ObligationState.FULFILLED else None
        yield Question(sector or UNKNOWN, opened, answered, tuple(letters.get((of, about), ())))


def _duties() -> Select[Any]:
    query = select(_owed.initiative_id, _owed.id, _organisation.sector, _owed.opened_at, _owed.state, _owed.settled_at)
    return query.select_from(
        rows_of(Obligation)
        .join(_initiative, _initiative.c.id == _owed.initiative_id)
        .join(_actor, _actor.c.id == _initiative.c.coordinator)
        .outerjoin(rows_of(RegisterSeat), _seat.id == _owed.seat)
        .outerjoin(rows_of(Organisation), _organisation.id == _seat.organisation_id)
    )


def _letters() -> Select[Any]:
    query = select(_owed.initiative_id, _owed.id, _letter.sent_at, _letter.step)
    return query.select_from(
        rows_of(Obligation)
        .join(rows_of(Letter), _ITS)
        .join(_initiative, _initiative.c.id == _owed.initiative_id)
        .join(_actor, _actor.c.id == _initiative.c.coordinator)
    ).where(_letter.state == LetterState.SENT)


def _asking(
    query: Select[Any], since: datetime, initiative: str | None, principal: str | None
) -> tuple[Select[Any], dict[str, str | None]]:
    """The query for the duties that are meant, and what it binds."""
    query = query.where(_owed.seat.is_not(None), _owed.state != ObligationState.RELEASED, _owed.opened_at >= since)
    if initiative is not None:
        query = query.where(_initiative.c.id == initiative)
    return (query if principal is None else query.where(OWN)), principal_of(principal)


def _sent(at: datetime, step: str) -> Sent | None:
    """A letter as it counts here; None for one that asks nothing, as what is read back or called off."""
    head, _, action = step.partition(".")
    if head in FIRST_STEPS:
        return Sent(at)
    if head == REMINDED:
        return Sent(at, None, REMINDED)
    return Sent(at, int(head) + 1, action) if head.isdigit() else None
