"""Takings: which initiatives took which seats in, and what the register says of a seat that one wants to take in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import CursorResult, delete
from sqlmodel import Session, col, select

from domain.candidates import Candidate
from domain.ledger.entries import Recorded
from domain.merging.events import MergeTakenIn
from models.charters import calendar_of, charter_of
from models.dialects import insert_many_unless_there
from models.tables import Initiative, MandateTaking, Organisation, RegisterSeat, Taking


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


def take_in_joined(session: Session, initiative: str, entries: Iterable[Recorded]) -> None:
    """Record the seats that join by these entries of the initiative, under the mandate and on the day they tell."""
    for entry in entries:
        if isinstance(entry.event, MergeTakenIn):
            today = calendar_of(charter_of(session, initiative)).local(entry.at).date()
            take_in(session, initiative, entry.event.mandate, entry.event.seats, today)


def take_over(session: Session, initiative: str, mandate: str, day: date) -> None:
    """Record that an initiative goes on under this mandate from a local day on; again changes nothing.

    Should the initiative refuse it after all, the mandate is only kept from edits that nobody needs: what was mistyped
    is entered anew.
    """
    row = {"initiative_id": initiative, "mandate_id": mandate, "taken_on": day}
    insert_many_unless_there(session, MandateTaking, [row])


def sweep(session: Session, before: date) -> int:
    """Let go of seats that a start took in before a local day, if its initiative has never begun; how many.

    The start was refused or lost on its way; by then nobody repeats it.
    """
    begun = select(Initiative.id).where(col(Initiative.id) == col(Taking.initiative_id))
    never = delete(Taking).where(col(Taking.taken_on) < before, ~begun.exists())
    swept = session.execute(never.execution_options(synchronize_session=False))
    assert isinstance(swept, CursorResult)
    return swept.rowcount


def of_seat(session: Session, seat: str) -> tuple[int, date] | None:
    """How many initiatives took a seat in, and the last day on which one did; None for no initiative."""
    taken = select(col(Taking.initiative_id), col(Taking.taken_on)).where(col(Taking.seat_id) == seat)
    return _counted(session.exec(taken).all())


def of_mandate(session: Session, mandate: str) -> tuple[int, date] | None:
    """How many initiatives stand or stood on a mandate, and the last day on which one began to; None for none."""
    started = select(col(Taking.initiative_id), col(Taking.taken_on)).where(col(Taking.mandate_id) == mandate)
    later = select(col(MandateTaking.initiative_id), col(MandateTaking.taken_on))
    went_on = later.where(col(MandateTaking.mandate_id) == mandate)
    return _counted([*session.exec(started.distinct()).all(), *session.exec(went_on).all()])


def _counted(taken: Sequence[tuple[str, date]]) -> tuple[int, date] | None:
    return (len({initiative for initiative, _ in taken}), max(day for _, day in taken)) if taken else None
