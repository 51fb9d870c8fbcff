"""On whom initiatives wait: of each of a page the first who owe, and what lies with somebody of staff themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlmodel import Session

from domain.obligations import ObligationState
from models.boards import principal_of
from models.states import InitiativeStatus
from models.tables import Actor, Initiative, Obligation, Organisation, RegisterSeat
from models.tables.base import rows_of

NAMED: Final = 2
"""Of those who owe, so many are told apart; of the others how many they are."""

_owed, _seat, _organisation = rows_of(Obligation), rows_of(RegisterSeat), rows_of(Organisation)
_initiative, _actor = rows_of(Initiative), rows_of(Actor)


class Owing(NamedTuple):
    """Somebody who owes: which duty, since when, by when; whose seat it is and in which role, None for those who
    coordinate.
    """

    duty: str
    since: datetime
    due: datetime
    organisation: str | None
    role: str | None


@dataclass(frozen=True)
class WaitedFor:
    """All whom one initiative waits for: the first of them, how many there are and how many are late, and by when the
    last of them has to answer.
    """

    first: tuple[Owing, ...]
    owing: int
    late: int
    last_due: datetime


class OwnDuty(NamedTuple):
    """A duty that lies with somebody themselves, not with a seat."""

    initiative: str
    title_ref: str
    place: str
    obligation: str
    duty: str
    due: datetime


_BY_INITIATIVE = _owed.c.initiative_id
_NUMBERED = (
    select(
        _owed,
        func.row_number().over(partition_by=_BY_INITIATIVE, order_by=(_owed.c.due, _owed.c.id)).label("number"),
        func.count().over(partition_by=_BY_INITIATIVE).label("owing"),
        func.max(_owed.c.due).over(partition_by=_BY_INITIATIVE).label("last_due"),
    )
    .where(_BY_INITIATIVE.in_(bindparam("initiatives", expanding=True)), _owed.c.state == ObligationState.OPEN)
    .subquery()
)
_FIRST = (
    select(_NUMBERED, _organisation.c.name, _seat.c.role_title)
    .select_from(_NUMBERED)
    .outerjoin(_seat, _seat.c.id == _NUMBERED.c.seat)
    .outerjoin(_organisation, _organisation.c.id == _seat.c.organisation_id)
    .where(_NUMBERED.c.number <= NAMED)
    .order_by(_NUMBERED.c.initiative_id, _NUMBERED.c.number)
)
_LATE = (
    select(_BY_INITIATIVE, func.count())
    .where(_BY_INITIATIVE.in_(bindparam("initiatives", expanding=True)), _owed.c.state == ObligationState.OPEN)
    .where(_owed.c.due <= bindparam("now", type_=_owed.c.due.type))
    .group_by(_BY_INITIATIVE)
)
_OWN = (
    select(_owed.c.initiative_id, _initiative.c.title_ref, _initiative.c.place, _owed.c.id, _owed.c.kind, _owed.c.due)
    .join(_actor, _actor.c.id == _owed.c.owed_by)
    .join(_initiative, _initiative.c.id == _owed.c.initiative_id)
    .where(
        or_(_actor.c.principal == bindparam("principal"), _actor.c.person_id == bindparam("person")),
        _owed.c.seat.is_(None),
        _owed.c.state == ObligationState.OPEN,
        _initiative.c.status == InitiativeStatus.OPEN,
    )
    .order_by(_owed.c.due, _owed.c.initiative_id, _owed.c.id)
)


def waited_for(session: Session, initiatives: Collection[str], now: datetime) -> dict[str, WaitedFor]:
    """Whom these initiatives wait for; those that wait for nobody are not among them."""
    asked = {"initiatives": list(initiatives)}
    late = dict(session.execute(_LATE, asked | {"now": now}).tuples())
    first: dict[str, list[Owing]] = defaultdict(list)
    found: dict[str, WaitedFor] = {}
    for row in session.execute(_FIRST, asked):
        of = row.initiative_id
        first[of].append(Owing(row.kind, row.opened_at, row.due, row.name, row.role_title))
        found[of] = WaitedFor(tuple(first[of]), row.owing, late.get(of, 0), row.last_due)
    return found


def own_duties(session: Session, principal: str, limit: int) -> list[OwnDuty]:
    """What lies with a principal, the earliest deadline first, in initiatives that do not rest."""
    return [OwnDuty(*row) for row in session.execute(_OWN.limit(limit), principal_of(principal))]
