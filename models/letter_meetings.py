"""The meeting that a letter is about, as it stood in the version that its duty asks to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from domain.matters.meetings.events import AgendaWritten, MeetingFixed, MeetingMoved
from domain.matters.meetings.meeting import ATTEND, MINUTE, OBJECTION, REVIEW
from domain.sealed import Sealed
from models import sayings
from models.tables import Obligation

_TOLD = (MeetingFixed.KIND, MeetingMoved.KIND, AgendaWritten.KIND)


@dataclass(frozen=True)
class CalledMeeting:
    """A meeting by its id, called for the moment `at` (UTC) for the `version`-th time; `agenda` is the last one."""

    id: str
    version: int
    at: datetime
    agenda: Sealed | None = None


def meeting_of(session: Session, owed: Obligation) -> CalledMeeting | None:
    """The meeting in the version that is asked to, or in its last one; None for other duties."""
    if owed.kind not in (ATTEND, MINUTE, REVIEW, OBJECTION):
        return None
    name, _, asked = owed.id.rpartition("/")[2].partition(".")
    versions = _versions(session, owed.initiative_id, name)
    if owed.kind != ATTEND:
        return next(reversed(versions.values()), None)
    return versions.get(int(asked or 1))


def _versions(session: Session, initiative: str, meeting: str) -> dict[int, CalledMeeting]:
    """The meeting as it was called and moved, by version."""
    versions: dict[int, CalledMeeting] = {}
    agenda: Sealed | None = None
    for entry in sayings.of_kinds(session, initiative, _TOLD):
        event = entry.event
        if not isinstance(event, MeetingFixed | MeetingMoved | AgendaWritten) or event.meeting != meeting:
            continue
        if isinstance(event, AgendaWritten):
            agenda = event.text
            continue
        agenda = getattr(event, "agenda", None) or agenda
        versions[event.version] = CalledMeeting(meeting, event.version, event.at)
    return {number: replace(called, agenda=agenda) for number, called in versions.items()}
