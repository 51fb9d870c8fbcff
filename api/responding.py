"""What works: response over time, by step and by sector; small numbers only to who coordinates what they are of."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from api.doors import Principal
from api.reading import require_sight
from api.services import Services
from domain.actors import Role
from domain.correspondence.responses import Response, responded, without_small_numbers
from models.actings import coordinates
from models.responses import questions
from models.tables import Initiative

_EVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


async def of_initiative(services: Services, asking: Principal, initiative: str) -> Response:
    """The response in one initiative. Raises NotFound, NotEntitled."""
    await require_sight(services, asking, initiative)

    def read(session: Session) -> Response:
        row = session.get_one(Initiative, initiative)
        found = responded(questions(session, _EVER, initiative=initiative))
        own = asking.role is Role.COORDINATOR and coordinates(session, asking.id, row.id, row.coordinator)
        return found if own else without_small_numbers(found)

    return await services.database.read(read)


async def of_all(services: Services, asking: Principal, days: int) -> Response:
    """The response to what was asked in so many days until now: a coordinator's own initiatives, or all there are."""
    since, own = services.clock() - timedelta(days=days), asking.role is Role.COORDINATOR

    def read(session: Session) -> Response:
        found = responded(questions(session, since, principal=asking.id if own else None))
        return found if own else without_small_numbers(found)

    return await services.database.read(read)
