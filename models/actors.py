"""Actors: random ids, one per person and initiative, so that the ledger's bytes never name anyone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from domain.actors import Speaker
from models.dialects import insert_unless_there
from models.prepared import Prepared
from models.tables import Acting, Actor, Person, RegisterSeat
from models.tables.base import rows_of

_PERSON = Prepared(select(rows_of(Actor).c.person_id).where(rows_of(Actor).c.id == bindparam("actor")))


def actor_of(session: Session, initiative: str, *, person: str | None = None, principal: str | None = None) -> str:
    """The actor id of a person of the register, or of a program that acts for nobody, in an initiative; made at first
    need. A person is one actor, whether they hold a seat, coordinate, or both.
    """
    fresh = f"a{secrets.token_hex(8)}"
    insert_unless_there(session, Actor, id=fresh, initiative_id=initiative, person_id=person, principal=principal)
    return session.exec(
        select(Actor.id).where(
            Actor.initiative_id == initiative,
            col(Actor.person_id) == person if person else col(Actor.principal) == principal,
        )
    ).one()


def actors_of(session: Session, initiative: str, person: str) -> Sequence[str]:
    """As whom a person of the register takes part in an initiative; nobody, if they do not."""
    return session.exec(select(Actor.id).where(Actor.initiative_id == initiative, Actor.person_id == person)).all()


def subject_of(session: Session, initiative: str, speaker: Speaker | None) -> str:
    """Whose text it is: the person's whose seat speaks, else the initiative's (jointly written, or a program's).

    What a coordinator enters for a seat is the seat holder's.
    """
    person: str | None = None
    if speaker is not None and speaker.entered_by is not None and speaker.seat is not None:
        person = _holder(session, initiative, speaker.seat)
    elif speaker is not None:
        found = _PERSON.first(session, {"actor": speaker.actor})
        person = found[0] if found else None
    return f"person:{person}" if person else f"initiative:{initiative}"


def _holder(session: Session, initiative: str, seat: str) -> str | None:
    """The person who holds a seat of an initiative: whom it was passed on to, else whom the register names."""
    passed = session.get(Acting, (initiative, seat, 0))
    actor = session.get(Actor, passed.actor) if passed else None
    if actor is not None:
        return actor.person_id
    row = session.get(RegisterSeat, seat)
    return row.holder_id if row else None


def language_of(session: Session, actor: str) -> str | None:
    """The language of an actor who is a person of the register."""
    person = select(Actor.person_id).where(Actor.id == actor).scalar_subquery()
    return session.exec(select(Person.language).where(Person.id == person)).first()
