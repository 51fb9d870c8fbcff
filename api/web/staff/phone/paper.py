"""Letters on paper: the pile that somebody prints, posts, and says so."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import printing, reading
from api.doors import Here
from api.web.filling import typed_in
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import ZONE, short_day, staff_page
from api.web.staff.problems import told
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.words import language_of, words_in
from domain.actors import Role
from domain.refusals import Refusal

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/paper")
PILE = "/staff/paper"
Posting = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.ADMIN))]


@router.api_route("", methods=["GET", "HEAD"])
async def pile(request: Request, here: Here, who: Posting) -> Response:
    """Letters to people without an e-mail address, the longest due first."""
    return await _pile(request, here, who)


@router.post("")
async def posted(request: Request, here: Here, who: Posting) -> Response:
    """Somebody has posted a letter, with all that was in its envelope. Again changes nothing."""
    typed = typed_in(await request.body())
    initiative, letter = typed.get("initiative", ""), typed.get("letter", "")
    try:
        await reading.require_coordination(here, who.principal, initiative)
        await printing.post(here, who.principal, initiative, letter)
    except Refusal as refusal:
        return await _pile(request, here, who, refusal)
    return see_other(f"{PILE}?kept=yes")


async def _pile(request: Request, here: Here, who: Staff, refusal: Refusal | None = None) -> Response:
    language = language_of(request)
    waiting = await printing.to_print(here, who.principal)
    letters = [(one, short_day(language, one.due_at.astimezone(ZONE).date())) for one in waiting]
    return staff_page(
        request,
        "phone/paper.html",
        refusal.status if refusal else 200,
        who=who,
        here="phone",
        letters=letters,
        notice=told(words_in(language), refusal) if refusal else "",
        kept=request.query_params.get("kept", ""),
    )
