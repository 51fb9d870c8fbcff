"""Closed addresses: nothing is sent there any more, until the register has another address or somebody opens it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, and_, col, delete, select

from models.dialects import insert_unless_there
from models.states import InitiativeStatus
from models.tables import Actor, ClosedAddress, Initiative, Person

WRONG_PERSON: Final = "wrong_person"
"""Stands for a server's code where whoever reads the mail there says that they are somebody else."""


def is_closed(session: Session, address_ref: str) -> bool:
    """Whether nothing is to be sent to the address behind this commitment. A new address has another one."""
    return session.get(ClosedAddress, address_ref) is not None


def close(
    session: Session, address_ref: str, person_id: str, code: str, now: datetime, *, letter_id: str | None = None
) -> bool:
    """Send nothing to this address any more; true when it was open. `code` is the server's (`5.1.1`), or WRONG_PERSON,
    `letter_id` the letter that came back.
    """
    said = {"person_id": person_id, "closed_at": now, "code": code, "letter_id": letter_id}
    return insert_unless_there(session, ClosedAddress, address_ref=address_ref, **said)


def open_again(session: Session, address_ref: str) -> bool:
    """Send to this address again; whether it was closed. For an address that was closed by mistake."""
    row = session.get(ClosedAddress, address_ref, with_for_update=True)
    if row is not None:
        session.delete(row)
    return row is not None


def of_coordinators(session: Session) -> list[str]:
    """The people who coordinate an initiative that goes on or rests, and whose address takes no mail."""
    its = (col(Actor.id) == Initiative.coordinator, Initiative.status != InitiativeStatus.ENDED)
    query = (
        select(Person.id)
        .join(ClosedAddress, col(ClosedAddress.address_ref) == Person.address_ref)
        .join(Actor, col(Actor.person_id) == Person.id)
        .join(Initiative, and_(*its))
    )
    return list(session.exec(query.distinct().order_by(col(Person.id))))


def forget(session: Session, person_id: str) -> None:
    """Forget which addresses of a person were closed."""
    session.execute(delete(ClosedAddress).where(col(ClosedAddress.person_id) == person_id))
