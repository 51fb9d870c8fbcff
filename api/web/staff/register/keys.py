"""Keys of programs: made, shown once, ended; for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError

from api import keeping_keys
from api.doors import Here
from api.keeping_keys import KeyView, NewKey
from api.services import Services
from api.web.staff import late_forms, sending
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import ZONE, long_day, staff_page
from api.web.staff.problems import told, wrong_fields
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.sending import Draft, fresh, kept_nonce, require_fresh, sent_as
from api.web.staff.words import language_of, words_in
from domain.actors import Role
from domain.refusals import Refusal
from models.states import KeyRole

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/keys")
KEYS, END = "/staff/keys", "end"
_DIGITS = 10  # of a number of days, and far from what Python refuses to read
Administering = Annotated[Staff, Depends(only(Role.ADMIN))]


@router.api_route("", methods=["GET", "HEAD"])
async def every(request: Request, here: Here, who: Administering) -> Response:
    """All keys, without their secrets, and the form that makes one."""
    form = sent_as(await late_forms.waiting(here, who, request.url.path) or {})
    return await _page(request, here, who, Draft(form.nonce or fresh(here, who, KEYS), form.typed))


@router.post("")
async def say(request: Request, here: Here, who: Administering) -> Response:
    """Make a key, which is shown in this answer alone; or end one. A double click makes one, and tells so."""
    form, words = await sending.sent(request), words_in(language_of(request))
    try:
        if form.step == END:
            await keeping_keys.revoke(here, who.principal, form.typed.get("key", ""))
            return see_other(f"{KEYS}?kept=ended")
        new = NewKey.model_validate(_new(form.typed))
        require_fresh(here, who, KEYS, form.nonce)
        made = await keeping_keys.make(here, who.principal, new, form.nonce)
    except ValidationError as error:
        problems = dict.fromkeys(wrong_fields(error), words["start"]["wrong"]["check"])
        return await _page(request, here, who, Draft(fresh(here, who, KEYS), form.typed, problems), 422)
    except Refusal as refusal:
        nonce = kept_nonce(refusal, form.nonce) or fresh(here, who, KEYS)
        draft = Draft(nonce, form.typed, notice=told(words, refusal))
        return await _page(request, here, who, draft, refusal.status)
    await late_forms.let_go(here, who, request.url.path)
    return staff_page(request, "register/key.html", 201, who=who, here="register", made=made)


def _new(typed: Mapping[str, str]) -> dict[str, Any]:
    days = typed.get("expires_in_days", "").strip()
    is_number = days.isascii() and days.isdigit() and len(days) < _DIGITS
    ends: dict[str, Any] = {"expires_in_days": int(days) if is_number else days} if days else {}
    return {"role": typed.get("role", ""), "label": typed.get("label", "").strip(), **ends}


async def _page(request: Request, here: Services, who: Staff, draft: Draft, status: int = 200) -> Response:
    language, now = language_of(request), here.clock()
    live = [(key, _ends(key, language)) for key in await keeping_keys.every(here) if _opens(key, now)]
    return staff_page(
        request,
        "register/keys.html",
        status,
        who=who,
        here="register",
        keys=live,
        draft=draft,
        offered=tuple(KeyRole),
        kept=request.query_params.get("kept", ""),
    )


def _opens(key: KeyView, now: Any) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def _ends(key: KeyView, language: str) -> str:
    return long_day(language, key.expires_at.astimezone(ZONE).date()) if key.expires_at else ""
