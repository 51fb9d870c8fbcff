"""Erasing a person: name, address, phone number and texts go from the vault with their key, but for what the law holds;
every door of theirs closes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, or_, select, update

from domain.actors import RULE
from domain.house import OPERATOR, ErasureCompleted, PersonErased
from models import api_keys, closed_addresses, erasure_receipts, forgetting_staff, house, register, stops
from models.enrolment import subject_of
from models.erasure_receipts import Erasure, HeldBack
from models.holds import held_of, holds, letting_go, told
from models.letter_outcomes import Reason
from models.states import InitiativeStatus, LetterState
from models.superseding import ANEW
from models.tables import Actor, ApiKey, ErasedPerson, Initiative, Letter, Person, RegisterSeat
from models.vault import SubjectErased, Vault, erasures


def erase(
    session: Session, vault: Vault, person: str, now: datetime, *, by: str = OPERATOR, by_term: bool = False
) -> Erasure:
    """Erase a person of the register for ever, but for what is held; may be repeated. Raises UnknownPerson.

    The row with its id stays, so that seats and ledgers that name it can still be read. Letters that fall due later
    are suppressed as they are claimed. `by` is the principal who had it done; `by_term`: because its time had come.
    """
    register.person(session, person, path="person")
    letting_go(session)
    session.get(Person, person, with_for_update=True)
    subject = subject_of(person)
    before = erasures(session, [subject]).get(subject)
    held = held_of(session, person, now)
    stops.forget(session, person)
    closed_addresses.forget(session, person)
    roles = forgetting_staff.forget(session, person)
    actors = list(session.exec(select(Actor.id).where(Actor.person_id == person)))
    _forget_reasons(session, actors)
    done = Erasure(
        person=person,
        erased_at=before or now,
        already=before is not None,
        texts=vault.erase(session, subject, now, but=set[str]().union(*held.values())),
        letters=_waiting(session, actors) + _off_the_pile(session, actors),
        links=_closed_links(session, actors, now),
        keys=_ended_keys(session, person, now),
        seats=_seats(session, person),
        coordinates=_coordinated(session, actors),
        held=_held_back(session, vault, held, now),
    )
    house.record(session, roles, actor=house.actor_for(session, by), now=now)
    return _recorded(session, done, now, by, by_term=by_term)


def _held_back(session: Session, vault: Vault, held: Mapping[str, set[str]], now: datetime) -> tuple[HeldBack, ...]:
    found = told(session, vault, [row for row in holds(session, now) if row.id in held])
    return tuple(HeldBack(one.id, len(held[one.id]), one.ends_on, one.reason, one.basis) for one in found)


def _recorded(session: Session, done: Erasure, now: datetime, by: str, *, by_term: bool) -> Erasure:
    """Write the erasure down, once: its row, and its entry in the stream of the house. Recorded last, and before the
    person's own id there is forgotten.
    """
    known = session.exec(select(ErasedPerson).where(ErasedPerson.person_id == done.person).with_for_update()).first()
    actor = house.actor_for(session, by)
    if known is None:
        id_ = f"era_{secrets.token_hex(8)}"
        (entry,) = house.record(session, [_event(done, id_, by_term=by_term)], actor=actor, now=now)
        done = replace(done, id=id_, entry=entry)
        known = erasure_receipts.kept(session, done, asked_by=actor)
    elif known.completed_at is None and not done.held:
        known.completed_at = now
        house.record(session, [ErasureCompleted(erasure=known.id, texts=done.texts)], actor=actor, now=now)
    house.forget(session, done.person)
    session.flush()
    checkpoint = erasure_receipts.covered_by(session, known.entry)
    return replace(done, id=known.id, entry=known.entry, checkpoint=checkpoint)


def _event(done: Erasure, id_: str, *, by_term: bool) -> PersonErased:
    return PersonErased(
        erasure=id_,
        texts=done.texts,
        held=sum(one.texts for one in done.held),
        letters=done.letters,
        links=done.links,
        keys=len(done.keys),
        by_term=by_term,
    )


def held_open(session: Session) -> list[str]:
    """The people of whose erasures something was held, in order of their ids."""
    waiting = select(ErasedPerson.person_id).where(col(ErasedPerson.completed_at).is_(None))
    return list(session.exec(waiting.order_by(col(ErasedPerson.person_id))))


def complete(session: Session, vault: Vault, person: str, now: datetime) -> bool:
    """Erase what was held of the erasure of a person and is held no longer; whether it is complete by that. May be
    repeated.
    """
    letting_go(session)
    session.get(Person, person, with_for_update=True)  # first of all rows, as whoever erases does
    waiting = select(ErasedPerson).where(ErasedPerson.person_id == person, col(ErasedPerson.completed_at).is_(None))
    row = session.exec(waiting.with_for_update()).first()
    if row is None:
        return False
    held = held_of(session, person, now)
    texts = vault.erase(session, subject_of(person), now, but=set[str]().union(*held.values()))
    if held:
        return False
    row.completed_at = now
    session.flush()
    house.record(session, [ErasureCompleted(erasure=row.id, texts=texts)], actor=RULE, now=now)
    return True


def require_kept(session: Session, person: str, *, path: str = "person", for_good: bool = False) -> None:
    """Raise UnknownPerson, or SubjectErased for one who has been erased: nothing new may be given to them. `for_good`:
    an erasure that comes meanwhile waits for this transaction, and takes along what it gives.
    """
    register.person(session, person, path=path)
    if for_good:
        session.get(Person, person, with_for_update={"read": True})
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


def _forget_reasons(session: Session, actors: list[str]) -> None:
    """Of letters that were not sent as the person had stopped them, or had their data restricted, that much is kept."""
    theirs = (col(Letter.actor).in_(actors), col(Letter.reason).in_((Reason.STOPPED, Reason.RESTRICTED)))
    session.execute(update(Letter).where(*theirs).values(reason=Reason.PERSONAL))


def _closed_links(session: Session, actors: list[str], now: datetime) -> int:
    """Take back the links of all letters so far, sent or not; how many of them opened a door."""
    live = (col(Letter.actor).in_(actors), col(Letter.revoked_at).is_(None))
    opened = session.exec(select(func.count()).where(*live, col(Letter.token_sha256).is_not(None))).one()
    session.execute(update(Letter).where(*live).values(revoked_at=now))
    return opened


def _ended_keys(session: Session, person: str, now: datetime) -> tuple[str, ...]:
    theirs = select(ApiKey.id).where(ApiKey.person_id == person).order_by(col(ApiKey.id))
    ids = session.exec(theirs.with_for_update()).all()  # all before the first entry: who records waits for nobody
    api_keys.forget_labels(session, ids)
    return tuple(key for key in ids if api_keys.revoke(session, key, now))


def _seats(session: Session, person: str) -> tuple[str, ...]:
    named = or_(col(RegisterSeat.holder_id) == person, col(RegisterSeat.deputy_id) == person)
    return tuple(session.exec(select(RegisterSeat.id).where(named).order_by(col(RegisterSeat.id))))


def _coordinated(session: Session, actors: list[str]) -> tuple[str, ...]:
    open_ones = (col(Initiative.coordinator).in_(actors), col(Initiative.status) != InitiativeStatus.ENDED)
    return tuple(session.exec(select(Initiative.id).where(*open_ones).order_by(col(Initiative.id))))
