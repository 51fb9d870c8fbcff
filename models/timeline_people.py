"""Who the actors of entries are, and as which actors a person stands in entries."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from models.register import reveal_persons
from models.tables import Actor, ApiKey, HouseActor, Person
from models.vault import Vault

_KEY = "key:"


def persons(session: Session, actors: Collection[str]) -> dict[str, str | None]:
    """The person of the register that each of these actors is, of initiatives and of the house; None for a program that
    acts for nobody. Those that were forgotten are not among them.
    """
    found = dict(session.exec(select(Actor.id, Actor.person_id).where(col(Actor.id).in_(actors))).all())
    in_house = select(HouseActor.id, HouseActor.person_id).where(col(HouseActor.id).in_(actors))
    found |= dict(session.exec(in_house).all())
    keys = [actor.removeprefix(_KEY) for actor in actors if actor.startswith(_KEY)]
    of_keys = session.exec(select(ApiKey.id, ApiKey.person_id).where(col(ApiKey.id).in_(keys)))
    return found | {f"{_KEY}{key}": person for key, person in of_keys}


def names(session: Session, vault: Vault, people: Collection[str]) -> dict[str, str | None]:
    """The names of these people of the register; None once erased."""
    rows = session.exec(select(Person).where(col(Person.id).in_(people))).all()
    return {record.id: record.name for record in reveal_persons(session, vault, rows)}


def as_whom(session: Session, person: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """As which actor a person takes part in which initiative, and as which actors in the house: their own id, and their
    keys.
    """
    rows = session.exec(select(Actor.initiative_id, Actor.id).where(Actor.person_id == person)).all()
    own = session.exec(select(HouseActor.id).where(HouseActor.person_id == person)).all()
    keys = session.exec(select(ApiKey.id).where(ApiKey.person_id == person)).all()
    return dict(rows), (*own, *(f"{_KEY}{key}" for key in keys))
