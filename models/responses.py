"""Responses: what seats were asked, when they answered, and which letters went out about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, String, and_, case, select, type_coerce
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

_AT_ONCE = 2000
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
    query, binds = _asking(_duties(), since, initiative, principal)
    rows = (row for some in session.execute(query, binds).partitions(_AT_ONCE) for row in some)
    for _, its in groupby(rows, itemgetter(0, 1)):
        (_, _, sector, opened, answered, *_), *_ = duty = list(its)
        letters = (sent for *_, at, step in duty if at and (sent := _sent(at, step)) is not None)
        yield Question(sector or UNKNOWN, opened, answered, tuple(letters))


def _duties() -> Select[Any]:
    """A row for each letter about a duty, without its instant if it has not gone out, and one for a duty without any;
    those of a duty together. A state in the join would lead SQLite to another index, and to minutes.
    """
    sector = type_coerce(_organisation.sector, String)
    sent_at = case((_letter.state == LetterState.SENT, _letter.sent_at))
    answered = case((_owed.state == ObligationState.FULFILLED, _owed.settled_at))
    query = select(_owed.initiative_id, _owed.id, sector, _owed.opened_at, answered, sent_at, _letter.step)
    return query.select_from(
        rows_of(Obligation)
        .join(_initiative, _initiative.c.id == _owed.initiative_id)
        .join(_actor, _actor.c.id == _initiative.c.coordinator)
        .outerjoin(rows_of(RegisterSeat), _seat.id == _owed.seat)
        .outerjoin(rows_of(Organisation), _organisation.id == _seat.organisation_id)
        .outerjoin(rows_of(Letter), _ITS)
    ).order_by(_owed.initiative_id, _owed.id)


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
    rung = _rung(step)
    return Sent(at, *rung) if rung else None


@lru_cache(maxsize=1024)
def _rung(step: str) -> tuple[int | None, str] | None:
    head, _, action = step.partition(".")
    if head in FIRST_STEPS:
        return 0, ""
    if head == REMINDED:
        return None, REMINDED
    return (int(head) + 1, action) if head.isdigit() else None
