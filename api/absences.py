"""Absences over several initiatives: one person is away, and all of their seats hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from sqlmodel import Session

from api.bodies import body_of
from api.doors import Caller
from api.interacting import interact
from api.preparing import Saying
from api.problems import NotFound
from api.services import Services
from api.strict import Strict
from api.words import Instant
from domain.actors import Channel
from domain.matters.seats.commands import ReportAbsence
from domain.refusals import AlreadyAnswered, Refusal
from models.seatings import Seating, seatings
from models.tables import Person


class AbsenceTold(Strict):
    """From when (left out: from now on) until just before when somebody is away, and how that was heard."""

    until: Instant = Field(examples=["2026-08-01T00:00:00+03:00"])
    since: Instant | None = None
    channel: Literal[Channel.PHONE, Channel.PAPER] = Channel.PHONE


@dataclass(frozen=True)
class ToldThere:
    """What became of it in one initiative: it stands there (`told`), or the refusal, with what to do."""

    initiative: str
    seat: str
    told: bool
    refused: str = ""
    detail: str = ""
    remedy: str = ""


async def tell_everywhere(
    services: Services, caller: Caller, person: str, absence: AbsenceTold, key: str
) -> tuple[ToldThere, ...]:
    """Tell each initiative in which the person holds a seat. What one refuses does not keep it from the others; sent
    again with the same key, it goes on where it was left. Raises NotFound.
    """

    def read(session: Session) -> list[Seating]:
        if session.get(Person, person) is None:
            raise NotFound("there is no such person", path="person", remedy="list the persons of the register")
        return list(seatings(session, [person]))

    held = await services.database.read(read)
    return tuple([await _tell(services, caller, seating, absence, key) for seating in held])


async def _tell(services: Services, caller: Caller, seating: Seating, absence: AbsenceTold, key: str) -> ToldThere:
    said = absence.model_dump(mode="json", exclude_none=True) | {"for_seat": seating.seat}
    body = body_of(ReportAbsence).model_validate(said)
    saying = Saying(
        services, caller, seating.initiative, ReportAbsence, body, f"{key} {seating.initiative} {seating.seat}"
    )
    try:
        await interact(saying)
    except AlreadyAnswered:
        return ToldThere(seating.initiative, seating.seat, told=True, detail="an absence has been told for this time")
    except Refusal as refusal:
        return ToldThere(
            seating.initiative,
            seating.seat,
            told=False,
            refused=refusal.code,
            detail=refusal.reason,
            remedy=refusal.remedy,
        )
    finally:
        await caller.used(services)
    return ToldThere(seating.initiative, seating.seat, told=True)
