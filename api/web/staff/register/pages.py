"""The register's pages: lists with search, the form of a new row, and rows changed for the state that was seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import register_keeping
from api.doors import Here
from api.services import Services
from api.web.staff import late_forms, sending
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import staff_page
from api.web.staff.problems import told
from api.web.staff.register.keeping import change, enter
from api.web.staff.register.kinds import KINDS
from api.web.staff.register.reading import Wrong, row_from
from api.web.staff.register.rows import RowOpened, listed, opened
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.sending import fresh, kept_nonce, require_fresh, sent_as
from api.web.staff.words import language_of, words_in
from api.web.words import Words
from api.words import PathId
from domain.actors import Role
from domain.refusals import Refusal
from domain.sheets.columns import Kind
from models.etags import Stale, etag_of

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/register")
BASE = "/staff/register"
SEEN, REMOVE = "seen", "remove"
Reading = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN, shows="register"))]
Keeping = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.ADMIN))]


@router.api_route("", methods=["GET", "HEAD"])
async def front(request: Request, who: Reading) -> Response:
    """Where everything of the register is."""
    return staff_page(request, "register/front.html", who=who, here="register", kinds=list(KINDS))


@router.api_route("/{kind}", methods=["GET", "HEAD"])
async def rows(
    request: Request,
    here: Here,
    who: Reading,
    kind: Kind,
    after: Annotated[str, Query(pattern=r"^[A-Za-z0-9._-]{0,64}$")] = "",
    kept: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """A list without search: words that people are looked for by stand in no address."""
    return await _list(request, here, who, kind, "", after, kept)


@router.post("/{kind}")
async def found(request: Request, here: Here, who: Reading, kind: Kind) -> Response:
    """The same list, of rows that hold the words that were sent."""
    form = await sending.sent(request)
    return await _list(request, here, who, kind, form.typed.get("words", "")[:100], form.typed.get("after", ""), "")


async def _list(
    request: Request, here: Services, who: Staff, kind: Kind, words: str, after: str, kept: str
) -> Response:
    shown, following = await listed(here, who, kind, words, after)
    return staff_page(
        request,
        "register/list.html",
        who=who,
        here="register",
        kind=kind,
        kinds=list(KINDS),
        rows=shown,
        words=words,
        following=following,
        first=not after,
        kept=kept,
        keeps=who.principal.role is not Role.AUDITOR,
    )


@router.api_route("/{kind}/new", methods=["GET", "HEAD"])
async def blank(request: Request, here: Here, who: Keeping, kind: Kind) -> Response:
    """The form of a new row."""
    form = sent_as(await late_forms.waiting(here, who, request.url.path) or {"language": "fi", "rhythm": "daily"})
    nonce = form.nonce or fresh(here, who, request.url.path)
    return _form(request, who, kind, form.typed, nonce=nonce)


@router.post("/{kind}/new")
async def entered(request: Request, here: Here, who: Keeping, kind: Kind) -> Response:
    """Enter a row; a double click enters one."""
    form, path = await sending.sent(request), request.url.path
    new = await row_from(here, KINDS[kind], form.typed, {}, is_new=True)
    if isinstance(new, Wrong):
        nonce = fresh(here, who, path)
        return _form(request, who, kind, form.typed, nonce=nonce, wrong=new.problems, status=422)
    try:
        require_fresh(here, who, path, form.nonce)
        row = await enter(here, who.principal, kind, new, form.nonce)
    except Refusal as refusal:
        nonce = kept_nonce(refusal, form.nonce) or fresh(here, who, path)
        return _form(request, who, kind, form.typed, nonce=nonce, refusal=refusal, status=refusal.status)
    await late_forms.let_go(here, who, request.url.path)
    return see_other(f"{BASE}/{kind}/{row.id}?kept=new")


@router.api_route("/{kind}/{row}", methods=["GET", "HEAD"])
async def one(request: Request, here: Here, who: Reading, kind: Kind, row: PathId) -> Response:
    """A row in its form; auditors only read it."""
    shown = await opened(here, who, await register_keeping.found(here, kind, row))
    late = await late_forms.waiting(here, who, request.url.path)
    return _form(request, who, kind, late or shown.values, shown=shown, seen=(late or {}).get(SEEN, ""))


@router.post("/{kind}/{row}")
async def changed(request: Request, here: Here, who: Keeping, kind: Kind, row: PathId) -> Response:
    """Change a row, or remove it, for the state that was seen. If somebody has changed it meanwhile, both versions are
    shown, and what was typed can be kept.
    """
    form = await sending.sent(request)
    shown = await opened(here, who, await register_keeping.found(here, kind, row))
    seen = form.typed.get(SEEN, "")
    try:
        if form.step == REMOVE:
            await register_keeping.remove_row(here, who.principal, kind, row, (seen,))
            return see_other(f"{BASE}/{kind}?kept=removed")
        changes = await row_from(here, KINDS[kind], form.typed, shown.named, is_new=False)
        if isinstance(changes, Wrong):
            return _form(request, who, kind, form.typed, shown=shown, seen=seen, wrong=changes.problems, status=422)
        await change(here, who.principal, kind, row, seen, changes)
    except Stale:
        return _both(request, who, kind, form.typed, shown)
    except Refusal as refusal:
        return _form(request, who, kind, form.typed, shown=shown, seen=seen, refusal=refusal, status=refusal.status)
    await late_forms.let_go(here, who, request.url.path)
    return see_other(f"{BASE}/{kind}/{row}?kept=changed")


def _form(
    request: Request,
    who: Staff,
    kind: Kind,
    typed: Mapping[str, str],
    *,
    shown: RowOpened | None = None,
    seen: str = "",
    nonce: str = "",
    wrong: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    """The form of a row, with what is the matter beside its fields."""
    blanks = KINDS[kind].blanks(is_new=shown is None)
    names = {one.name for one in blanks}
    problems, notice = _told(words_in(language_of(request)), names, wrong or {}, refusal)
    return staff_page(
        request,
        "register/row.html",
        status,
        who=who,
        here="register",
        kind=kind,
        blanks=blanks,
        fixed=[name for name in (shown.named if shown else ()) if name not in names],
        typed=typed,
        shown=shown,
        seen=seen or (etag_of(shown.row) if shown else ""),
        nonce=nonce,
        problems=problems,
        notice=notice,
        kept=request.query_params.get("kept", ""),
        keeps=who.principal.role is not Role.AUDITOR,
    )


def _told(
    words: Words, names: Collection[str], wrong: Mapping[str, str], refusal: Refusal | None
) -> tuple[dict[str, str], str]:
    """What is the matter, by field and as a whole; a refusal stands beside its field, where the form has that."""
    said, notice = words["register"]["wrong"], words["register"]["incomplete"]
    if refusal is not None:
        field = refusal.path.partition(".")[0]
        return ({field: told(words, refusal)}, notice) if field in names else ({}, told(words, refusal))
    problems = {name: said.get(f"{why}_{name}", said[why]) for name, why in wrong.items()}
    return problems, notice if problems else ""


def _both(request: Request, who: Staff, kind: Kind, typed: Mapping[str, str], shown: RowOpened) -> Response:
    """What stands there now, beside what was typed: 412."""
    blanks = KINDS[kind].blanks(is_new=False)
    return staff_page(
        request,
        "register/meanwhile.html",
        412,
        who=who,
        here="register",
        kind=kind,
        blanks=blanks,
        typed=typed,
        shown=shown,
        seen=etag_of(shown.row),
        differing={one.name for one in blanks if typed.get(one.name, "") != shown.values.get(one.name, "")},
    )
