"""Stops: reminders that a person has had enough of, about one matter, one initiative, or all there are.

First letters of new matters still come, and the right to answer stays. What is stopped stands in the register's rows,
so that it goes with the person. A ledger tells of it only as a reason that is the reader's own, which may be another.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from models.dialects import insert_unless_there
from models.tables import Stopped

EVERY = ""
"""Stands for the obligation, or the initiative, where all of them are meant."""


class By(StrEnum):
    """Who stopped reminders, and why, as far as it was said."""

    ONE_CLICK = "one_click"  # by the mail program's button, or the page of the same address
    PERSON = "person"  # on the personal page, without a reason
    TOO_BUSY = "too_busy"
    DECLINED = "declined"  # on the personal page: says that they will not answer this
    WRONG_PERSON = "wrong_person"  # whoever reads the letters says that they are somebody else
    COORDINATOR = "coordinator"  # for somebody who asked for it
    COMPLAINT = "complaint"  # called spam at the reader's mail provider


def stopped(session: Session, person_id: str, initiative_id: str, obligation_id: str) -> bool:
    """Whether the person gets no reminders about this obligation: it, its initiative or everything is stopped."""
    levels = ((initiative_id, obligation_id), (initiative_id, EVERY), (EVERY, EVERY))
    return any(session.get(Stopped, (person_id, *level)) is not None for level in levels)


def stop(
    session: Session, person_id: str, by: By, now: datetime, *, initiative_id: str = EVERY, obligation_id: str = EVERY
) -> bool:
    """Stop reminders of a matter, of an initiative without `obligation_id`, of all without either.

    True when they were not stopped before. Again changes nothing but a reason that was not said before.
    """
    if obligation_id and not initiative_id:
        raise ValueError("an obligation is one of an initiative")
    key = {"person_id": person_id, "initiative_id": initiative_id, "obligation_id": obligation_id}
    if insert_unless_there(session, Stopped, **key, stopped_at=now, by=by):
        return True
    if by in (By.TOO_BUSY, By.DECLINED, By.WRONG_PERSON):
        session.get_one(Stopped, tuple(key.values())).by = by
    return False


def resume(session: Session, person_id: str, *, initiative_id: str = EVERY, obligation_id: str = EVERY) -> bool:
    """Take back that one stop, wider and narrower ones stay; whether there was one."""
    row = session.get(Stopped, (person_id, initiative_id, obligation_id), with_for_update=True)
    if row is not None:
        session.delete(row)
    return row is not None


def stops_of(session: Session, person_id: str) -> list[Stopped]:
    """What a person has stopped, the widest first."""
    order = (col(Stopped.initiative_id), col(Stopped.obligation_id))
    return list(session.exec(select(Stopped).where(Stopped.person_id == person_id).order_by(*order)))


def forget(session: Session, person_id: str) -> None:
    """Forget what a person has stopped."""
    session.execute(delete(Stopped).where(col(Stopped.person_id) == person_id))
