"""Lessons to begin with: those of earlier initiatives that a new one is to look at.

A lesson belongs to the initiative that wrote it; others hold a reference, and its text stays in the vault once.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from domain.events import LessonWritten
from domain.ledger.entries import Recorded
from domain.lessons import Beginning, EarlierLesson, LessonUse, Written, preloaded
from domain.phases.joint_planning.events import LessonAnswered
from models.lessons_said import Said, said_by
from models.tables import Initiative
from models.vault import Vault

_LOOKED_AT = 30
"""So many of the newest initiatives of the same place or theme are looked at for lessons."""


def to_begin_with(session: Session, vault: Vault, beginning: Beginning, most: int) -> tuple[EarlierLesson, ...]:
    """The lessons that an initiative is to look at. Those whose text has been erased are left out."""
    alike = select(Initiative).where(of_same_place_or_theme(beginning.place, beginning.theme), _may_have_learned())
    newest = session.exec(alike.order_by(col(Initiative.opened_at).desc(), col(Initiative.id)).limit(_LOOKED_AT))
    sources = {row.id: row for row in newest}
    if beginning.follows is not None and (former := session.get(Initiative, beginning.follows)) is not None:
        sources[former.id] = former
    said = said_by(session, sources)
    disproved = [
        (answer.event.initiative, said.get(answer.event.initiative, Said()).lesson(answer.event.entry))
        for one in said.values()
        for answer in one.answers.values()
        if isinstance(answer.event, LessonAnswered) and answer.event.use is LessonUse.DISPROVED
    ]
    known = [
        _written(row, entry, disproved.count((row.id, said[row.id].lesson(entry.seq))))
        for row in sources.values()
        for entry in said[row.id].written
    ]
    erased = vault.missing(session, [one.text for one in known]) if known else set()
    return preloaded((one for one in known if one.text not in erased), beginning, most)


def of_same_place_or_theme(place: str, theme: str) -> ColumnElement[bool]:
    """Initiatives alike enough for the lessons of one to be of use to another."""
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
