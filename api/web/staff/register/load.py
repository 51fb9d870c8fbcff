"""Load: of whom how much is asked in all initiatives together, and absences, which are told to all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ValidationError

from api import loading, person_loads
from api.absences import AbsenceTold, ToldThere, tell_everywhere
from api.doors import Caller, Here
from api.services import Services
from api.sessions import brought
from api.web.staff import late_forms, sending
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import ZONE, staff_page
from api.web.staff.routing import StaffRoute
from api.web.staff.sending import Draft, fresh, is_fresh
from api.web.staff.words import language_of, words_in
from api.web.typed_days import typed_day
from api.words import PathId
from domain.actors import Role
from models.loads import By

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/register-load")
SHOWN = 100
Reading = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN, shows="load"))]
Telling = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.ADMIN))]


@router.api_route("", methods=["GET", "HEAD"])
async def loads(request: Request, here: Here, who: Reading, by: Annotated[By, Query()] = By.PERSON) -> Response:
    """Those of whom the most is asked, the most first."""
    page = await loading.loaded(here, by, SHOWN)
    return staff_page(request, "register/loads.html", who=who, here="register", page=page, by=by, sides=tuple(By))


@router.api_route("/{person}", methods=["GET", "HEAD"])
async def one(request: Request, here: Here, who: Reading, person: PathId) -> Response:
    """What one person is asked, what the clock will bring, and the form that tells of an absence."""
    typed = await late_forms.waiting(here, who, request.url.path) or {}
    return await _page(request, here, who, person, Draft(fresh(here, who, f"absence {person}"), typed))


@router.post("/{person}")
async def away(request: Request, here: Here, who: Telling, person: PathId) -> Response:
    """Tell all initiatives in which somebody holds a seat that they are away; what became of it in each."""
    form, words = await sending.sent(request), words_in(language_of(request))["load"]
    if not is_fresh(here, who, f"absence {person}", form.nonce):
        draft = Draft(fresh(here, who, f"absence {person}"), form.typed, notice=words["stale"])
        return await _page(request, here, who, person, draft, status=422)
    absence = _absence(form.typed)
    if absence is None:
        draft = Draft(form.nonce, form.typed, {"until": words["wrong"]})
        return await _page(request, here, who, person, draft, status=422)
    secret = brought(request, here)
    assert secret is not None  # who is signed in has come with it
    results = await tell_everywhere(here, Caller(secret, who.principal.scopes), person, absence, form.nonce)
    await late_forms.let_go(here, who, request.url.path)
    return await _page(request, here, who, person, Draft(form.nonce, form.typed), results=results)


def _absence(typed: Mapping[str, str]) -> AbsenceTold | None:
    """From the local beginning of the first day, or from now on, until the last day is over; None for no days, and for
    a last day before the first.
    """
    last, since = typed_day(typed.get("until", "")), typed.get("since", "")
    first = typed_day(since) if since else None
    if last is None or (since and first is None) or (first is not None and first > last):
        return None
    over = datetime.combine(last + timedelta(days=1), time(), ZONE)
    said = {"since": datetime.combine(first, time(), ZONE).isoformat()} if first is not None else {}
    try:
        return AbsenceTold.model_validate({"until": over.isoformat(), **said})
    except ValidationError:
        return None


async def _page(
    request: Request,
    here: Services,
    who: Staff,
    person: str,
    draft: Draft,
    *,
    results: tuple[ToldThere, ...] | None = None,
    status: int = 200,
) -> Response:
    found = await person_loads.of_person(here, person)
    return staff_page(
        request,
        "register/load.html",
        status,
        who=who,
        here="register",
        found=found,
        limits=here.load.limits,
        draft=draft,
        results=results,
        tells=who.principal.role is not Role.AUDITOR,
    )
