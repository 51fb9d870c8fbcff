"""Reading an initiative for its page: its fold, its story, and the names that both need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api import reading, stories
from api.services import Services
from api.stories import StoryView
from api.views import InitiativeView, view
from api.web.staff.door import Staff
from domain.actors import Role
from domain.initiative import Initiative
from models import register_search
from models.register import seat_names


@dataclass(frozen=True)
class Seen:
    """An initiative as its page reads it. `acts` says whether the reader may act in it; `seats` are names of
    organisations and roles by seat, `place` is the municipality's name.
    """

    initiative: Initiative
    view: InitiativeView
    story: StoryView
    seats: Mapping[str, str]
    place: str
    acts: bool
    now: datetime
    language: str


async def seen(here: Services, who: Staff, initiative: str, language: str) -> Seen:
    """The initiative as it stands now. Raises NotFound, NotEntitled."""
    await reading.require_sight(here, who.principal, initiative)
    folded, now = await reading.standing(here, initiative, None)
    standing = folded.initiative

    def named(session: Session) -> tuple[dict[str, str], dict[str, str]]:
        return seat_names(session, standing.seats), dict(register_search.municipalities(session))

    seats, places = await here.database.read(named)
    return Seen(
        initiative=standing,
        view=view(standing, folded.seq, await reading.title(here, initiative), now),
        story=await stories.told(here, folded, now, language),
        seats=seats,
        place=places.get(standing.charter.place, standing.charter.place),
        acts=who.principal.role is not Role.AUDITOR and await reading.coordinates_it(here, who.principal, initiative),
        now=now,
        language=language,
    )
