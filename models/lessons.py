"""Lessons over initiatives: those that a new one is to look at, and what later ones have made of one's own.

A lesson belongs to the initiative that wrote it; others hold a reference, and its text stays in the vault once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from domain.correcting.events import EntrySuperseded
from domain.events import LessonWritten
from domain.ledger.entries import Recorded, decode
from domain.lessons import Beginning, EarlierLesson, LessonUse, Written, preloaded
from domain.phases.joint_planning.events import LessonAnswered
from domain.sealed import Sealed
from models.append import STREAM
from models.charters import charter_of
from models.tables import Initiative, LedgerEntry
from models.vault import Vault

_LOOKED_AT = 30
"""So many of the newest initiatives of the same place or theme are looked at for lessons."""

_KINDS = (LessonWritten.KIND, LessonAnswered.KIND, EntrySuperseded.KIND)


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


@dataclass
class _Said:
    """What an initiative says of lessons: those it wrote, and its last answer to each earlier one."""

    written: list[Recorded] = field(default_factory=list)
    answers: dict[str, Recorded] = field(default_factory=dict)


def to_begin_with(session: Session, vault: Vault, beginning: Beginning, most: int) -> tuple[EarlierLesson, ...]:
    """The lessons that an initiative is to look at. Those whose text has been erased are left out."""
    alike = select(Initiative).where(_alike(beginning.place, beginning.theme), _may_have_learned())
    newest = session.exec(alike.order_by(col(Initiative.opened_at).desc(), col(Initiative.id)).limit(_LOOKED_AT))
    sources = {row.id: row for row in newest}
    if beginning.follows is not None and (former := session.get(Initiative, beginning.follows)) is not None:
        sources[former.id] = former
    said = _said(session, sources)
    disproved = [
        (answer.event.initiative, answer.event.entry)
        for one in said.values()
        for answer in one.answers.values()
        if isinstance(answer.event, LessonAnswered) and answer.event.use is LessonUse.DISPROVED
    ]
    known = [
        _written(row, entry, disproved.count((row.id, entry.seq)))
        for row in sources.values()
        for entry in said[row.id].written
    ]
    erased = vault.missing(session, [one.text for one in known]) if known else set()
    return preloaded((one for one in known if one.text not in erased), beginning, most)


def written(session: Session, initiative: str) -> list[Recorded]:
    """The entries of the lessons of an initiative that stand."""
    return _said(session, [initiative])[initiative].written


def uses(session: Session, source: Initiative) -> tuple[Used, ...]:
    """In which later initiatives the lessons of one are looked at, and with what answer, in the order they began."""
    later = select(Initiative).where(
        _alike(source.place, source.theme),
        col(Initiative.opened_at) >= source.opened_at,
        col(Initiative.id) != source.id,
    )
    rows = session.exec(later.order_by(col(Initiative.opened_at), col(Initiative.id))).all()
    begun = [row for row in rows if _first_names(session, row.id, f'"initiative":"{source.id}"')]
    said = _said(session, [row.id for row in begun])
    return tuple(
        _used(row, lesson, said[row.id].answers.get(lesson.id))
        for row in begun
        for lesson in charter_of(session, row.id).lessons or ()
        if lesson.initiative == source.id
    )


def answers(session: Session, initiative: str) -> dict[str, Recorded]:
    """The answers of an initiative to earlier lessons that stand, by the lesson's id there."""
    return _said(session, [initiative])[initiative].answers


def _alike(place: str, theme: str) -> ColumnElement[bool]:
    return or_(col(Initiative.place) == place, col(Initiative.theme) == theme)


def _may_have_learned() -> ColumnElement[bool]:
    """Lessons are written in evaluation and at an end: what is in its first phases has none."""
    late = col(Initiative.phase).in_(("evaluation", "establishment"))
    return or_(late, col(Initiative.round) > 1, col(Initiative.outcome).is_not(None))


def _written(row: Initiative, entry: Recorded, disproved: int) -> Written:
    assert isinstance(entry.event, LessonWritten)
    return Written(
        initiative=row.id,
        place=row.place,
        theme=row.theme,
        model=row.model_id,
        entry=entry.seq,
        lesson=entry.event.lesson,
        text=entry.event.works_when.commitment,
        at=entry.at,
        disproved=disproved,
    )


def _used(row: Initiative, lesson: EarlierLesson, answer: Recorded | None) -> Used:
    said = Used(row.id, row.place, row.theme, lesson.id, lesson.entry)
    if answer is None or not isinstance(answer.event, LessonAnswered):
        return said
    event = answer.event
    return Used(row.id, row.place, row.theme, lesson.id, lesson.entry, event.use, event.reason, answer.at)


def _said(session: Session, initiatives: Collection[str]) -> dict[str, _Said]:
    """What these initiatives say of lessons, without what corrections have superseded."""
    streams = [STREAM + initiative for initiative in initiatives]
    query = select(LedgerEntry.stream, LedgerEntry.bytes_text).where(
        col(LedgerEntry.stream).in_(streams), col(LedgerEntry.type).in_(_KINDS)
    )
    entries: dict[str, list[Recorded]] = {initiative: [] for initiative in initiatives}
    for stream, text in session.exec(query.order_by(col(LedgerEntry.stream), col(LedgerEntry.seq))):
        entries[stream.removeprefix(STREAM)].append(decode(text))
    return {initiative: _of_one(told) for initiative, told in entries.items()}


def _of_one(entries: list[Recorded]) -> _Said:
    gone = {entry.event.entry for entry in entries if isinstance(entry.event, EntrySuperseded)}
    said = _Said()
    for entry in entries:
        if entry.seq in gone:
            continue
        match entry.event:
            case LessonWritten():
                said.written.append(entry)
            case LessonAnswered(earlier):
                said.answers[earlier] = entry
    return said


def _first_names(session: Session, initiative: str, text: str) -> bool:
    """Whether the first entry of an initiative holds this text. Charters are long: none is read to look."""
    query = select(LedgerEntry.seq).where(
        LedgerEntry.stream == STREAM + initiative,
        LedgerEntry.seq == 1,
        col(LedgerEntry.bytes_text).contains(text, autoescape=True),
    )
    return session.exec(query).first() is not None
