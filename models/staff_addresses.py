"""Addresses of staff: links that sign them in go there. So whoever changes one could come in as somebody else."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import Session, col, select

from domain.refusals import NotEntitled
from models.tables import SignInLink, StaffRole


class AddressOfStaff(NotEntitled):
    """Only an administrator changes the address of somebody who may sign in."""

    title = "An administrator changes this address"


def refusal() -> AddressOfStaff:
    """What is said to others who try."""
    return AddressOfStaff(
        "this person may sign in, by a link to this address", path="address", remedy="ask an administrator to change it"
    )


def of_staff(session: Session, persons: Collection[str]) -> set[str]:
    """Those of these people who have a role."""
    return set(session.exec(select(StaffRole.person_id).distinct())).intersection(persons)


def change(session: Session, persons: Collection[str], *, administers: bool) -> None:
    """Let the addresses of these people be changed: links that went to the former ones open nothing any more. Their
    rows must have been read for update. Raises AddressOfStaff.
    """
    found = of_staff(session, persons) if persons else set[str]()
    if found and not administers:
        raise refusal()
    if found:
        session.execute(delete(SignInLink).where(col(SignInLink.person_id).in_(found)))
