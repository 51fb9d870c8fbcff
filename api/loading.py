"""Load over all initiatives: what people, organisations and sectors are asked together."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from api.services import Services
from domain.loading import Excess, Limits, Load, excesses
from models.loads import By, most_loaded
from models.register import reveal_persons
from models.tables import Organisation, Person


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


async def loaded(services: Services, by: By, limit: int) -> LoadPage:
    """Those of whom the most is asked. Limits are of people; nobody else is beyond them."""
    now, guard = services.clock(), services.load

    def read(session: Session) -> tuple[LoadView, ...]:
        found = most_loaded(session, by, limit, now)
        names = names_of(services, session, by, list(found))
        beyond = {one: excesses(load, guard.limits) if by is By.PERSON else () for one, load in found.items()}
        return tuple(LoadView(one, names.get(one), load, beyond[one]) for one, load in found.items())

    return LoadPage(guard.limits, guard.refuses, await services.database.read(read))


def names_of(services: Services, session: Session, by: By, of: list[str]) -> dict[str, str | None]:
    """The names of these persons or organisations; sectors have none."""
    if by is By.PERSON:
        people = session.exec(select(Person).where(col(Person.id).in_(of))).all()
        return {record.id: record.name for record in reveal_persons(session, services.vault, people)}
    found = (
        session.exec(select(Organisation).where(col(Organisation.id).in_(of))).all() if by is By.ORGANISATION else ()
    )
    return {organisation.id: organisation.name for organisation in found}
