"""Going on: the initiative that another one starts, by a granted application or from a need that a practice left, once
however often it is asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from api import reading, starting
from api.doors import Principal
from api.entitlement import require_look
from api.folds import Folded
from api.preparing import Saying
from api.services import Services
from api.starting import StartInitiative
from domain.actors import Channel, Role, Speaker
from domain.charter import LinkedNeed, Origin, successor_of
from domain.commands import Command, Said
from domain.deciding import decide
from domain.facts import NeedAnswer
from domain.initiative import Initiative
from domain.matters.application import Application
from domain.matters.application.commands import StartCycle
from domain.phases.establishment import Establishment
from domain.phases.establishment.commands import StartFromNeed
from domain.phases.establishment.events import CheckInAnswered
from domain.refusals import AlreadyAnswered, Refusal, SeatOutOfTerm
from models import register, sayings, takings
from models.charters import has_begun


@dataclass(frozen=True)
class _Asked:
    """Who asks to go on from an initiative as it stands, by which command, on which local day."""

    services: Services
    who: Principal
    folded: Folded
    command: Command
    today: date

    @property
    def initiative(self) -> Initiative:
        return self.folded.initiative


async def begin_cycle(saying: Saying) -> None:
    """Start the cycle before it is said that it has been started. Raises a Refusal; then nothing has changed.

    If the second does not come about, the first is found again by its id, which follows from that of the preparation.
    """
    said = saying.body.model_dump()
    command = StartCycle(said["model"], said["model_version"])

    async def begin(asked: _Asked) -> None:
        await _started(asked, command.model, command.model_version, list(asked.initiative.active), origin(asked.folded))

    await _begun(saying, command, successor_of(saying.initiative), begin)


async def begin_from_need(saying: Saying) -> None:
    """The same for the initiative that starts from a need which a practice left; its id follows from that need."""
    said = saying.body.model_dump()
    command = StartFromNeed(said["need"], said["model"], said["model_version"])

    async def begin(asked: _Asked) -> None:
        model = command.model or asked.initiative.charter.model.id
        came_from = await _origin_of(asked, command.need)
        await _started(asked, model, command.model_version, await _there(asked), came_from)

    await _begun(saying, command, successor_of(saying.initiative, command.need), begin)


async def _begun(saying: Saying, command: Command, starts: str, begin: Callable[[_Asked], Awaitable[None]]) -> None:
    services, now = saying.services, saying.services.clock()

    def asking_for_it(session: Session) -> Principal:
        return saying.who(session, now)

    asking = await services.database.read(asking_for_it)
    if asking.role not in (Role.COORDINATOR, Role.ADMIN) or saying.body.for_seat is not None:
        return  # whoever may not say it is refused when they do
    await require_look(services, asking, saying.initiative, saying.command)
    folded = await services.folds.of(saying.initiative)
    if await services.database.read(lambda session: has_begun(session, starts)):
        return  # what is lacking is only that it is told
    try:
        _require_now(folded.initiative, command, now)
    except AlreadyAnswered:
        return  # it has been said, and whoever says it again is told so
    today = folded.initiative.calendar.local(now).date()
    await begin(_Asked(services, asking, folded, command, today))


def _require_now(initiative: Initiative, command: Command, now: datetime) -> None:
    """Raise the Refusal with which the initiative would meet the command."""
    coordinator = Speaker(initiative.coordinator, Role.COORDINATOR, Channel.API)
    decide(initiative, Said(command, coordinator, now), now)


async def _started(asked: _Asked, model: str, version: str | None, seats: list[str], came_from: Origin) -> None:
    initiative, charter = asked.initiative, asked.initiative.charter
    wanted = StartInitiative(
        model=model,
        model_version=version,
        title=await reading.title(asked.services, initiative.id) or initiative.id,
        place=charter.place,
        theme=charter.theme,
        mandate=initiative.mandate_on(asked.today).id,
        backbone=initiative.backbone,
        seats=seats,
        coordinator_deputies=[],
    )
    await starting.start(asked.services, asked.who, wanted, None, came_from)


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


async def _origin_of(asked: _Asked, need: str) -> Origin:
    """The need that a practice left, and the entry that told how it was doing."""
    initiative, state = asked.initiative, asked.initiative.now_in
    assert isinstance(state, Establishment)
    assert state.receiver
    linked, receiver = state.linked[need], initiative.seats[state.receiver]

    def told(session: Session) -> int:
        answers = sayings.of_kinds(session, initiative.id, [CheckInAnswered.KIND])
        return max(
            entry.seq
            for entry in answers
            if isinstance(entry.event, CheckInAnswered) and entry.event.check_in == linked.check_in
        )

    seq, text = await asked.services.database.read(told), linked.text
    words = (text.commitment, text.length, text.language) if text else ()
    return Origin(
        initiative=initiative.id,
        seq=asked.folded.seq,
        needs=(need,),
        lessons=initiative.facts.lessons,
        linked=LinkedNeed(need, seq, receiver.id, receiver.sector, *words),
    )


async def _there(asked: _Asked) -> list[str]:
    """The seats that take part and can still be taken in today, years after they first were. Raises SeatOutOfTerm."""

    def are_there(session: Session) -> list[str]:
        return [
            seat.id
            for seat, organisation in register.seats(session, asked.initiative.active)
            if _fits(takings.candidate(seat, organisation).require, asked.today)
        ]

    seats = await asked.services.database.read(are_there)
    if not seats:
        raise SeatOutOfTerm(
            "none of its seats can take part today", remedy="start a new initiative with other seats, and say so here"
        )
    return seats


def _fits(require: Callable[[date, str], None], today: date) -> bool:
    try:
        require(today, "")
    except Refusal:
        return False
    return True
