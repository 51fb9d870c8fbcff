"""How the matter of a letter stands in calendars: under which id, and how often it has changed."""

from __future__ import annotations

from sqlmodel import Session

from domain.events import DeadlineExtended, InitiativeResumed
from domain.letter import InCalendar, Voice
from domain.matters.meetings.meeting import ATTEND
from domain.remodelling.events import ModelChanged
from models import sayings
from models.letter_matters import Matter
from models.letter_meetings import CalledMeeting

_MOVING = (DeadlineExtended.KIND, InitiativeResumed.KIND, ModelChanged.KIND)


def in_calendar(session: Session, matter: Matter, meeting: CalledMeeting | None, zone: str) -> InCalendar | None:
    """The entry of a letter's meeting, if it asks to one, or of its due day; None where there is none to keep.

    Both ids stay while the thing is moved, and whoever has the letter twice has the entry once. Calling a meeting off
    is one change more.
    """
    if not matter.voice.goes_into_a_calendar:
        return None
    withdrawn = matter.voice is Voice.WITHDRAWN
    if meeting is not None and matter.owed.kind == ATTEND:
        return InCalendar(_uid(matter, meeting.id), meeting.version - 1 + withdrawn, zone, is_meeting=True)
    return InCalendar(_uid(matter, matter.owed.id), _times_moved(session, matter) + withdrawn, zone)


def _uid(matter: Matter, thing: str) -> str:
    """An id without signs that a file's name may not have, since calendars name files by it."""
    return f"{matter.initiative.id}.{thing.replace('/', '.')}@talkoot"


def _times_moved(session: Session, matter: Matter) -> int:
    """How often the due day of the duty was set anew."""
    moved = (entry.event for entry in sayings.of_kinds(session, matter.initiative.id, _MOVING))
    return sum(
        event.obligation == matter.owed.id
        if isinstance(event, DeadlineExtended)
        else isinstance(event, InitiativeResumed | ModelChanged) and matter.owed.id in event.dues
        for event in moved
    )
