"""Load over all initiatives: what people, organisations and sectors are asked together, and the guard at a start."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from api.preparing import Saying
from api.problems import NotFound
from api.services import Services
from domain.actors import Role
from domain.deciding import opening
from domain.events import InitiativeStarted, ObligationOpened
from domain.folding import begin
from domain.foreseeing import asked_by_start, still_to_come
from domain.loading import Excess, Limits, Load, TooMuchAsked, due_by_week, excesses, grown
from models.loads import By, loads, most_asked
from models.register import reveal_persons
from models.states import InitiativeStatus
from models.tables import Actor, Initiative, Organisation, Person, RegisterSeat

_MOST_FOLDED = 50


@dataclass(frozen=True)
class LoadView:
    """Whose load it is (a person or an organisation by id, with its name while there is one; a sector by its word),
    what they are asked in all initiatives together, and what of it is beyond the limits.
    """

    of: str
    name: str | None = field(repr=False)
    load: Load
    beyond: tuple[Excess, ...]


@dataclass(frozen=True)
class LoadPage:
    """Those of whom the most duties are open, the most first; the limits, and whether a start is held to them."""

    limits: Limits
    guards: bool
    loads: tuple[LoadView, ...]


@dataclass(frozen=True)
class PersonLoad:
    """The load of one person, and in how many duties of each week to come the clock alone will result: `to_come` beside
    those that are open.
    """

    load: LoadView
    to_come: tuple[int, ...]
    initiatives: tuple[str, ...]


async def loaded(services: Services, by: By, limit: int) -> LoadPage:
    """Those of whom the most is asked. Limits are of people; nobody else is beyond them."""
    now, guard = services.clock(), services.load

    def read(session: Session) -> tuple[LoadView, ...]:
        found = loads(session, by, most_asked(session, by, limit), now)
        names = _names(services, session, by, list(found))
        beyond = {one: excesses(load, guard.limits) if by is By.PERSON else () for one, load in found.items()}
        return tuple(LoadView(one, names.get(one), load, beyond[one]) for one, load in found.items())

    return LoadPage(guard.limits, guard.refuses, await services.database.read(read))


async def of_person(services: Services, person: str) -> PersonLoad:
    """The load of one person, and what the clock will bring them. Raises NotFound."""
    now = services.clock()

    def read(session: Session) -> tuple[LoadView, dict[str, str]]:
        if session.get(Person, person) is None:
            raise NotFound("there is no such person", path="person", remedy="list the persons of the register")
        load = loads(session, By.PERSON, [person], now)[person]
        view = LoadView(
            person,
            _names(services, session, By.PERSON, [person]).get(person),
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


def _names(services: Services, session: Session, by: By, of: list[str]) -> dict[str, str | None]:
    if by is By.PERSON:
        people = session.exec(select(Person).where(col(Person.id).in_(of))).all()
        return {record.id: record.name for record in reveal_persons(session, services.vault, people)}
    found = (
        session.exec(select(Organisation).where(col(Organisation.id).in_(of))).all() if by is By.ORGANISATION else ()
    )
    return {organisation.id: organisation.name for organisation in found}


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


@dataclass(frozen=True)
class FirstAsked:
    """How many are asked the same when the first phase opens, and the last day in time."""

    duty: str
    number: int
    due_day: date


@dataclass(frozen=True)
class StartPreview:
    """What a start would ask when it opens, and for whom it would be too much; `refused`: it needs a reason."""

    asked: tuple[FirstAsked, ...]
    beyond: tuple[Burdened, ...]
    refused: bool


def previewed(services: Services, session: Session, started: InitiativeStarted, now: datetime) -> StartPreview:
    """What a start would ask of whom, by the rules that will ask it."""
    initiative = begin(started)
    asked = [e for e in opening(initiative, started.charter.model.first, now) if isinstance(e, ObligationOpened)]
    days = Counter((event.duty, initiative.calendar.due_day(event.due)) for event in asked)
    beyond = burdened(services, session, started, now)
    refused = bool(beyond) and services.load.refuses and started.despite_load is None
    return StartPreview(tuple(FirstAsked(duty, number, day) for (duty, day), number in days.items()), beyond, refused)


def require_bearable(services: Services, session: Session, started: InitiativeStarted, now: datetime) -> None:
    """Raise TooMuchAsked where a start would be too much for somebody, unless it says why it is asked all the same."""
    if not services.load.refuses or started.despite_load is not None or started.charter.follows is not None:
        return
    if found := burdened(services, session, started, now):
        told = "; ".join(f"{one.person} ({', '.join(_said(excess) for excess in one.beyond)})" for one in found)
        raise TooMuchAsked(
            f"in all their initiatives together this would be too much for {told}",
            path=found[0].path,
            remedy="name another seat, or say in despite_load why they are asked all the same",
        )


def _said(excess: Excess) -> str:
    return f"{excess.what}: {excess.amount} of {excess.most}"


async def spare_successor(saying: Saying) -> None:
    """Raise TooMuchAsked where a seat would pass to somebody for whom it is too much, unless it is said why. Whoever
    may not say it is refused when they do.
    """
    services, said, now = saying.services, saying.body.model_dump(), saying.services.clock()
    if not services.load.refuses or said["successor"] is None or said["despite_load"] is not None:
        return

    def read(session: Session) -> tuple[Role, str | None, Load]:
        asking, row = saying.who(session, now), session.get(RegisterSeat, said["successor"])
        holder = row.holder_id if row else None
        return asking.role, holder, loads(session, By.PERSON, [holder], now)[holder] if holder else Load()

    role, person, before = await services.database.read(read)
    if person is None or role not in (Role.COORDINATOR, Role.ADMIN):
        return
    initiative = (await services.folds.of(saying.initiative)).initiative
    dues = [o.due for o in initiative.obligations.values() if o.seat == said["seat"] and o.state.answerable]
    more = Load(len(dues), len(dues), 1, due_by_week(dues, now))
    if beyond := grown(before, more, services.load.limits):
        raise TooMuchAsked(
            f"in all their initiatives together this would be too much for {person} ({', '.join(map(_said, beyond))})",
            path="successor",
            remedy="name another seat, or say in despite_load why they are asked all the same",
        )
