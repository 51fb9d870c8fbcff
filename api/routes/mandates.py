"""Mandates of running initiatives: renewed, or transferred to another backbone. What was decided is read from the
register, and told to the initiative.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlmodel import Session

from api.bodies import Body
from api.doors import Comer, Here
from api.interacting import Accepted, interact
from api.preparing import Saying
from api.problems import ASKING_TEMPORAL, declared
from api.queries import require_clear
from api.scopes import needs
from api.stamps import IdempotencyKey
from api.words import Id, PathId, Text
from domain.backbone.commands import OfferBackbone
from domain.commands import RenewMandate
from domain.wire import plain
from models import register, takings
from models.actors import actor_of
from models.erasing import require_kept
from models.mandates import pinned, require_with_holder
from models.scopes import Scope

router = APIRouter(prefix="/initiatives/{initiative}", tags=["any phase"], dependencies=[Depends(require_clear)])
_ZONE = ZoneInfo("Europe/Helsinki")  # of the day that is noted in the register; the rules judge by the initiative's own


class RenewMandateBody(Body):
    """The mandate of the register that was decided on in place of the initiative's."""

    mandate: Id = Field(examples=["man_2"])


@router.post(
    "/renew-mandate",
    responses=declared(*ASKING_TEMPORAL),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": {"mandate": "man_2"}}}}},
)
@needs(Scope.INITIATIVES_WRITE, Scope.SEAT)
async def renew_mandate(
    here: Here, caller: Comer, initiative: PathId, body: RenewMandateBody, key: IdempotencyKey = None
) -> Accepted:
    """Go on under the mandate that was decided on in place of the initiative's: renewed, or transferred to another
    holder, who is its backbone from then on.
    """

    def looked_up(session: Session, now: datetime) -> dict[str, Any]:
        return {"mandate": _mandate(session, initiative, body.mandate, now)}

    try:
        return await interact(Saying(here, caller, initiative, RenewMandate, body, key, looked_up))
    finally:
        await caller.used(here)


class OfferBackboneBody(Body):
    """Whom to ask, a person of the register, under which mandate, and why."""

    coordinator: Id = Field(examples=["per_2"])
    mandate: Id = Field(examples=["man_2"])
    reason: Text = Field(examples=["Yhdistys lopettaa hanketyön vuodenvaihteessa."])


_OFFER = {"coordinator": "per_2", "mandate": "man_2", "reason": "Yhdistys lopettaa hanketyön vuodenvaihteessa."}


@router.post(
    "/offer-backbone",
    responses=declared(*ASKING_TEMPORAL),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": _OFFER}}}},
)
@needs(Scope.INITIATIVES_WRITE, Scope.SEAT)
async def offer_backbone(
    here: Here, caller: Comer, initiative: PathId, body: OfferBackboneBody, key: IdempotencyKey = None
) -> Accepted:
    """Ask another organisation, by its coordinator, to go on with the initiative as its backbone, under the mandate
    that was transferred to it. Nothing changes until it accepts.
    """

    def looked_up(session: Session, now: datetime) -> dict[str, Any]:
        person = register.person(session, body.coordinator, path="coordinator")
        require_kept(session, person.id, path="coordinator")
        actor = actor_of(session, initiative, principal=f"person:{person.id}", person=person.id)
        return {"coordinator": actor, "mandate": _mandate(session, initiative, body.mandate, now)}

    try:
        return await interact(Saying(here, caller, initiative, OfferBackbone, body, key, looked_up))
    finally:
        await caller.used(here)


def _mandate(session: Session, initiative: str, mandate: str, now: datetime) -> dict[str, Any]:
    """The mandate as a ledger holds it; the register notes that the initiative goes on under it."""
    row, today = register.mandate(session, mandate, path="mandate", kept=True), now.astimezone(_ZONE).date()
    require_with_holder(session, row, today, "mandate")
    takings.take_over(session, initiative, row.id, today)
    found: dict[str, Any] = plain(pinned(row))
    return found
