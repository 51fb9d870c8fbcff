"""What a person wants of their letters: how often, not at which hours, and which reminders not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from domain.correspondence.quiet_hours import quiet_hours
from models import closed_addresses
from models.states import Rhythm
from models.stops import stops_of
from models.tables import Actor, ClosedAddress, Person, Stopped


@dataclass(frozen=True)
class Wishes:
    """What stands in the register's rows about one person's letters. `closed` is there while nothing can be sent to
    the address that the register has now.
    """

    person: str
    rhythm: Rhythm
    quiet: tuple[str, str] | None
    stops: Sequence[Stopped]
    closed: ClosedAddress | None


def wishes_of(session: Session, person: Person) -> Wishes:
    """What this person wants."""
    quiet = (person.quiet_from, person.quiet_until) if person.quiet_from and person.quiet_until else None
    closed = session.get(ClosedAddress, person.address_ref) if person.address_ref else None
    return Wishes(person.id, person.rhythm, quiet, stops_of(session, person.id), closed)


def person_of(session: Session, actor: str) -> Person | None:
    """The person of the register who is this actor."""
    its = select(Actor.person_id).where(Actor.id == actor).scalar_subquery()
    return session.exec(select(Person).where(Person.id == its)).first()


def set_rhythm(session: Session, person: Person, rhythm: Rhythm, first: str | None, last: str | None) -> None:
    """From now on letters come as often at the most, and none from `first` until `last` (wall times; both empty for
    no such hours). Raises Malformed.
    """
    hours = quiet_hours(first, last)
    person.rhythm = rhythm
    person.quiet_from, person.quiet_until = hours or (None, None)
    session.add(person)


def open_address(session: Session, person: Person) -> bool:
    """Send to the person's address again; whether it was closed."""
    return bool(person.address_ref) and closed_addresses.open_again(session, person.address_ref or "")
