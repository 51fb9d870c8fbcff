"""Erasing a person: name, address, phone number and texts go from the vault with their key; every door of theirs
closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, or_, select, update

from domain.house import OPERATOR
from models import api_keys, closed_addresses, forgetting_staff, register, stops
from models.enrolment import subject_of
from models.letter_outcomes import Reason
from models.states import InitiativeStatus, LetterState
from models.superseding import ANEW
from models.tables import Actor, ApiKey, Initiative, Letter, RegisterSeat
from models.vault import SubjectErased, Vault, erasures


@dataclass(frozen=True)
class Erasure:
    """What an erasure took, and where the person still stands by id.

    `texts` were theirs in the vault, `letters` waited for them and will not be sent, `links` and `keys` (ids) opened
    doors until now. `seats` of the register name them as holder or deputy; the open initiatives that they `coordinate`
    now hear administrators only. `already`: they had been erased before, at `erased_at`.
    """

    person: str
    erased_at: datetime
    already: bool
    texts: int
    letters: int
    links: int
    keys: tuple[str, ...]
    seats: tuple[str, ...]
    coordinates: tuple[str, ...]


def erase(session: Session, vault: Vault, person: str, now: datetime) -> Erasure:
    """Erase a person of the register for ever; may be repeated. Raises UnknownPerson.

    The row with its id stays, so that seats and ledgers that name it can still be read. Letters that fall due later
    are suppressed as they are claimed.
    """
    register.person(session, person, path="person")
    subject = subject_of(person)
    before = erasures(session, [subject]).get(subject)
    stops.forget(session, person)
    closed_addresses.forget(session, person)
    forgetting_staff.forget(session, person, by=OPERATOR, now=now)
    actors = list(session.exec(select(Actor.id).where(Actor.person_id == person)))
    return Erasure(
        person=person,
        erased_at=before or now,
        already=before is not None,
        texts=vault.erase(session, subject, now),
        letters=_waiting(session, actors) + _off_the_pile(session, actors),
        links=_closed_links(session, actors, now),
        keys=_ended_keys(session, person, now),
        seats=_seats(session, person),
        coordinates=_coordinated(session, actors),
    )


def require_kept(session: Session, person: str, *, path: str = "person") -> None:
    """Raise UnknownPerson, or SubjectErased for one who has been erased: nothing new may be given to them."""
    register.person(session, person, path=path)
    if erasures(session, [subject_of(person)]):
        raise SubjectErased(f"{person} has been erased", path=path, remedy="register the person anew")


def _waiting(session: Session, actors: list[str]) -> int:
    waiting = select(func.count()).where(col(Letter.actor).in_(actors), Letter.state == LetterState.WAITING)
    return session.exec(waiting).one()


def _off_the_pile(session: Session, actors: list[str]) -> int:
    """End what waits to be printed and posted: nobody claims it again. How many these were."""
    theirs = (col(Letter.actor).in_(actors), col(Letter.state) == LetterState.HELD)
    waiting = (*theirs, col(Letter.reason) == Reason.TO_PRINT)
    count = session.exec(select(func.count()).where(*waiting)).one()
    ended = {"state": LetterState.SUPPRESSED, "reason": Reason.ERASED}
    session.execute(update(Letter).where(*waiting).values(ended | ANEW))
    return count


def _closed_links(session: Session, actors: list[str], now: datetime) -> int:
    """Take back the links of all letters so far, sent or not; how many of them opened a door."""
    live = (col(Letter.actor).in_(actors), col(Letter.revoked_at).is_(None))
    opened = session.exec(select(func.count()).where(*live, col(Letter.token_sha256).is_not(None))).one()
    session.execute(update(Letter).where(*live).values(revoked_at=now))
    return opened


def _ended_keys(session: Session, person: str, now: datetime) -> tuple[str, ...]:
    ids = session.exec(select(ApiKey.id).where(ApiKey.person_id == person).order_by(col(ApiKey.id))).all()
    return tuple(key for key in ids if api_keys.revoke(session, key, now))


def _seats(session: Session, person: str) -> tuple[str, ...]:
    named = or_(col(RegisterSeat.holder_id) == person, col(RegisterSeat.deputy_id) == person)
    return tuple(session.exec(select(RegisterSeat.id).where(named).order_by(col(RegisterSeat.id))))


def _coordinated(session: Session, actors: list[str]) -> tuple[str, ...]:
    open_ones = (col(Initiative.coordinator).in_(actors), col(Initiative.status) != InitiativeStatus.ENDED)
    return tuple(session.exec(select(Initiative.id).where(*open_ones).order_by(col(Initiative.id))))
