"""What can be borne: nobody is asked too much by a start, unless it says why they are asked all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from api.services import Services
from domain.events import InitiativeStarted
from domain.foreseeing import asked_by_start
from domain.loading import Excess, Load, TooMuchAsked, grown
from models.loads import By, loads
from models.tables import Actor


@dataclass(frozen=True)
class Burdened:
    """Somebody for whom a start would be too much: `path` names their place in its body."""

    path: str
    person: str
    load: Load
    beyond: tuple[Excess, ...]


def burdened(services: Services, session: Session, started: InitiativeStarted, now: datetime) -> tuple[Burdened, ...]:
    """For whom a start would be too much, in the order of the seats; last whoever coordinates."""
    charter, more = started.charter, asked_by_start(started, now)
    rows = session.exec(select(Actor.id, Actor.person_id).where(col(Actor.id).in_(list(more)))).all()
    people = {actor: person for actor, person in rows if person}
    before = loads(session, By.PERSON, people.values(), now)
    places = {seat.holder: f"seats.{number}" for number, seat in reversed([*enumerate(charter.seats)])}
    found = []
    for actor, person in people.items():
        if beyond := grown(before[person], more[actor], services.load.limits):
            found.append(Burdened(places.get(actor, "coordinator"), person, before[person] + more[actor], beyond))
    order = [*(f"seats.{number}" for number in range(len(charter.seats))), "coordinator"]
    return tuple(sorted(found, key=lambda one: order.index(one.path)))


def require_bearable(services: Services, session: Session, started: InitiativeStarted, now: datetime) -> None:
    """Raise TooMuchAsked where a start would be too much for somebody, unless it says why it is asked all the same."""
    if not services.load.refuses or started.despite_load is not None or started.charter.follows is not None:
        return
    if found := burdened(services, session, started, now):
        told = "; ".join(f"{one.person} ({', '.join(in_words(excess) for excess in one.beyond)})" for one in found)
        raise TooMuchAsked(
            f"in all their initiatives together this would be too much for {told}",
            path=found[0].path,
            remedy="name another seat, or say in despite_load why they are asked all the same",
        )


def in_words(excess: Excess) -> str:
    """What is beyond which limit, for whoever is refused."""
    return f"{excess.what}: {excess.amount} of {excess.most}"
