"""The phone list's pages: whom to call today, and one call at a time."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import phone_calls, phone_list
from api.doors import Here
from api.phone_views import PhoneLine
from api.sessions import SessionToken, brought
from api.web.filling import Typed
from api.web.once import taken_before
from api.web.staff import late_forms, sending
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import ZONE, long_day, staff_page
from api.web.staff.phone.calling import call_from
from api.web.staff.phone.entering import CHANNEL, CHANNELS, read_back
from api.web.staff.phone.line import ANSWER, BACK, CALL, LinePage, address_of
from api.web.staff.problems import told
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.sending import Sent, is_fresh, kept_nonce, sent_as
from api.web.staff.words import language_of, words_in
from api.words import Id, PathId
from domain.actors import Channel, Role
from domain.refusals import Refusal
from models.states import CallResult

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/phone-list")
CHECK, CHANGE = "check", "change"
LIST = "/staff/phone-list"
SHOWN = 50
Calling = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.ADMIN))]


@router.api_route("", methods=["GET", "HEAD"])
async def listed(
    request: Request,
    here: Here,
    who: Calling,
    initiative: Id | None = None,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    kept: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Whom to call now, the longest overdue first; below them whoever asked to be called on a later day."""
    language, today = language_of(request), here.clock().astimezone(ZONE).date()
    found = await phone_list.phone_list(here, who.principal, initiative, cursor, SHOWN, language)
    lines = [(line, address_of(line.initiative, line.obligation)) for line in found.lines]
    return staff_page(
        request,
        "phone/list.html",
        who=who,
        here="phone",
        now=[one for one in lines if not _later(one[0], today)],
        later=[one for one in lines if _later(one[0], today)],
        today=long_day(language, today),
        cursor=found.cursor,
        first=cursor is None,
        initiative=initiative,
        kept=kept,
    )


@router.api_route("/{initiative}/{obligation:path}", methods=["GET", "HEAD"])
async def one(request: Request, here: Here, who: Calling, initiative: PathId, obligation: str) -> Response:
    """One duty to call about, with the form of its answer, and that of a call that brought none."""
    page = await LinePage.of(request, here, who, initiative, obligation)
    late = await late_forms.waiting(here, who, request.url.path)
    if late is None:
        return page.show()
    form = sent_as(late)
    if form.step == CALL:
        return page.show(call=page.draft(CALL, typed=form.typed, nonce=form.nonce))
    return page.show(answer=page.draft(ANSWER, typed=form.typed, nonce=form.nonce))


@router.post("/{initiative}/{obligation:path}")
async def take(request: Request, here: Here, who: Calling, initiative: PathId, obligation: str) -> Response:
    """Take a form of that page. An answer is read back first, and then entered."""
    page = await LinePage.of(request, here, who, initiative, obligation)
    form = await sending.sent(request)
    name = CALL if form.step == CALL else ANSWER
    taken = await _settled(page, form, name)
    if taken is None:
        secret = brought(request, here)
        assert secret is not None  # who is signed in has come with it
        taken = await (_called(page, form) if name == CALL else _answered(page, form, secret))
    if not isinstance(taken, str):
        return taken
    await late_forms.let_go(here, who, request.url.path)
    if request.query_params.get(BACK) == "initiative":
        return see_other(f"/initiatives/{initiative}")
    return see_other(f"{LIST}?kept={taken}")


async def _settled(page: LinePage, form: Sent, name: str) -> Response | str | None:
    """What a form comes to that need not be looked at: nothing is owed any more, or its nonce is not of this page.
    None for one that is to be taken.
    """
    words = words_in(language_of(page.request))["phone"]
    draft = page.draft(name, typed=form.typed, notice=words["stale"])
    if not is_fresh(page.here, page.who, f"{name} {page.address}", form.nonce):
        return page.show(422, **{name: draft})
    if page.line is None or (name == ANSWER and page.entry is None):
        taken = await taken_before(page.here, page.who.principal.id, form.nonce, page.initiative)
        return ANSWER if taken else page.settled(409, draft)
    return None


async def _called(page: LinePage, form: Sent) -> Response | str:
    """Write down how a call went; the page again, if it cannot have been so."""
    words = words_in(language_of(page.request))
    said = call_from(page.obligation, form.typed)
    if isinstance(said, dict):
        problems = {name: words["phone"]["wrong"][why] for name, why in said.items()}
        draft = page.draft(CALL, typed=form.typed, problems=problems, notice=words["phone"]["incomplete"])
        return page.show(422, call=draft)
    try:
        language = language_of(page.request)
        await phone_calls.record(page.here, page.who.principal, page.initiative, said, form.nonce, language)
    except Refusal as refusal:
        nonce = kept_nonce(refusal, form.nonce)
        draft = page.draft(CALL, typed=form.typed, notice=told(words, refusal), nonce=nonce)
        return page.show(refusal.status, call=draft)
    return "wrong" if said.result is CallResult.WRONG_NUMBER else "call"


async def _answered(page: LinePage, form: Sent, secret: SessionToken) -> Response | str:
    """Read an answer back, or enter it once it has been; the page again, where something is missing."""
    assert page.entry is not None
    words = words_in(language_of(page.request))
    said = page.entry.read(form.typed)
    how = next((one for one in CHANNELS if one == form.typed.get(CHANNEL)), Channel.PHONE)
    if isinstance(said, Typed):
        typed = {**form.typed, **said.values}
        draft = page.draft(ANSWER, typed=typed, problems=said.problems, notice=words["phone"]["incomplete"])
        return page.show(422, answer=draft)
    draft = page.draft(ANSWER, typed=form.typed, nonce=form.nonce)
    if form.step == CHANGE:
        return page.show(answer=draft)
    if form.step == CHECK:
        return page.check(draft, read_back(page.entry.fields(Typed(form.typed))))
    try:
        await page.entry.say(page.here, secret, page.who, said, how, form.nonce)
    except Refusal as refusal:
        nonce = kept_nonce(refusal, form.nonce)
        draft = page.draft(ANSWER, typed=form.typed, notice=told(words, refusal), nonce=nonce)
        return page.show(refusal.status, answer=draft)
    return "answer"


def _later(line: PhoneLine, today: date) -> bool:
    """Whether they asked, in the last call about it, to be called on a day that has not come."""
    again = line.calls[-1].again_on if line.calls else None
    return again is not None and again > today
