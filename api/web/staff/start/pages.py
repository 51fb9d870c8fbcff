"""The page that starts an initiative: a form, what would happen, and the start. All of it lies in the form: nothing is
kept here between the steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from api import starting
from api.doors import Here
from api.services import Services
from api.start_previews import StartPreview
from api.starting import StartInitiative
from api.web.once import once
from api.web.staff import late_forms, sending
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import long_day, staff_page
from api.web.staff.problems import told
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.sending import Draft, Sent, fresh, is_fresh, kept_nonce, sent_as
from api.web.staff.start.choosing import MOST, Choices, choices
from api.web.staff.start.filling import DESPITE, SEAT, filter_of, refused_field, start_from, ticked
from api.web.staff.start.telling import ahead
from api.web.staff.words import language_of, words_in
from domain.actors import Role
from domain.refusals import Refusal
from domain.seats import Sector
from models import register_search
from models.register import reveal_persons

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/start")
PREVIEW, START = "preview", "start"
Starting = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.ADMIN))]


@router.api_route("", methods=["GET", "HEAD"])
async def begin(request: Request, here: Here, who: Starting) -> Response:
    """The empty form, or what somebody typed into it before their session ended."""
    form = sent_as(await late_forms.waiting(here, who, request.url.path) or {})
    nonce = form.nonce or fresh(here, who, START)
    return _form(request, who, await _offered(request, here, form.typed), Draft(nonce, form.typed))


@router.post("")
async def go_on(request: Request, here: Here, who: Starting) -> Response:
    """The form with other seats shown; what the start would do; or the start."""
    form = await sending.sent(request)
    offered = await _offered(request, here, form.typed)
    nonce = form.nonce if is_fresh(here, who, START, form.nonce) else fresh(here, who, START)
    draft = Draft(nonce, form.typed)
    if form.step not in (PREVIEW, START):
        return _form(request, who, offered, draft)
    words = words_in(language_of(request))
    wanted = start_from(form.typed, offered, language_of(request))
    if isinstance(wanted, dict):
        problems = {name: words["start"]["wrong"][why] for name, why in wanted.items()}
        return _form(request, who, offered, Draft(nonce, form.typed, problems, words["start"]["incomplete"]), 422)
    try:
        if form.step == PREVIEW or nonce != form.nonce:  # an old page is looked at once more before anything starts
            preview = await starting.preview(here, who.principal, wanted)
            return await _preview(request, here, who, offered, draft, preview)
        folded = await once(here, lambda: starting.start(here, who.principal, wanted, nonce))
    except Refusal as refusal:
        return await _refused(request, here, who, offered, form, wanted, refusal)
    await late_forms.let_go(here, who, request.url.path)
    return see_other(f"/initiatives/{folded.initiative.id}")


async def _refused(
    request: Request,
    here: Services,
    who: Staff,
    offered: Choices,
    form: Sent,
    wanted: StartInitiative,
    refusal: Refusal,
) -> Response:
    """The form with the reason beside its field. A start that may have begun all the same keeps its nonce, so that it
    starts once.
    """
    words, field = words_in(language_of(request)), refused_field(refusal, form.typed)
    sentence = told(words, refusal)
    nonce = kept_nonce(refusal, form.nonce) or fresh(here, who, START)
    if refusal.code == "TooMuchAsked":  # the preview asks for the reason
        draft = Draft(nonce, form.typed, notice=sentence)
        with suppress(Refusal):  # it may have become impossible meanwhile: the form tells what was refused first
            preview = await starting.preview(here, who.principal, wanted)
            return await _preview(request, here, who, offered, draft, preview, refusal.status)
    problems = {field: sentence} if field else {}
    notice = words["start"]["incomplete"] if field else sentence
    return _form(request, who, offered, Draft(nonce, form.typed, problems, notice), refusal.status)


async def _offered(request: Request, here: Services, typed: Mapping[str, str]) -> Choices:
    return await choices(here, language_of(request), filter_of(typed), ticked(typed))


def _form(request: Request, who: Staff, offered: Choices, draft: Draft, status: int = 200) -> Response:
    return staff_page(
        request,
        "start/form.html",
        status,
        who=who,
        here="start",
        offered=offered,
        ends={one.id: long_day(language_of(request), one.valid_until) for one in offered.mandates},
        draft=draft,
        typed=draft.typed,
        problems=draft.problems,
        sectors=tuple(Sector),
        seat=SEAT,
        most=MOST,
    )


async def _preview(
    request: Request,
    here: Services,
    who: Staff,
    offered: Choices,
    draft: Draft,
    preview: StartPreview,
    status: int = 200,
) -> Response:
    """What the start would do, before anything is done."""
    language, people = language_of(request), {one.person for one in preview.beyond}

    def read(session: Session) -> dict[str, str | None]:
        rows = register_search.persons_of(session, people)
        return {record.id: record.name for record in reveal_persons(session, here.vault, rows)}

    names = await here.database.read(read)
    typed = draft.typed
    return staff_page(
        request,
        "start/preview.html",
        status,
        who=who,
        here="start",
        ahead=ahead(preview, names, language, words_in(language)),
        hidden={name: text for name, text in typed.items() if name != DESPITE},
        despite=typed.get(DESPITE, ""),
        draft=draft,
        title=typed.get("title", ""),
        place=dict(offered.places).get(typed.get("place", ""), ""),
        theme=typed.get("theme", ""),
        model=dict(offered.models).get(typed.get("model", ""), ""),
        mandate=next(one for one in offered.mandates if one.id == typed.get("mandate")),
        backbone=offered.backbones[typed["mandate"]].name,
        seats=offered.ticked,
    )
