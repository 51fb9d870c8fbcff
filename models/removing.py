"""Removing from the register what nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from models import closed_addresses, forgetting_staff, stops
from models.amending import InUse
from models.enrolment import subject_of
from models.register import AnyRow
from models.tables import (
    Actor,
    ApiKey,
    Hold,
    Mandate,
    MandateTaking,
    Organisation,
    Person,
    RegisterSeat,
    StaffRole,
    Taking,
)
from models.vault import Vault

_SHOWN = 5
_ENDING = {
    Organisation: "close it instead, by closed_on",
    Person: "end the terms of seats, name other deputies; to take name, address and number away, erase the person",
    RegisterSeat: "end it instead, by term_until",
    Mandate: "end it instead, by an earlier valid_until",
}


def remove(session: Session, vault: Vault, row: AnyRow, now: datetime) -> None:
    """Remove a row, and a person's texts with it. Raises InUse, telling what refers to it.

    The row must have been read for update, so that nothing comes to refer to it meanwhile.
    """
    found = list(_references(session, row))
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise InUse(f"referred to by {', '.join(found[:_SHOWN])}{more}", path="row", remedy=_ENDING[type(row)])
    if isinstance(row, Person):
        forgetting_staff.forget_sign_ins(session, row.id)
    session.delete(row)
    session.flush()
    if isinstance(row, Person):
        vault.erase(session, subject_of(row.id), now)
        stops.forget(session, row.id)
        closed_addresses.forget(session, row.id)


def _references(session: Session, row: AnyRow) -> Iterator[str]:
    """What refers to a row: a word and an id each."""
    for word, found, where in _referring(row):
        yield from (f"{word} {reference}" for reference in session.exec(select(found).where(where).distinct()))


def _referring(row: AnyRow) -> tuple[tuple[str, Any, ColumnElement[bool]], ...]:
    """Where to look: what to call it, its id, and the condition by which it refers to the row."""
    match row:
        case Organisation(id=its):
            mandates = or_(col(Mandate.given_by) == its, col(Mandate.given_to) == its)
            seats = col(RegisterSeat.organisation_id) == its
            return ("seat", RegisterSeat.id, seats), ("mandate", Mandate.id, mandates)
        case Person(id=its):
            seats = or_(col(RegisterSeat.holder_id) == its, col(RegisterSeat.deputy_id) == its)
            told = or_(col(Organisation.will_by) == its, col(Organisation.readiness_by) == its)
            return (
                ("seat", RegisterSeat.id, seats),
                ("organisation", Organisation.id, told),
                ("key", ApiKey.id, col(ApiKey.person_id) == its),
                ("role", StaffRole.role, col(StaffRole.person_id) == its),
                ("initiative", Actor.initiative_id, col(Actor.person_id) == its),
                ("hold", Hold.id, and_(col(Hold.person_id) == its, col(Hold.lifted_at).is_(None))),
            )
        case RegisterSeat(id=its):
            return (("initiative", Taking.initiative_id, col(Taking.seat_id) == its),)
        case Mandate(id=its):
            return (
                ("initiative", Taking.initiative_id, col(Taking.mandate_id) == its),
                ("initiative", MandateTaking.initiative_id, col(MandateTaking.mandate_id) == its),
                ("mandate", Mandate.id, col(Mandate.former_id) == its),
            )
