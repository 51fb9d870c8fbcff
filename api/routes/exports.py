"""Exports: entries of the ledger for other tools, without any text (docs/exports.md)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from api import funder_report, reading
from api.doors import Here, Reader
from api.exports import taking
from api.exports.rows import Separator
from api.exports.taking import Format, Taken, Wanted
from api.problems import WRITING, declared
from api.scopes import needs
from api.stories import Language
from api.words import PathId
from domain.exports.traces import Case
from letters.report_pages import report_page
from models.scopes import Scope

router = APIRouter(tags=["exports"])
By = Annotated[Case, Query(description="of XES: what a trace is about")]
Between = Annotated[Separator, Query(description="of CSV: what stands between cells")]
Marked = Annotated[bool, Query(description="of CSV: begin with a byte order mark, as Excel expects")]
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {one.media_type.partition(";")[0]: {} for one in Format},
        "description": "the export, as it is read",
    }
}

PAGE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {}}, "description": "a file for a browser, to read, print or send"}
}
_PAGE = {
    "Cache-Control": "no-store",
    "Content-Disposition": "attachment",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


@router.post("/exports/{format}", responses=declared(*WRITING) | FILE, response_class=StreamingResponse)
@needs(Scope.EXPORTS_READ)
async def all_initiatives(
    here: Here,
    asking: Reader,
    format: Format,
    case: By = Case.INITIATIVE,
    separator: Between = Separator.SEMICOLON,
    bom: Marked = True,
) -> StreamingResponse:
    """All initiatives that you may see: `ocel` (OCEL 2.0 JSON), `xes`, `csv` or `jsonl`, with what became of their
    letters. The log is signed before, and the ledger tells that it was taken.
    """
    return _file(await taking.taken(here, asking, Wanted(format, None, case, separator, bom)))


@router.post(
    "/initiatives/{initiative}/exports/{format}", responses=declared(*WRITING) | FILE, response_class=StreamingResponse
)
@needs(Scope.EXPORTS_READ)
async def one_initiative(
    here: Here,
    asking: Reader,
    initiative: PathId,
    format: Format,
    case: By = Case.INITIATIVE,
    separator: Between = Separator.SEMICOLON,
    bom: Marked = True,
) -> StreamingResponse:
    """The same of one initiative."""
    await reading.require_sight(here, asking, initiative)
    return _file(await taking.taken(here, asking, Wanted(format, initiative, case, separator, bom)))


@router.post("/initiatives/{initiative}/report/page", responses=declared(*WRITING) | PAGE, response_class=Response)
@needs(Scope.EXPORTS_READ)
async def report(here: Here, asking: Reader, initiative: PathId, language: Language = Language.FI) -> Response:
    """The report of an initiative to its funder, to print: plan, participation, decisions, commitments, observations,
    verified results, hours, lessons, and a checkpoint to verify it by. It names nobody; that it was taken is told.
    """
    await reading.require_sight(here, asking, initiative)
    page = report_page(await funder_report.taken(here, asking, initiative), language)
    return Response(page, media_type="text/html; charset=utf-8", headers=_PAGE)


def _file(taken: Taken) -> StreamingResponse:
    named = {"Content-Disposition": f'attachment; filename="{taken.name}"', "Cache-Control": "no-store"}
    return StreamingResponse(taken.pieces, media_type=taken.media_type, headers=named)
