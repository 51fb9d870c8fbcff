"""The phone list, and the calls that were made by it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api import phone_calls, phone_list
from api.doors import Coordinator, Here
from api.phone_calls import Called
from api.phone_views import CallMade, PhoneList
from api.problems import WRITING, declared
from api.scopes import needs
from api.stamps import IdempotencyKey
from api.words import Id, PathId
from models.scopes import Scope

router = APIRouter(prefix="/phone-list", tags=["phone list"])
Language = Annotated[Literal["fi", "fi-selko", "sv", "en"], Query(description="the language of its sentences")]
_EXAMPLE = {"obligation": "convening.1/answer_invitation/seat-01", "result": "no_answer"}


@router.get("", responses=declared())
@needs(Scope.LETTERS_READ)
async def listed(
    here: Here,
    asking: Coordinator,
    initiative: Annotated[Id | None, Query(description="of this initiative only")] = None,
    cursor: Annotated[str | None, Query(max_length=400, description="the cursor of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    language: Language = "fi",
) -> PhoneList:
    """Whom to call, the longest overdue first: duties that nothing has been heard of since their ladder has asked
    holder and deputy, or that no letter can bring to anybody. What those who coordinate owe themselves is told to
    administrators and to the others of them, never to whom it lies with. Each line says why, by which number, what
    is asked, and how the answer is entered by one call. It is gone once the duty is answered.
    """
    return await phone_list.phone_list(here, asking, initiative, cursor, limit, language)


@router.post(
    "/{initiative}/called",
    status_code=201,
    responses=declared(*WRITING),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": _EXAMPLE}}}},
)
@needs(Scope.LETTERS_WRITE)
async def called(
    here: Here,
    asking: Coordinator,
    initiative: PathId,
    body: Called,
    key: IdempotencyKey = None,
    language: Language = "fi",
) -> CallMade:
    """Keep that somebody was called and how it went; the line shows it. An answer is entered as such instead, for the
    seat and with the channel `phone`.
    """
    return await phone_calls.record(here, asking, initiative, body, key, language)
