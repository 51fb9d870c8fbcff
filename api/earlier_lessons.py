"""Earlier lessons as readers see them: those that an initiative began with, and what it made of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.ledger.entries import Recorded
from domain.lessons import EarlierLesson, LessonUse, Relevance
from domain.phases.joint_planning.events import LessonAnswered


@dataclass(frozen=True)
class EarlierView:
    """A lesson of an earlier `initiative`, written by entry `entry` of its ledger, and why it is looked at (`because`).

    `use` and its `reason` are what this initiative made of it, None while it has not said. A text is None once erased.
    """

    id: str
    initiative: str
    entry: int
    because: Relevance
    works_when: str | None
    use: LessonUse | None
    reason: str | None
    answered_at: datetime | None


def earlier_view(lesson: EarlierLesson, answer: Recorded | None, texts: dict[str, str]) -> EarlierView:
    """A lesson that was begun with, its answer here, and their texts by reference."""
    event = answer.event if answer and isinstance(answer.event, LessonAnswered) else None
    return EarlierView(
        id=lesson.id,
        initiative=lesson.initiative,
        entry=lesson.entry,
        because=lesson.because,
        works_when=texts.get(lesson.text),
        use=event.use if event else None,
        reason=texts.get(event.reason.commitment) if event else None,
        answered_at=answer.at if answer else None,
    )
