"""Actings: who acts for a seat or for the coordinator, where the charter does not say it any more."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import Session, col, select

from domain.charter import Charter
from models.dialects import insert_many_unless_there
from models.tables import Acting, Actor

COORDINATOR = ""
"""Stands where the seat stands, for those who act for the coordinator."""


def put(session: Session, initiative: str, seat: str, actors: dict[int, str]) -> None:
    """Let these act for the seat, by their positions, and nobody else who was put there before."""
    gone = delete(Acting).where(col(Acting.initiative_id) == initiative, col(Acting.seat) == seat)
    session.execute(gone.execution_options(synchronize_session=False))
    rows = [{"initiative_id": initiative, "seat": seat, "position": n, "actor": a} for n, a in actors.items()]
    insert_many_unless_there(session, Acting, rows)


def line(session: Session, charter: Charter, seat: str) -> tuple[str, ...]:
    """The holder of a seat and who stands in for whom, in order."""
    of_seat = (Acting.initiative_id == charter.initiative, Acting.seat == seat)
    changed = session.exec(select(Acting.actor).where(*of_seat).order_by(col(Acting.position))).all()
    if changed:
        return tuple(changed)
    place = next((one for one in charter.seats if one.id == seat), None)
    return tuple(actor for actor in (place.holder, place.deputy) if actor) if place else ()


def behind(session: Session, initiative: str) -> tuple[str, ...]:
    """The actors who have been named to stand in for the coordinator, in order."""
    named = (Acting.initiative_id == initiative, Acting.seat == COORDINATOR)
    return tuple(session.exec(select(Acting.actor).where(*named).order_by(col(Acting.position))))


def stands_behind(session: Session, initiative: str, actor: str) -> bool:
    """Whether an actor has been named to stand in for the coordinator."""
    named = (Acting.initiative_id == initiative, Acting.seat == COORDINATOR, Acting.actor == actor)
    return session.exec(select(Acting.position).where(*named)).first() is not None


def all_behind(session: Session, actors: Collection[str]) -> frozenset[tuple[str, str]]:
    """Those of these actors who have been named to stand in for a coordinator, behind the initiative's id."""
    if not actors:
        return frozenset()
    named = (Acting.seat == COORDINATOR, col(Acting.actor).in_(actors))
    return frozenset(session.exec(select(Acting.initiative_id, Acting.actor).where(*named)).all())


def coordinates(session: Session, principal: str, initiative: str, coordinator: str) -> bool:
    """Whether this principal is an initiative's coordinator (an actor id), or named to stand in for that one."""
    row = session.get(Actor, coordinator)
    if row is not None and principal in (row.principal, f"person:{row.person_id}"):
        return True
    named = (Acting.initiative_id == initiative, Acting.seat == COORDINATOR)
    deputies = session.exec(select(Actor).join(Acting, col(Acting.actor) == Actor.id).where(*named)).all()
    return any(principal in (actor.principal, f"person:{actor.person_id}") for actor in deputies)
