"""Takings: which initiatives took which seats in, and what the register says of a seat that one wants to take in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CursorResult, delete
from sqlmodel import Session, col, func, select

from domain.candidates import Candidate
from models.dialects import insert_many_unless_there
from models.tables import Initiative, Organisation, RegisterSeat, Taking


def candidate(seat: RegisterSeat, organisation: Organisation) -> Candidate:
    """A seat as one that an initiative wants to take in."""
    return Candidate(
        seat=seat.id,
        organisation=organisation.id,
        sector=organisation.sector,
        term_from=seat.term_from,
        term_until=seat.term_until,
        closed_on=organisation.closed_on,
        will_on=organisation.will_on,
        readiness_on=organisation.readiness_on,
    )


def take_in(session: Session, initiative: str, mandate: str, seats: Sequence[str], day: date) -> None:
    """Record that an initiative takes these seats in under this mandate, on a local day; again changes nothing."""
    rows = [{"seat_id": s, "initiative_id": initiative, "mandate_id": mandate, "taken_on": day} for s in seats]
    insert_many_unless_there(session, Taking, rows)


def sweep(session: Session, before: date) -> int:
    """Let go of seats that a start took in before a local day, if its initiative has never begun; how many.

    The start was refused or lost on its way; by then nobody repeats it.
    """
    begun = select(Initiative.id).where(col(Initiative.id) == col(Taking.initiative_id))
    never = delete(Taking).where(col(Taking.taken_on) < before, ~begun.exists())
    swept = session.execute(never.execution_options(synchronize_session=False))
    assert isinstance(swept, CursorResult)
    return swept.rowcount


def of(session: Session, column: Any, row: str) -> tuple[int, date] | None:
    """How many initiatives took a seat in (`Taking.seat_id`) or stand on a mandate (`Taking.mandate_id`), and the last
    day on which one did; None for no initiative.
    """
    initiatives = func.count(func.distinct(Taking.initiative_id))
    count, last = session.exec(select(initiatives, func.max(Taking.taken_on)).where(col(column) == row)).one()
    return (count, last) if count else None
