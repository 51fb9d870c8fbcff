"""Addresses of staff: links that sign them in go there. So whoever changes one could come in as somebody else, and of
two with one address nobody knows who asks for a link.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import Session, col, select

from domain.refusals import NotEntitled, Refusal
from models.dialects import one_at_a_time
from models.register import reveal_persons
from models.tables import Person, SignInLink, StaffRole
from models.vault import Vault

_ROLES = 0x726F6C65  # the lock under which roles change, and addresses of those who have one


class AddressOfStaff(NotEntitled):
    """Only an administrator changes the address of somebody who may sign in."""

    title = "An administrator changes this address"


class AddressShared(Refusal):
    """Somebody else who may sign in has this address."""

    title = "Each of the staff has an address of their own"


def refusal() -> AddressOfStaff:
    """What is said to others who try."""
    return AddressOfStaff(
        "this person may sign in, by a link to this address", path="address", remedy="ask an administrator to change it"
    )


def folded(address: str) -> str:
    """An address as it is compared: however it is typed."""
    return address.strip().lower()


def take_turns(session: Session) -> None:
    """Wait for whoever changes roles or addresses of staff, and keep others waiting to the end of the transaction."""
    one_at_a_time(session, _ROLES)


def of_staff(session: Session, persons: Collection[str]) -> set[str]:
    """Those of these people who have a role."""
    return set(session.exec(select(StaffRole.person_id).distinct())).intersection(persons)


def addresses(session: Session, vault: Vault) -> dict[str, str]:
    """The address of everybody of staff who has one, by id, as it is compared."""
    rows = session.exec(select(Person).where(col(Person.id).in_(select(StaffRole.person_id)))).all()
    return {one.id: folded(one.address) for one in reveal_persons(session, vault, rows) if one.address}


def shared(session: Session, vault: Vault) -> dict[str, tuple[str, ...]]:
    """Who of staff has an address that others of staff have, too, by id, and these others."""
    known = addresses(session, vault)
    others = {one: tuple(o for o in sorted(known) if o != one and known[o] == known[one]) for one in known}
    return {one: found for one, found in others.items() if found}


def require_own(session: Session, vault: Vault, persons: Collection[str]) -> None:
    """Raise AddressShared where one of these people may sign in by an address by which somebody else may."""
    session.flush()
    if not shared(session, vault).keys().isdisjoint(persons):
        raise AddressShared(
            "somebody else who may sign in has the same address",
            path="address",
            remedy="enter an address that this person alone reads: links that sign them in go there",
        )


def change(session: Session, persons: Collection[str], *, administers: bool) -> set[str]:
    """Let the addresses of these people be changed: links that went to the former ones open nothing any more. Their
    rows must have been read for update. Those of staff are returned: `require_own` looks at what they have then. Raises
    AddressOfStaff.
    """
    found = of_staff(session, persons) if persons else set[str]()
    if found and not administers:
        raise refusal()
    if found:
        take_turns(session)
        session.execute(delete(SignInLink).where(col(SignInLink.person_id).in_(found)))
    return found
