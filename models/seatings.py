"""Seatings: who holds which seat of which initiative that goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from models.states import InitiativeStatus
from models.tables import Acting, Actor, Initiative, RegisterSeat, Taking


@dataclass(frozen=True)
class Seating:
    """A person in a seat of an initiative, for an organisation."""

    person: str
    initiative: str
    seat: str
    organisation: str


def seatings(session: Session, persons: Iterable[str]) -> Sequence[Seating]:
    """The seats that these people hold in initiatives that go on, by initiative and seat.

    What was taken in is held by whom the register names; a seat that was passed on, by whom it was passed on to. Its
    successor in the register is no seat of the initiative: one of an organisation in an initiative is told once.
    """
    wanted = list(dict.fromkeys(persons))
    rows = [*session.execute(_passed_on(wanted)), *session.execute(_taken_in(wanted))]
    found: dict[tuple[str, str, str], Seating] = {}
    for person, initiative, seat, organisation in rows:  # what was passed on comes first, and hides its successor
        found.setdefault((person, initiative, organisation), Seating(person, initiative, seat, organisation))
    return sorted(found.values(), key=lambda one: (one.initiative, one.seat))


def _taken_in(persons: list[str]) -> Any:
    holder, passed = (
        col(RegisterSeat.holder_id),
        and_(
            col(Acting.initiative_id) == Taking.initiative_id,
            col(Acting.seat) == Taking.seat_id,
            col(Acting.position) == 0,
        ),
    )
    query: Any = select_columns(
        holder, col(Taking.initiative_id), col(Taking.seat_id), col(RegisterSeat.organisation_id)
    )
    query = query.select_from(Taking).join(RegisterSeat, col(RegisterSeat.id) == Taking.seat_id)
    query = query.join(Initiative, col(Initiative.id) == Taking.initiative_id).outerjoin(Acting, passed)
    return query.where(_GOES_ON, holder.in_(persons), col(Acting.actor).is_(None))


def _passed_on(persons: list[str]) -> Any:
    query: Any = select_columns(col(Actor.person_id), col(Acting.initiative_id), col(Acting.seat))
    query = query.add_columns(col(RegisterSeat.organisation_id)).select_from(Acting)
    query = query.join(Actor, col(Actor.id) == Acting.actor).join(RegisterSeat, col(RegisterSeat.id) == Acting.seat)
    query = query.join(Initiative, col(Initiative.id) == Acting.initiative_id)
    return query.where(_GOES_ON, col(Acting.position) == 0, col(Actor.person_id).in_(persons))


_GOES_ON = col(Initiative.status) != InitiativeStatus.ENDED
