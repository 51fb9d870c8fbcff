"""The meeting that a letter is about, as it stood in the version that its duty asks to."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from domain.matters.meetings.events import MeetingFixed, MeetingMoved
from domain.matters.meetings.meeting import ATTEND, MINUTE, OBJECTION, REVIEW
from models import sayings
from models.tables import Obligation

_CALLED = (MeetingFixed.KIND, MeetingMoved.KIND)


def meets_at(session: Session, owed: Obligation) -> datetime | None:
    """The moment of the meeting (UTC): of the version that is asked to, or of the last one; None for other duties."""
    if owed.kind not in (ATTEND, MINUTE, REVIEW, OBJECTION):
        return None
    meeting, _, version = owed.id.rpartition("/")[2].partition(".")
    called = [entry.event for entry in sayings.of_kinds(session, owed.initiative_id, _CALLED)]
    moments = {
        str(e.version): e.at for e in called if isinstance(e, MeetingFixed | MeetingMoved) and e.meeting == meeting
    }
    if owed.kind == ATTEND:
        return moments.get(version or "1")
    return next(reversed(moments.values()), None)
