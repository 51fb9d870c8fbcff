"""Starting an initiative: everything it is promised is checked, pinned, and handed to its first workflow."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlmodel import Session
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from api.bearing import require_bearable
from api.calling import called
from api.doors import Principal
from api.folds import Folded
from api.lessons import begun_with
from api.modelling import startable
from api.problems import NotFound, StillWorking
from api.services import Services
from api.stamps import Stamp
from api.start_previews import StartPreview, previewed
from api.strict import Strict
from api.words import Id, Place, Text, Title, Word
from domain.calendar import Calendar
from domain.candidates import require_open
from domain.charter import Charter, Origin
from domain.events import InitiativeStarted
from domain.ledger.canonical import sha256_of
from domain.lessons import Beginning
from domain.mandates import Mandate
from domain.people import require_chain
from domain.refusals import Malformed
from domain.sealed import Sealed
from domain.seats import Seat
from domain.wire import plain
from models import register, takings
from models.actors import actor_of
from models.erasing import require_kept
from models.mandates import pinned as pinned_mandate
from models.mandates import require_with_holder
from models.tables import Initiative
from operating_models.pin import pin
from workflows.baton import Baton
from workflows.relay import RUNNERS

START = "start"
TITLE, DESPITE = "initiative.title", "initiative.despite_load"
TEXTS = ("title", "despite_load")


class StartInitiative(Strict):
    """What an initiative is started from. `place` is the code of a municipality of the register, `seats` are ids of its
    seats. Without `model_version` the newest published one is taken.

    `despite_load` says why people are asked for whom it is too much in all their initiatives together; without it the
    start is refused, where the installation guards them.

    `coordinator_deputies` are persons of the register who stand in for the coordinator, each for the one before.

    The title is kept in the vault. `theme` goes into the ledger for ever, so it is one word, and one of the mandate's.
    """

    model: Id = Field(examples=["fi.yhteisovaikuttavuus"])
    model_version: Id | None = Field(default=None, examples=["1.1.0"])
    title: Title = Field(examples=["Kylätalo nuorten käyttöön"])
    place: Place = Field(examples=["297"])
    theme: Word = Field(examples=["youth"])
    mandate: Id
    backbone: Id
    seats: Annotated[list[Id], Field(min_length=1, max_length=200)]
    coordinator_deputies: Annotated[list[Id], Field(default_factory=list, max_length=3)]
    language: Literal["fi", "sv", "en"] = "fi"
    despite_load: Text | None = Field(default=None, examples=["Hän haluaa itse mukaan, ja toinen aloite päättyy pian."])


async def start(
    services: Services, asking: Principal, wanted: StartInitiative, key: str | None, follows: Origin | None = None
) -> Folded:
    """Start an initiative; it is answered once its opening stands in the ledger. Raises a Refusal.

    One that `follows` another has the id that follows from the other's: it is found again if it has been started.
    """
    stamp = Stamp.of(key, f"{asking.id} {START}", wanted, TEXTS)
    stamp = await services.database.read(stamp.kept)
    if follows is not None:
        stamp = stamp.under(follows.successor.removeprefix("i"))
    initiative, now = f"i{stamp.command_key}", services.clock()

    def prepare(session: Session) -> InitiativeStarted | None:
        prepared = _prepared(services, session, asking, initiative, wanted, stamp, now, follows)
        _guarded(services, session, prepared, now)
        return prepared

    started = await services.database.write(prepare)
    try:
        if started is not None:
            await called(services, _begin(services, started, stamp.command_key))
        folded = await _written(services, initiative)
    except Exception:
        await services.database.write(lambda session: stamp.free(session, now))  # it may have been started all the same
        raise
    if stamp.digest is not None:
        await services.database.write(lambda session: stamp.finish(session, initiative))
    return folded


def _prepared(
    services: Services,
    session: Session,
    asking: Principal,
    initiative: str,
    wanted: StartInitiative,
    stamp: Stamp,
    now: datetime,
    follows: Origin | None,
) -> InitiativeStarted | None:
    """The start to be carried out; None when this request has been carried out before."""
    if stamp.claim(session, now).is_done or session.get(Initiative, initiative) is not None:
        return None
    model = startable(services, session, wanted.model, wanted.model_version)
    pinned = pin(model.calendar.zone, model.calendar.holidays, now.date())
    today = Calendar(model.calendar, pinned).local(now).date()
    mandate = _mandate(session, wanted, today)
    backbone = register.organisation(session, wanted.backbone, path="backbone")
    require_open(backbone.id, backbone.closed_on, today, "backbone")
    mandate.require(act=START, holder=wanted.backbone, place=wanted.place, theme=wanted.theme, day=today)
    register.require_municipality(session, wanted.place, path="place")
    coordinator = actor_of(session, initiative, principal=asking.id, person=asking.person)
    charter = Charter(
        initiative=initiative,
        model=model,
        model_sha256=sha256_of(plain(model)),
        pin=pinned,
        place=wanted.place,
        theme=wanted.theme,
        mandate=mandate,
        backbone=wanted.backbone,
        coordinator=coordinator,
        seats=_seats(session, initiative, wanted, today),
        deputies=_deputies(session, initiative, wanted, coordinator),
        follows=follows,
        lessons=begun_with(services, session, model, _beginning(wanted, follows)),
    )
    takings.take_in(session, initiative, wanted.mandate, wanted.seats, today)
    return _begun(services, session, charter, wanted, stamp, now)


def _begun(
    services: Services, session: Session, charter: Charter, wanted: StartInitiative, stamp: Stamp, now: datetime
) -> InitiativeStarted:
    """The first event, its texts sealed, pending."""
    subject = f"initiative:{charter.initiative}"

    def sealed(field: str, text: str) -> Sealed:
        ref = services.vault.put_pending(session, subject, field, text, stamp.command_key, now)
        return Sealed(ref, len(text), wanted.language)

    despite = sealed(DESPITE, wanted.despite_load) if wanted.despite_load else None
    return InitiativeStarted(charter, sealed(TITLE, wanted.title), despite)


def _guarded(services: Services, session: Session, started: InitiativeStarted | None, now: datetime) -> None:
    """Raise TooMuchAsked where it would be too much for somebody."""
    if started is not None:
        require_bearable(services, session, started, now)


async def preview(services: Services, asking: Principal, wanted: StartInitiative) -> StartPreview:
    """What a start would ask, and for whom it would be too much. Nothing is kept. Raises the Refusal of the start."""
    now, stamp = services.clock(), Stamp.of(None, f"{asking.id} {START}", wanted, TEXTS)

    def look(session: Session) -> StartPreview:
        started = _prepared(services, session, asking, f"i{stamp.command_key}", wanted, stamp, now, None)
        assert started is not None  # nobody has started it before
        session.flush()
        return previewed(services, session, started, now)

    return await services.database.tried(look)


def _beginning(wanted: StartInitiative, follows: Origin | None) -> Beginning:
    return Beginning(wanted.place, wanted.theme, wanted.model, follows.initiative if follows else None)


def _mandate(session: Session, wanted: StartInitiative, today: date) -> Mandate:
    promised = register.mandate(session, wanted.mandate, path="mandate", kept=True)
    require_with_holder(session, promised, today, "mandate")
    return pinned_mandate(promised)


def _deputies(session: Session, initiative: str, wanted: StartInitiative, coordinator: str) -> tuple[str, ...] | None:
    """Who stands in for the coordinator, as actors; None where nobody is named."""
    for n, person in enumerate(wanted.coordinator_deputies):
        require_kept(session, person, path=f"coordinator_deputies.{n}")
    actors = [actor_of(session, initiative, person=person) for person in wanted.coordinator_deputies]
    return require_chain(coordinator, actors, "coordinator_deputies") or None


def _seats(session: Session, initiative: str, wanted: StartInitiative, today: date) -> tuple[Seat, ...]:
    if len(set(wanted.seats)) != len(wanted.seats):
        raise Malformed("a seat is named twice", path="seats", remedy="name each seat once")
    seats = []
    for index, (seat, organisation) in enumerate(register.seats(session, wanted.seats)):
        takings.candidate(seat, organisation).require(today, f"seats.{index}")
        deputy = actor_of(session, initiative, person=seat.deputy_id) if seat.deputy_id else None
        holder = actor_of(session, initiative, person=seat.holder_id)
        seats.append(
            Seat(
                seat.id,
                organisation.id,
                organisation.sector,
                holder,
                deputy,
                organisation.municipality,
                seat.term_until,
            )
        )
    return tuple(seats)


async def _begin(services: Services, started: InitiativeStarted, key: str) -> None:
    charter = started.charter
    try:
        await services.temporal.start_workflow(
            RUNNERS[charter.model.first],
            Baton.of_start(started, key),
            id=charter.initiative,
            task_queue=services.task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
    except WorkflowAlreadyStartedError:
        return  # by an earlier request with this key, which nobody answered


async def _written(services: Services, initiative: str) -> Folded:
    """The initiative once its opening is written; it takes one append, so looking again costs little."""
    try:
        async with asyncio.timeout(services.patience.total_seconds()):
            while True:
                try:
                    return await services.folds.of(initiative)
                except NotFound:
                    await asyncio.sleep(0.02)
    except TimeoutError:
        raise StillWorking(
            "the initiative is accepted, and no worker has opened it in time",
            remedy="send it again in a moment with the same Idempotency-Key: it starts once",
        ) from None
