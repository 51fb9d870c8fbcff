"""What is said of meetings, in whatever phase; and how the proposals of a date poll stand."""

from __future__ import annotations

from typing import Any

from api import reading
from api.doors import Here, Reader
from api.problems import NotFound, declared
from api.scopes import needs
from api.speaking import Speaking
from api.words import PathId
from domain.matters.meetings import Meetings
from domain.matters.meetings.commands import (
    AnswerObjection,
    AnswerPoll,
    AttendMeeting,
    CancelMeeting,
    FixMeeting,
    MinuteMeeting,
    MoveMeeting,
    PollDates,
    RecordAttendance,
    ReviewMinutes,
    WriteAgenda,
)
from domain.matters.meetings.ranking import RankedDate, ranked
from models.scopes import Scope

_AT, _LATER = "2026-12-08T15:00:00Z", "2026-12-10T15:00:00Z"

_POLL: dict[str, Any] = {"proposals": [_AT, _LATER]}
_FIX = {"meeting": "m1", "at": _LATER, "agenda": "Kylätalon käyttövuorot"}
_MOVE = {"meeting": "m1", "at": _LATER, "reason": "Tie on poikki."}
_CANCEL = {"meeting": "m1", "reason": "Asia sovittiin puhelimessa."}

speaking = Speaking("meetings")
speaking.says(PollDates, example=_POLL, makes="meeting")
speaking.says(AnswerPoll, example={"meeting": "m1", "suits": [2], "if_need_be": [1]})
speaking.says(FixMeeting, example=_FIX, makes="meeting")
speaking.says(MoveMeeting, example=_MOVE)
speaking.says(CancelMeeting, example=_CANCEL)
speaking.says(WriteAgenda, example={"meeting": "m1", "text": "Käyttövuorot ja avaimet"})
speaking.says(AttendMeeting, example={"meeting": "m1", "coming": "deputy"})
speaking.says(RecordAttendance, example={"meeting": "m1", "present": ["seat-01", "seat-04"]})
speaking.says(MinuteMeeting, example={"meeting": "m1", "text": "Sovittiin vuoroista.", "present": ["seat-01"]})
speaking.says(ReviewMinutes, example={"meeting": "m1", "agrees": False, "reason": "Avaimista ei sovittu."})
speaking.says(
    AnswerObjection, example={"meeting": "m1", "seat": "seat-04", "answer": "corrected", "text": "Sovittiin vuoroista."}
)
speaking.previews(PollDates, example=_POLL)
speaking.previews(FixMeeting, example=_FIX)
speaking.previews(MoveMeeting, example=_MOVE)
speaking.previews(CancelMeeting, example=_CANCEL)
router = speaking.router


@router.get("/meetings/{meeting}/dates", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def dates(here: Here, asking: Reader, initiative: PathId, meeting: PathId) -> tuple[RankedDate, ...]:
    """The proposals of a date poll, the best first: those that cover every sector that the gate of the present phase
    requires, then those that most seats can make, then the earliest. Each says which sectors it has and whom it misses.
    """
    await reading.require_sight(here, asking, initiative)
    folded = await here.folds.of(initiative)
    known = folded.initiative.kept(Meetings).meetings.get(meeting)
    if known is None or not known.proposals:
        raise NotFound("there is no such poll", path="meeting", remedy="look at the initiative for its open meetings")
    return ranked(folded.initiative, known)
