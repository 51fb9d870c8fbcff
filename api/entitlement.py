"""Entitlement: whose it is to say something to an initiative as its coordinator, or to look at it first."""

from __future__ import annotations

from sqlmodel import Session

from api.doors import Principal
from api.problems import NotFound
from api.services import Services
from domain.actors import Role
from domain.commands import Command
from domain.refusals import NotEntitled
from models.actings import coordinates
from models.offers import OFFERS, asked_by_offer
from models.tables import Initiative


def require_say(session: Session, asking: Principal, initiative: str, coordinator: str, command: type[Command]) -> None:
    """Raise NotEntitled for a coordinator who may not say this to an initiative that this actor coordinates: it is for
    the initiative's own, and of an offer for whoever got it.
    """
    if asking.role is not Role.COORDINATOR or coordinates(session, asking.id, initiative, coordinator):
        return
    if not (command.ANSWERS in OFFERS and asked_by_offer(session, asking.id, initiative, (command.ANSWERS,))):
        raise NotEntitled("this initiative has another coordinator", remedy="ask its coordinator")


async def require_look(services: Services, asking: Principal, initiative: str, command: type[Command]) -> None:
    """Raise NotFound, or NotEntitled unless they might say it: before what it would do is told, or what comes first is
    done, which is more than whoever is only offered the initiative may see.
    """

    def require(session: Session) -> None:
        row = session.get(Initiative, initiative)
        if row is None:
            raise NotFound("there is no such initiative", path="initiative", remedy="list the initiatives you may see")
        require_say(session, asking, initiative, row.coordinator, command)

    await services.database.read(require)
