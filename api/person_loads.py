"""The load of one person: what they are asked now, and what the clock will bring them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.loading import LoadView, names_of
from api.problems import NotFound
from api.services import Services
from domain.foreseeing import still_to_come
from domain.loading import excesses
from models.loads import By, loads
from models.states import InitiativeStatus
from models.tables import Actor, Initiative, Person

_MOST_FOLDED = 50


@dataclass(frozen=True)
class PersonLoad:
    """The load of one person, and in how many duties of each week to come the clock alone will result: `to_come` beside
    those that are open.
    """

    load: LoadView
    to_come: tuple[int, ...]
    initiatives: tuple[str, ...]


async def of_person(services: Services, person: str) -> PersonLoad:
    """The load of one person, and what the clock will bring them. Raises NotFound."""
    now = services.clock()

    def read(session: Session) -> tuple[LoadView, dict[str, str]]:
        if session.get(Person, person) is None:
            raise NotFound("there is no such person", path="person", remedy="list the persons of the register")
        load = loads(session, By.PERSON, [person], now)[person]
        view = LoadView(
            person,
            names_of(services, session, By.PERSON, [person]).get(person),
            load,
            excesses(load, services.load.limits),
        )
        running = select(Actor.initiative_id, Actor.id).join(Initiative, col(Initiative.id) == Actor.initiative_id)
        running = running.where(Actor.person_id == person, Initiative.status != InitiativeStatus.ENDED)
        return view, dict(session.exec(running.order_by(col(Actor.initiative_id)).limit(_MOST_FOLDED)).all())

    view, actors = await services.database.read(read)
    weeks = [0] * len(view.load.weeks)
    for initiative, actor in actors.items():
        folded = await services.folds.of(initiative)
        weeks = [mine + more for mine, more in zip(weeks, still_to_come(folded.initiative, (actor,), now), strict=True)]
    return PersonLoad(view, tuple(weeks), tuple(actors))
