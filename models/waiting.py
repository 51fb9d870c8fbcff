"""On whom initiatives wait: of each of a page the first who owe, and what lies with somebody of staff themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, union
from sqlmodel import Session

from domain.obligations import ObligationState
from models.boards import principal_of
from models.states import InitiativeStatus
from models.tables import Actor, Initiative, Obligation, Organisation, RegisterSeat
from models.tables.base import rows_of

_owed, _seat, _organisation = rows_of(Obligation), rows_of(RegisterSeat), rows_of(Organisation)
_initiative, _actor = rows_of(Initiative), rows_of(Actor)


class Owing(NamedTuple):
    """Somebody who owes: the obligation, its kind, since when, by when; whose seat it is and in which role, None for
    those who coordinate.
    """

    obligation: str
    duty: str
    since: datetime
    due: datetime
    organisation: str | None
    role: str | None


@dataclass(frozen=True)
class WaitedFor:
    """All whom one initiative waits for: the first whose time is over (`late` are how many), the first whose time is
    not, how many there are in all, and by when the last of them has to answer.
    """

    overdue: Owing | None
    ahead: Owing | None
    owing: int
    late: int
    last_due: datetime

    @property
    def first(self) -> Owing:
        """Whose turn it has been the longest."""
        found = self.overdue or self.ahead
        assert found is not None
        return found


class OwnDuty(NamedTuple):
    """A duty that lies with somebody themselves, not with a seat."""

    initiative: str
    title_ref: str
    place: str
    obligation: str
    duty: str
    due: datetime


_OF, _DUE = _owed.c.initiative_id, _owed.c.due
_IS_LATE = bindparam("now", type_=_DUE.type) >= _DUE
_RANKED = (
    select(
        _owed,
        _IS_LATE.label("is_late"),
        func.row_number().over(partition_by=(_OF, _IS_LATE), order_by=(_DUE, _owed.c.id)).label("rank"),
        func.count().over(partition_by=(_OF, _IS_LATE)).label("alike"),
        func.count().over(partition_by=_OF).label("owing"),
        func.max(_DUE).over(partition_by=_OF).label("last_due"),
    )
    .where(_OF.in_(bindparam("initiatives", expanding=True)), _owed.c.state == ObligationState.OPEN)
    .subquery()
)
_FIRST = (
    select(_RANKED, _organisation.c.name, _seat.c.role_title)
    .select_from(_RANKED)
    .outerjoin(_seat, _seat.c.id == _RANKED.c.seat)
    .outerjoin(_organisation, _organisation.c.id == _seat.c.organisation_id)
    .where(_RANKED.c.rank == 1)
)
_THEM = union(  # one by one, as each has an index of its own
    select(_actor.c.id).where(_actor.c.principal == bindparam("principal")),
    select(_actor.c.id).where(_actor.c.person_id == bindparam("person")),
)
_OWN = (
    select(_owed.c.initiative_id, _initiative.c.title_ref, _initiative.c.place, _owed.c.id, _owed.c.kind, _owed.c.due)
    .join(_initiative, _initiative.c.id == _owed.c.initiative_id)
    .where(
        _owed.c.owed_by.in_(bindparam("them", expanding=True)),
        _owed.c.seat.is_(None),
        _owed.c.state == ObligationState.OPEN,
        _initiative.c.status == InitiativeStatus.OPEN,
    )
    .order_by(_owed.c.due, _owed.c.initiative_id, _owed.c.id)
)


def waited_for(session: Session, initiatives: Collection[str], now: datetime) -> dict[str, WaitedFor]:
    """Whom these initiatives wait for; those that wait for nobody are not among them."""
    found: dict[str, WaitedFor] = {}
    for row in session.execute(_FIRST, {"initiatives": list(initiatives), "now": now}):
        one = Owing(row.id, row.kind, row.opened_at, row.due, row.name, row.role_title)
        known = found.get(row.initiative_id) or WaitedFor(None, None, row.owing, 0, row.last_due)
        changed = {"overdue": one, "late": row.alike} if row.is_late else {"ahead": one}
        found[row.initiative_id] = replace(known, **changed)
    return found


def own_duties(session: Session, principal: str, until: datetime, limit: int) -> list[OwnDuty]:
    """What lies with a principal until an instant, the earliest deadline first, in initiatives that do not rest."""
    them = session.execute(_THEM, principal_of(principal)).scalars().all()  # first: they are few, what is open is much
    asked = _OWN.where(_owed.c.due <= until).limit(limit)
    return [OwnDuty(*row) for row in session.execute(asked, {"them": them})] if them else []
