"""What people want of their letters, as a coordinator sees it and enters it for somebody who asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from api import reading
from api.doors import Principal
from api.problems import NotFound
from api.services import Services
from api.strict import Strict
from api.words import Id
from domain.refusals import Malformed, NotAsked, Refusal
from models import letter_wishes, stops
from models.erasing import require_kept
from models.letter_wishes import Wishes
from models.paper import goes_by_paper
from models.states import Rhythm
from models.stops import EVERY, By
from models.tables import Initiative, Obligation, Person

ObligationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]{1,200}$", examples=["convening.1/answer_invitation/s1"])]


class NotStopped(Refusal):
    """These reminders are not stopped."""

    title = "There is nothing to start again"


class NotClosed(Refusal):
    """The address takes mail, as far as we know."""

    title = "The address is open"


class Reach(Strict):
    """Which reminders: about one obligation of an initiative, about all of an initiative, or all there are."""

    initiative: Id | None = None
    obligation: ObligationId | None = None


class ToStop(Reach):
    """Which reminders are stopped, and whether the reason is that the person has no time now."""

    too_busy: bool = False


@dataclass(frozen=True)
class StopView:
    """Reminders that are stopped: without an obligation all of the initiative, without either all there are; since
    when, and by whom or why (`one_click`, `person`, `too_busy`, `declined`, `wrong_person`, `coordinator`,
    `complaint`).
    """

    initiative: str | None
    obligation: str | None
    stopped_at: datetime
    by: str


@dataclass(frozen=True)
class ClosedView:
    """That nothing is sent to the address that the register has now: since when, by which code of a mail server, or
    `wrong_person`, and after which letter.
    """

    closed_at: datetime
    code: str
    letter: str | None


@dataclass(frozen=True)
class WishesView:
    """What a person wants of their letters, and whether their address takes any. First letters of new matters come
    whatever is stopped, and the right to answer stays. `on_paper` tells that there is no address.
    """

    person: str
    rhythm: Rhythm
    quiet_from: str | None
    quiet_until: str | None
    on_paper: bool
    closed: ClosedView | None
    stops: tuple[StopView, ...]


async def seen(services: Services, asking: Principal, person: str) -> WishesView:
    """What one person wants, of the initiatives that the one who asks may see. Raises NotFound."""
    return await services.database.read(lambda session: _view(session, asking, _person(session, person)))


async def stop(services: Services, asking: Principal, person: str, body: ToStop) -> WishesView:
    """Stop reminders for somebody. Raises NotFound, NotEntitled, Malformed, NotAsked, SubjectErased."""
    by = By.TOO_BUSY if body.too_busy else By.COORDINATOR

    def change(session: Session, row: Person, reach: dict[str, str]) -> None:
        if reach["obligation_id"] and session.get(Obligation, (reach["initiative_id"], reach["obligation_id"])) is None:
            raise NotAsked("the initiative asks for no such thing", path="obligation", remedy="look at its obligations")
        stops.stop(session, row.id, by, services.clock(), **reach)

    return await _reached(services, asking, person, body, change)


async def resume(services: Services, asking: Principal, person: str, body: Reach) -> WishesView:
    """Start reminders again that were stopped on just this level. Raises what `stop` raises, and NotStopped."""

    def change(session: Session, row: Person, reach: dict[str, str]) -> None:
        if not stops.resume(session, row.id, **reach):
            raise NotStopped("these reminders are not stopped", remedy="look at what is, and name it as it is there")

    return await _reached(services, asking, person, body, change)


async def open_address(services: Services, asking: Principal, person: str) -> WishesView:
    """Send to the person's address again. Raises NotFound, NotClosed, SubjectErased."""

    def change(session: Session, row: Person) -> None:
        if not letter_wishes.open_address(session, row):
            raise NotClosed(
                "nothing keeps letters from this address", path="person", remedy="to correct it, change the person"
            )

    return await _changed(services, asking, person, change)


async def _reached(
    services: Services,
    asking: Principal,
    person: str,
    body: Reach,
    change: Callable[[Session, Person, dict[str, str]], None],
) -> WishesView:
    if body.obligation and not body.initiative:
        raise Malformed("an obligation is one of an initiative", path="initiative", remedy="name the initiative, too")
    if body.initiative:
        await reading.require_coordination(services, asking, body.initiative)
    reach = {"initiative_id": body.initiative or EVERY, "obligation_id": body.obligation or EVERY}
    return await _changed(services, asking, person, lambda session, row: change(session, row, reach))


async def _changed(
    services: Services, asking: Principal, person: str, change: Callable[[Session, Person], None]
) -> WishesView:
    def write(session: Session) -> WishesView:
        row = _person(session, person)
        require_kept(session, person)
        change(session, row)
        session.flush()
        return _view(session, asking, row)

    return await services.database.write(write)


def _person(session: Session, person: str) -> Person:
    if row := session.get(Person, person):
        return row
    raise NotFound("there is no such person", path="person", remedy="list the persons of the register")


def _view(session: Session, asking: Principal, row: Person) -> WishesView:
    wishes: Wishes = letter_wishes.wishes_of(session, row)
    first, last = wishes.quiet or (None, None)
    closed = wishes.closed
    return WishesView(
        person=row.id,
        rhythm=wishes.rhythm,
        quiet_from=first,
        quiet_until=last,
        on_paper=goes_by_paper(row),
        closed=ClosedView(closed.closed_at, closed.code, closed.letter_id) if closed else None,
        stops=tuple(
            StopView(one.initiative_id or None, one.obligation_id or None, one.stopped_at, one.by)
            for one in wishes.stops
            if _may_be_told(session, asking, one.initiative_id)
        ),
    )


def _may_be_told(session: Session, asking: Principal, initiative: str) -> bool:
    """What is stopped of an initiative is told to those who may see it."""
    row = session.get(Initiative, initiative) if initiative else None
    return not initiative or (row is not None and reading.sees(session, asking, row))
