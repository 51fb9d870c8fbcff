"""Roles: who may sign in and as what, given and taken by administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from sqlmodel import Session

from api import staffing
from api.doors import Here
from api.services import Services
from api.staffing import RoleSaid, StaffView
from api.web.staff import late_forms, sending
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import staff_page
from api.web.staff.problems import told
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.sending import Draft
from api.web.staff.words import language_of, words_in
from domain.actors import Role
from domain.refusals import Refusal
from models import register_search
from models.meanings import Meanings
from models.register import reveal_persons

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/roles")
ROLES, GIVE, TAKE = "/staff/roles", "give", "take"
OFFERED = (Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)
Overseeing = Annotated[Staff, Depends(only(Role.AUDITOR, Role.ADMIN, shows="staff"))]
Administering = Annotated[Staff, Depends(only(Role.ADMIN))]


@router.api_route("", methods=["GET", "HEAD"])
async def everybody(request: Request, here: Here, who: Overseeing) -> Response:
    """Everybody who may sign in, with their roles."""
    return await _page(request, here, who, Draft("", await late_forms.waiting(here, who, request.url.path) or {}))


@router.post("")
async def say(request: Request, here: Here, who: Administering) -> Response:
    """Give a role to somebody named by name or address, or take one."""
    form, words = await sending.sent(request), words_in(language_of(request))
    try:
        said = RoleSaid.model_validate({"role": form.typed.get("role", "")})
        if form.step == TAKE:
            await staffing.take(here, who.principal, form.typed.get("person", ""), said)
        else:
            named = form.typed.get("person", "").strip()
            person = await here.database.read(
                lambda session: Meanings(session, here.vault, here.clock()).person(named, "person")
            )
            await staffing.give(here, who.principal, person, said)
    except ValidationError:
        draft = Draft("", form.typed, {"role": words["start"]["wrong"]["choose"]})
        return await _page(request, here, who, draft, 422)
    except Refusal as refusal:
        sentence = words["register"]["wrong"]["several" if refusal.code == "Ambiguous" else "unknown"]
        beside = refusal.path == "person"
        draft = Draft("", form.typed, {"person": sentence} if beside else {}, "" if beside else told(words, refusal))
        return await _page(request, here, who, draft, refusal.status)
    await late_forms.let_go(here, who, request.url.path)
    return see_other(f"{ROLES}?kept={'taken' if form.step == TAKE else 'given'}")


async def _page(request: Request, here: Services, who: Staff, draft: Draft, status: int = 200) -> Response:
    people = await staffing.listed(here)
    names = await here.database.read(lambda session: _names(here, session, people))
    return staff_page(
        request,
        "register/roles.html",
        status,
        who=who,
        here="register",
        people=[(one, names.get(one.person, "")) for one in people],
        draft=draft,
        offered=OFFERED,
        administers=who.principal.role is Role.ADMIN,
        kept=request.query_params.get("kept", ""),
    )


def _names(here: Services, session: Session, people: tuple[StaffView, ...]) -> dict[str, str]:
    rows = register_search.persons_of(session, {one.person for one in people})
    return {record.id: record.name or "" for record in reveal_persons(session, here.vault, rows)}
