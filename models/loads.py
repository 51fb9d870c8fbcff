"""Loads: what people, organisations and sectors are asked in all initiatives together, counted where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from domain.loading import LETTERS_LOOK_BACK, WEEKS, Load
from domain.obligations import ObligationState
from domain.seats import Sector
from models.seatings import seatings
from models.states import InitiativeStatus, LetterState
from models.tables import Actor, Initiative, Letter, Obligation, Organisation, RegisterSeat, Taking

_WEEK = timedelta(days=7)
_ITS_OBLIGATION = and_(
    col(Obligation.initiative_id) == col(Letter.initiative_id), col(Obligation.id) == col(Letter.obligation_id)
)


class By(StrEnum):
    """Whose load it is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SECTOR = "sector"


def _most_asked(session: Session, by: By, limit: int) -> Sequence[str]:
    """Of whom the most duties are open, by id (a sector by its word), the most of them first."""
    whose = _whose(by)
    query = _open_duties(select_columns(whose), by).where(whose.is_not(None)).group_by(whose)
    return [str(one) for one in session.scalars(query.order_by(func.count().desc(), whose).limit(limit))]


def most_loaded(session: Session, by: By, limit: int, now: datetime) -> dict[str, Load]:
    """The loads of those of whom the most duties are open, the most first."""
    if by is not By.SECTOR:
        return loads(session, by, _most_asked(session, by, limit), now)
    found = loads(session, by, [sector.value for sector in Sector], now)  # so few that all are counted at once
    asked = sorted((one for one in found if found[one].duties), key=lambda one: (-found[one].duties, one))
    return {one: found[one] for one in asked[:limit]}


def loads(session: Session, by: By, of: Iterable[str], now: datetime) -> dict[str, Load]:
    """The load of each of these; of those who are asked nothing, an empty one."""
    wanted, whose = list(dict.fromkeys(of)), _whose(by)
    due = col(Obligation.due)
    weeks = [_within(due, now + week * _WEEK if week else None, now + (week + 1) * _WEEK) for week in range(WEEKS)]
    duties = _open_duties(select_columns(whose, func.count(), *weeks), by).where(whose.in_(wanted)).group_by(whose)
    open_ = {one: (number, tuple(by_week)) for one, number, *by_week in session.execute(duties)}
    sent = select_columns(whose, func.count()).where(
        _sent(by), col(Letter.due_at) > now - LETTERS_LOOK_BACK, whose.in_(wanted)
    )
    letters = {str(one): int(number) for one, number in session.execute(_of_letters(sent, by).group_by(whose))}
    seats = _seats(session, by, wanted)
    found = {}
    for one in wanted:
        number, by_week = open_.get(one, (0, (0,) * WEEKS))
        found[one] = Load(number, letters.get(one, 0), seats[one], by_week)
    return found


def _whose(by: By) -> Any:
    match by:
        case By.PERSON:
            return col(Actor.person_id)
        case By.ORGANISATION:
            return col(RegisterSeat.organisation_id)
        case By.SECTOR:
            return col(Organisation.sector)


def _open_duties(query: Select[Any], by: By) -> Select[Any]:
    query = query.select_from(Obligation).where(col(Obligation.state) == ObligationState.OPEN)
    if by is By.PERSON:
        return query.join(Actor, col(Actor.id) == Obligation.owed_by)
    return _of_seats(query.join(RegisterSeat, col(RegisterSeat.id) == Obligation.seat), by)


def _of_letters(query: Select[Any], by: By) -> Select[Any]:
    query = query.select_from(Letter)
    if by is By.PERSON:
        return query.join(Actor, col(Actor.id) == Letter.actor)
    query = query.join(Obligation, _ITS_OBLIGATION).join(RegisterSeat, col(RegisterSeat.id) == Obligation.seat)
    return _of_seats(query, by)


def _of_seats(query: Select[Any], by: By) -> Select[Any]:
    if by is By.ORGANISATION:
        return query
    return query.join(Organisation, col(Organisation.id) == RegisterSeat.organisation_id)


def _sent(by: By) -> Any:
    """Whether a letter went out. Of a few people, SQLite shall look at their letters, and not at all that went
    out, which it would find by their state.
    """
    if by is By.PERSON:
        return func.lower(col(Letter.state)) == LetterState.SENT.value
    return col(Letter.state) == LetterState.SENT


def _within(due: Any, start: datetime | None, end: datetime) -> ColumnElement[int]:
    """How many are due in a week; what is overdue counts in the first, which has no start."""
    return func.coalesce(func.sum(case((due < end if start is None else and_(due >= start, due < end), 1), else_=0)), 0)


def _seats(session: Session, by: By, wanted: Sequence[str]) -> dict[str, int]:
    """In how many initiatives that go on they have seats; several of one organisation in one initiative are one."""
    if by is By.PERSON:
        held = Counter(seating.person for seating in seatings(session, wanted))
        return {one: held[one] for one in wanted}
    number = func.count(col(Taking.initiative_id).distinct())
    each: Any = select_columns(col(RegisterSeat.organisation_id).label("of"), number.label("number"))
    each = each.join_from(RegisterSeat, Taking, col(Taking.seat_id) == RegisterSeat.id)
    each = each.group_by(col(RegisterSeat.organisation_id))
    if by is By.ORGANISATION:
        counts = each.join(Initiative, col(Initiative.id) == Taking.initiative_id)
        counts = counts.where(_GOES_ON, col(RegisterSeat.organisation_id).in_(wanted))
    else:
        of_each, whose = each.where(_IS_OF_ONE_THAT_GOES_ON).subquery(), _whose(by)
        counts = select_columns(whose, func.sum(of_each.c.number)).where(whose.in_(wanted)).group_by(whose)
        counts = counts.join_from(of_each, Organisation, col(Organisation.id) == of_each.c.of)
    counted = {str(one): int(number) for one, number in session.execute(counts)}
    return {one: counted.get(one, 0) for one in wanted}


_GOES_ON = col(Initiative.status) != InitiativeStatus.ENDED
_IS_OF_ONE_THAT_GOES_ON = func.lower(col(Taking.initiative_id)).in_(select_columns(col(Initiative.id)).where(_GOES_ON))
"""Of all seats: those that go on are listed once. By the column itself, SQLite would try each of them at each seat."""
