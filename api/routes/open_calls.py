"""The open call: what anybody with its address may send, and what its coordinator sees of it."""

from __future__ import annotations

from fastapi import APIRouter, Request

from api import call_desk, holding, open_calls, reading
from api.call_desk import OpenCallView
from api.doors import Here, Reader
from api.needs_sent import HeldReceipt, NeedSent
from api.open_calls import CallView
from api.problems import WRITING, declared
from api.scopes import needs
from api.stamps import IdempotencyKey
from api.words import PathId
from models.scopes import Scope

router = APIRouter(tags=["open call"])

_SENT = {
    "text": "Kylältä ei pääse illalla harrastuksiin.",
    "place": "Puutossalmi",
    "address": "kylalainen@example.org",
    "language": "fi",
}


@router.get("/open-calls/{token}", responses=declared())
async def open_call(here: Here, token: str) -> CallView:
    """An open call as anybody sees it who has its address. One that is unknown or closed is not there."""
    return await open_calls.viewed(here, await open_calls.call_at(here, token))


@router.post(
    "/open-calls/{token}",
    status_code=202,
    responses=declared(*WRITING),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": _SENT}}}},
)
async def send_need(
    here: Here, request: Request, token: str, body: NeedSent, key: IdempotencyKey = None
) -> HeldReceipt:
    """Tell of a need without an account. It is held, and deleted after three weeks, unless its sender confirms it by
    the letter that goes to their address, or the coordinator takes it in. How much is taken is bounded: 429 says when
    to come again.
    """
    call = await open_calls.call_at(here, token)
    return await holding.hold(here, call, body, request.client.host if request.client else None, key)


@router.get("/initiatives/{initiative}/open-call", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def watched(here: Here, asking: Reader, initiative: PathId) -> OpenCallView:
    """The address of the open call while it takes needs, and what is held: it waits to be taken in or discarded."""
    await reading.require_sight(here, asking, initiative)
    return await call_desk.watched(here, asking, initiative)
