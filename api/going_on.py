"""Going on from a preparation: the initiative that its granted application starts, once however often it is asked."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from api import reading, starting
from api.doors import Principal
from api.folds import Folded
from api.preparing import Saying
from api.starting import StartInitiative
from domain.actors import Channel, Role, Speaker
from domain.charter import Origin
from domain.commands import Said
from domain.deciding import decide
from domain.facts import NeedAnswer
from domain.initiative import Initiative
from domain.matters.application import Application
from domain.matters.application.commands import StartCycle
from domain.refusals import AlreadyAnswered


async def begin_cycle(saying: Saying) -> None:
    """Start the cycle before it is said that it has been started. Raises a Refusal; then nothing has changed.

    If the second does not come about, the first is found again by its id, which follows from that of the preparation.
    """
    services, now = saying.services, saying.services.clock()

    def asking_for_it(session: Session) -> Principal:
        return saying.who(session, now)

    asking = await services.database.read(asking_for_it)
    if asking.role not in (Role.COORDINATOR, Role.ADMIN) or saying.body.for_seat is not None:
        return  # whoever may not say it is refused when they do
    await reading.require_sight(services, asking, saying.initiative)
    folded = await services.folds.of(saying.initiative)
    said = saying.body.model_dump()
    command = StartCycle(said["model"], said["model_version"])
    try:
        _require_now(folded.initiative, command, now)
    except AlreadyAnswered:
        return  # it has been said, and whoever says it again is told so
    today = folded.initiative.calendar.local(now).date()
    title = await reading.title(services, saying.initiative) or saying.initiative
    await starting.start(services, asking, _wanted(folded.initiative, command, title, today), None, origin(folded))


def _require_now(initiative: Initiative, command: StartCycle, now: datetime) -> None:
    """Raise the Refusal with which the initiative would meet the command."""
    coordinator = Speaker(initiative.coordinator, Role.COORDINATOR, Channel.API)
    decide(initiative, Said(command, coordinator, now), now)


def _wanted(initiative: Initiative, command: StartCycle, title: str, today: date) -> StartInitiative:
    charter = initiative.charter
    return StartInitiative(
        model=command.model,
        model_version=command.model_version,
        title=title,
        place=charter.place,
        theme=charter.theme,
        mandate=initiative.mandate_on(today).id,
        backbone=initiative.backbone,
        seats=list(initiative.active),
        coordinator_deputies=[],
    )


def origin(folded: Folded) -> Origin:
    """What a preparation hands on, by reference."""
    initiative = folded.initiative
    facts = initiative.facts
    return Origin(
        initiative=initiative.id,
        seq=folded.seq,
        text_sha256=initiative.kept(Application).text_sha256,
        needs=tuple(need.id for need in facts.needs.values() if need.answer is NeedAnswer.TAKEN_UP),
        lessons=facts.lessons,
    )
