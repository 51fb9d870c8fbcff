"""The hours that volunteers give: said of them in whatever phase, and read with their sums and value."""

from __future__ import annotations

from fastapi import Response

from api import reading, timesheets
from api.doors import Here, Reader
from api.problems import declared
from api.scopes import needs
from api.speaking import Speaking
from api.timesheets import HoursView
from api.words import PathId
from domain.matters.hours.commands import CorrectHours, GiveHours, SetRate
from models.scopes import Scope

_GIVEN = {
    "work": "meeting",
    "day": "2026-11-24",
    "minutes": 90,
    "people": 6,
    "evidence": "Osallistujalista 4/2026",
}

speaking = Speaking("hours")
speaking.says(GiveHours, example=_GIVEN, makes="entry")
speaking.says(CorrectHours, example=_GIVEN | {"entry": "h1", "people": 5}, makes="entry")
speaking.says(SetRate, example={"call": "leader_2026", "cents_an_hour": 1500})
router = speaking.router


@router.get("/hours", responses=declared(409))
@needs(Scope.INITIATIVES_READ)
async def hours(here: Here, asking: Reader, initiative: PathId) -> HoursView:
    """The hours that volunteers gave: the entries that count, sums by activity, seat and month, and their value."""
    await reading.require_sight(here, asking, initiative)
    return await timesheets.hours(here, (await here.folds.of(initiative)).initiative)


@router.get(
    "/hours.csv",
    responses=declared(409) | {200: {"content": {"text/csv": {}}, "description": "one line an entry"}},
    response_class=Response,
)
@needs(Scope.INITIATIVES_READ)
async def hours_table(here: Here, asking: Reader, initiative: PathId) -> Response:
    """The entries that count, as a table for spreadsheets."""
    await reading.require_sight(here, asking, initiative)
    view = await timesheets.hours(here, (await here.folds.of(initiative)).initiative)
    return Response(timesheets.table(view), media_type="text/csv; charset=utf-8")
