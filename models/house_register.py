"""What the house tells of its register: rows that give somebody power, as they stand once they are entered, changed or
removed. Whoever writes such a row calls this in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session

from domain.house import HouseEvent
from domain.house import register as told
from models import house
from models.register import TABLES, AnyRow
from models.tables import Mandate, Organisation, Person, RegisterSeat

Row = TypeVar("Row", Organisation, Person, RegisterSeat, Mandate)

_TELLING: dict[type[AnyRow], frozenset[str]] = {
    Organisation: frozenset({"sector", "municipality", "closed_on", "will_on", "readiness_on"}),
    Person: frozenset({"address"}),
    RegisterSeat: frozenset({"holder_id", "deputy_id", "term_from", "term_until"}),
    Mandate: frozenset({"given_by", "given_to", "acts", "places", "themes", "valid_from", "valid_until"})
    | {"meeting_reference"},
}
"""The fields whose change is told; a new name or title gives nobody more or less."""


@dataclass(frozen=True)
class Touched:
    """A row of a kind that was entered (`fields` None), or of which these fields differ now."""

    kind: str
    id: str
    fields: Collection[str] | None = None


def entered(session: Session, row: Row, by: str, now: datetime) -> Row:
    """Tell that a principal has entered a row; the row. A person alone has no power yet: nothing is told of one."""
    _record(session, [(row, None)], by, now)
    return row


def changed(session: Session, row: AnyRow, fields: Collection[str], by: str, now: datetime) -> None:
    """Tell that a principal has changed these fields of a row, if they are among those that matter."""
    _record(session, [(row, fields)], by, now)


def touched(session: Session, rows: Iterable[Touched], by: str, now: datetime) -> None:
    """The same of many rows, which the session holds already, in a few statements."""
    found = ((session.get(TABLES[one.kind], one.id), one.fields) for one in rows if one.fields != ())
    _record(session, [(row, fields) for row, fields in found if row is not None], by, now)


def removed(session: Session, row: AnyRow, by: str, now: datetime) -> None:
    """Tell that a principal has removed a row. A person goes with the id by which the house knew them."""
    event: HouseEvent | None = None
    match row:
        case Organisation():
            event = told.OrganisationRemoved(organisation=row.id)
        case RegisterSeat():
            event = told.SeatRemoved(seat=row.id)
        case Mandate():
            event = told.MandateRemoved(mandate=row.id)
        case Person():
            house.forget(session, row.id)
    if event is not None:
        house.record(session, [event], actor=house.actor_for(session, by), now=now)


def _record(session: Session, rows: Sequence[tuple[AnyRow, Collection[str] | None]], by: str, now: datetime) -> None:
    telling = [(row, fields is None) for row, fields in rows if _tells(row, fields)]
    if telling:
        people = house.actors_of(session, {person for row, _ in telling for person in _people(row)})
        events = [_event(row, is_new, people) for row, is_new in telling]
        house.record(session, events, actor=house.actor_for(session, by), now=now)


def _tells(row: AnyRow, fields: Collection[str] | None) -> bool:
    return not isinstance(row, Person) if fields is None else not _TELLING[type(row)].isdisjoint(fields)


def _people(row: AnyRow) -> Iterator[str]:
    match row:
        case Person():
            yield row.id
        case RegisterSeat():
            yield row.holder_id
            if row.deputy_id:
                yield row.deputy_id


def _event(row: AnyRow, is_new: bool, people: dict[str, str]) -> HouseEvent:
    match row:
        case Organisation():
            return (told.OrganisationEntered if is_new else told.OrganisationChanged)(**_organisation(row))
        case RegisterSeat():
            return (told.SeatEntered if is_new else told.SeatChanged)(**_seat(row, people))
        case Mandate():
            return (told.MandateEntered if is_new else told.MandateChanged)(**_mandate(row))
        case Person():
            return told.AddressChanged(person=people[row.id])


def _organisation(row: Organisation) -> dict[str, Any]:
    names = ("sector", "municipality", "closed_on", "will_on", "readiness_on")
    return {"organisation": row.id} | {name: getattr(row, name) for name in names}


def _seat(row: RegisterSeat, people: dict[str, str]) -> dict[str, Any]:
    return {
        "seat": row.id,
        "organisation": row.organisation_id,
        "holder": people[row.holder_id],
        "deputy": people[row.deputy_id] if row.deputy_id else None,
        "term_from": row.term_from,
        "term_until": row.term_until,
    }


def _mandate(row: Mandate) -> dict[str, Any]:
    plain = ("given_by", "given_to", "valid_from", "valid_until", "meeting_reference")
    scopes = {name: tuple(getattr(row, name)) for name in ("acts", "places", "themes")}
    return {"mandate": row.id, "former": row.former_id} | {name: getattr(row, name) for name in plain} | scopes
