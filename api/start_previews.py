"""Previews of starts: what one would ask of how many, and for whom it would be too much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from api.bearing import Burdened, burdened
from api.services import Services
from domain.deciding import opening
from domain.events import InitiativeStarted, ObligationOpened
from domain.folding import begin
from domain.foreseeing import led_on
from models.foreseen_letters import Happening, Mail, foresee


@dataclass(frozen=True)
class FirstAsked:
    """How many are asked the same when the first phase opens, and the last day in time."""

    duty: str
    number: int
    due_day: date


@dataclass(frozen=True)
class StartPreview:
    """What a start would ask when it opens, for whom it would be too much, and the mail that it would bring;
    `refused`: it needs a reason.
    """

    asked: tuple[FirstAsked, ...]
    beyond: tuple[Burdened, ...]
    refused: bool
    mail: Mail


def previewed(services: Services, session: Session, started: InitiativeStarted, now: datetime) -> StartPreview:
    """What a start would ask of whom, by the rules that will ask it."""
    initiative = begin(started)
    first, *later = led_on(initiative, opening(initiative, started.charter.model.first, now), now)
    asked = [event for event in first if isinstance(event, ObligationOpened)]
    days = Counter((event.duty, initiative.calendar.due_day(event.due)) for event in asked)
    beyond = burdened(services, session, started, now)
    refused = bool(beyond) and services.load.refuses and started.despite_load is None
    firsts = tuple(FirstAsked(duty, number, day) for (duty, day), number in days.items())
    happening = Happening(initiative.id, 0, ((started, *first), *later), now)
    return StartPreview(firsts, beyond, refused, foresee(session, services.vault, services.keys, happening))
