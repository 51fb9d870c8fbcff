"""Uses of lessons: what later initiatives of the same place or theme have made of those of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from domain.ledger.entries import Recorded
from domain.lessons import EarlierLesson, LessonUse
from domain.phases.joint_planning.events import LessonAnswered
from domain.sealed import Sealed
from models.append import STREAM
from models.charters import charter_of
from models.lessons import of_same_place_or_theme
from models.lessons_said import said_by
from models.tables import Initiative, LedgerEntry


@dataclass(frozen=True)
class Used:
    """That lesson `entry` (of the ledger that wrote it) is among those of the later `initiative`, under the id `lesson`
    there; and what that one made of it: None while it has not said. `reason` lies in the vault.
    """

    initiative: str
    place: str
    theme: str
    lesson: str
    entry: int
    use: LessonUse | None = None
    reason: Sealed | None = None
    at: datetime | None = None


def uses(session: Session, source: Initiative) -> tuple[Used, ...]:
    """In which later initiatives the lessons of one are looked at, and with what answer, in the order they began."""
    later = select(Initiative).where(
        of_same_place_or_theme(source.place, source.theme),
        col(Initiative.opened_at) >= source.opened_at,
        col(Initiative.id) != source.id,
    )
    rows = session.exec(later.order_by(col(Initiative.opened_at), col(Initiative.id))).all()
    begun = [row for row in rows if _first_names(session, row.id, f'"initiative":"{source.id}"')]
    said = said_by(session, [row.id for row in begun])
    return tuple(
        _used(row, lesson, said[row.id].answers.get(lesson.id))
        for row in begun
        for lesson in charter_of(session, row.id).lessons or ()
        if lesson.initiative == source.id
    )


def _used(row: Initiative, lesson: EarlierLesson, answer: Recorded | None) -> Used:
    said = Used(row.id, row.place, row.theme, lesson.id, lesson.entry)
    if answer is None or not isinstance(answer.event, LessonAnswered):
        return said
    event = answer.event
    return Used(row.id, row.place, row.theme, lesson.id, lesson.entry, event.use, event.reason, answer.at)


def _first_names(session: Session, initiative: str, text: str) -> bool:
    """Whether the first entry of an initiative holds this text. Charters are long: none is read to look."""
    query = select(LedgerEntry.seq).where(
        LedgerEntry.stream == STREAM + initiative,
        LedgerEntry.seq == 1,
        col(LedgerEntry.bytes_text).contains(text, autoescape=True),
    )
    return session.exec(query).first() is not None
