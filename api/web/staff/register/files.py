"""Files for the register: what one would do, with all its faults, and then the same file taken."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.doors import Here
from api.services import Services
from api.web.multipart import parts_of
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import staff_page
from api.web.staff.problems import told
from api.web.staff.register.kinds import KINDS
from api.web.staff.routing import StaffRoute
from api.web.staff.words import language_of, words_in
from domain.actors import Role
from domain.refusals import Refusal
from domain.sheets.columns import COLUMNS, Kind
from domain.sheets.decoding import decoded
from domain.sheets.faults import Unusable
from domain.sheets.reading import read
from models.importing.files import preview, take
from models.importing.outcomes import FileFaulty, Import
from models.scopes import Scope

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff")
FILE, KEPT, STEP, TAKE = "file", "kept", "step", "take"
Keeping = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.ADMIN))]


@router.api_route("/register-files", methods=["GET", "HEAD"])
async def kinds(request: Request, who: Keeping) -> Response:
    """Which kinds of files there are, in the order in which they are brought."""
    return staff_page(request, "register/files.html", who=who, here="register", kinds=list(KINDS))


@router.api_route("/register/{kind}/import", methods=["GET", "HEAD"])
async def choose(request: Request, who: Keeping, kind: Kind) -> Response:
    """The form that takes a file, and what may stand in one."""
    return _page(request, who, kind)


@router.post("/register/{kind}/import")
async def bring(request: Request, here: Here, who: Keeping, kind: Kind) -> Response:
    """Preview a file, or take the one that was previewed, which the form has kept."""
    form = parts_of(request.headers.get("content-type", ""), await request.body())
    content = form.get(FILE) or form.get(KEPT) or b""
    if not content.strip():
        return _page(request, who, kind, notice="empty", status=422)
    administers, now = Scope.ADMIN in who.principal.scopes, here.clock()
    reading = await asyncio.to_thread(read, kind, content)
    if form.get(STEP) != TAKE.encode():
        seen = await preview(here.database, here.vault, kind, reading, now, administers=administers)
        return _page(request, who, kind, seen=seen, kept=_text(content), status=422 if seen.faults else 200)
    try:
        taken = await take(here.database, here.vault, kind, reading, now, by=who.principal.id, administers=administers)
    except FileFaulty:  # the register has changed since the preview
        return await _again(request, here, who, kind, content)
    except Refusal as refusal:
        return _page(request, who, kind, refusal=refusal, kept=_text(content), status=refusal.status)
    return _page(request, who, kind, seen=taken)


async def _again(request: Request, here: Services, who: Staff, kind: Kind, content: bytes) -> Response:
    """The preview of a file that fitted a moment ago."""
    administers = Scope.ADMIN in who.principal.scopes
    reading = await asyncio.to_thread(read, kind, content)
    seen = await preview(here.database, here.vault, kind, reading, here.clock(), administers=administers)
    return _page(request, who, kind, seen=seen, kept=_text(content), status=409)


def _page(
    request: Request,
    who: Staff,
    kind: Kind,
    *,
    seen: Import | None = None,
    kept: str = "",
    notice: str = "",
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    words = words_in(language_of(request))
    said = words["files"]["notice"][notice] if notice else told(words, refusal) if refusal else ""
    return staff_page(
        request,
        "register/file.html",
        status,
        who=who,
        here="register",
        kind=kind,
        columns=COLUMNS[kind],
        seen=seen,
        kept=kept,
        notice=said,
    )


def _text(content: bytes) -> str:
    """The file as it is kept in the form; empty for one that is no text, of which nothing can be taken anyway."""
    try:
        return decoded(content)
    except Unusable:
        return ""
