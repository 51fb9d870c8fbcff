"""Sparing a successor: a seat does not pass to somebody for whom it is too much, unless it is said why."""

from __future__ import annotations

from sqlmodel import Session

from api.bearing import in_words
from api.doors import Principal
from api.entitlement import require_look
from api.preparing import Saying
from domain.actors import Role
from domain.loading import Load, TooMuchAsked, due_by_week, grown
from models.loads import By, loads
from models.tables import RegisterSeat


async def spare_successor(saying: Saying) -> None:
    """Raise TooMuchAsked where a seat would pass to somebody for whom it is too much, unless it is said why. Whoever
    may not say it is refused when they do.
    """
    services, said, now = saying.services, saying.body.model_dump(), saying.services.clock()
    if not services.load.refuses or said["successor"] is None or said["despite_load"] is not None:
        return

    def read(session: Session) -> tuple[Principal, str | None, Load]:
        asking, row = saying.who(session, now), session.get(RegisterSeat, said["successor"])
        holder = row.holder_id if row else None
        return asking, holder, loads(session, By.PERSON, [holder], now)[holder] if holder else Load()

    asking, person, before = await services.database.read(read)
    if person is None or asking.role not in (Role.COORDINATOR, Role.ADMIN):
        return
    await require_look(services, asking, saying.initiative, saying.command)
    initiative = (await services.folds.of(saying.initiative)).initiative
    dues = [o.due for o in initiative.obligations.values() if o.seat == said["seat"] and o.state.answerable]
    more = Load(len(dues), len(dues), 1, due_by_week(dues, now))
    if beyond := grown(before, more, services.load.limits):
        told = ", ".join(map(in_words, beyond))
        raise TooMuchAsked(
            f"in all their initiatives together this would be too much for {person} ({told})",
            path="successor",
            remedy="name another seat, or say in despite_load why they are asked all the same",
        )
