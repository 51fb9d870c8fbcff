"""What can be taken away from a history: the same files as over the API, each told in the ledger of the house."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from api import bundling, funder_report, reading
from api.doors import Here
from api.exports import taking
from api.exports.taking import Format
from api.problems import NotFound, Unavailable
from api.stories import Language
from api.web.staff.door import Staff, only
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.words import language_of
from api.words import PathId
from domain.actors import Role
from letters.report_pages import report_page

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False)
Reader = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN))]
BUNDLE, REPORT = "bundle", "report"
WAYS: Final = (BUNDLE, REPORT, *Format)
"""What can be taken, by the last part of the address."""


@router.post("/initiatives/{initiative}/history/{what}")
async def take(request: Request, here: Here, who: Reader, initiative: PathId, what: str) -> Response:
    """A file of this initiative. Where the log cannot be signed just now, back to the page, which says so."""
    await reading.require_sight(here, who.principal, initiative)
    if what not in WAYS:
        raise NotFound("there is no such file")
    try:
        if what == REPORT:
            facts = await funder_report.taken(here, who.principal, initiative)
            return _page(report_page(facts, Language(language_of(request))), f"talkoot-{initiative}.html")
        taken = (
            await bundling.taken(here, who.principal, bundling.Wanted(initiative))
            if what == BUNDLE
            else await taking.taken(here, who.principal, taking.Wanted(Format(what), initiative))
        )
    except Unavailable:
        return see_other(f"/initiatives/{initiative}/history?amiss=unsigned#take")
    media = taken.media_type if isinstance(taken, taking.Taken) else "application/zip"
    return StreamingResponse(taken.pieces, media_type=media, headers=_named(taken.name))


def _page(content: str, name: str) -> Response:
    return Response(content, media_type="text/html; charset=utf-8", headers=_named(name))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
