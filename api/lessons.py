"""Lessons as readers see them: those that an initiative began with and what it made of each, and those it wrote itself
with what later initiatives made of them.

Whoever may read an initiative may read the texts of the lessons that its charter names, and nothing else of where they
come from; whoever may read where a lesson was written may read why it was used or not. An erased text is gone for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.services import Services
from domain.events import LessonWritten
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.lessons import MOST, Beginning, EarlierLesson, LessonUse, Relevance
from domain.operating_model import OperatingModel
from domain.phases.joint_planning import JointPlanning
from domain.phases.joint_planning.duties import LESSONS
from domain.phases.joint_planning.events import LessonAnswered
from domain.sealed import Sealed
from models import lessons as known
from models.tables import Initiative as Row


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


@dataclass(frozen=True)
class UseView:
    """What a later `initiative`, of this place and theme, made of a lesson; None while it has not said."""

    initiative: str
    place: str
    theme: str
    use: LessonUse | None
    reason: str | None
    at: datetime | None


@dataclass(frozen=True)
class WrittenView:
    """A lesson that this initiative wrote, by entry `entry`, and the later initiatives that look at it; `disproved`
    counts those in which it did not hold.
    """

    lesson: str
    entry: int
    works_when: str | None
    at: datetime
    disproved: int
    uses: tuple[UseView, ...]


@dataclass(frozen=True)
class LessonsView:
    """The lessons of an initiative: `earlier` it began with, `written` it leaves to others."""

    initiative: str
    earlier: tuple[EarlierView, ...]
    written: tuple[WrittenView, ...]


def begun_with(
    services: Services, session: Session, model: OperatingModel, beginning: Beginning
) -> tuple[EarlierLesson, ...] | None:
    """The lessons that an initiative begins with; None where there are none, or the model does not look at them."""
    planning = model.phases.get(JointPlanning.KIND)
    rule = planning.obligations.get(LESSONS) if planning else None
    if rule is None:
        return None
    return known.to_begin_with(session, services.vault, beginning, rule.most or MOST) or None


async def lessons(services: Services, initiative: Initiative) -> LessonsView:
    """The lessons that an initiative began with, and those it wrote."""
    return await services.database.read(lambda session: _view(services, session, initiative))


def _view(services: Services, session: Session, initiative: Initiative) -> LessonsView:
    row = session.get_one(Row, initiative.id)
    began, answers = initiative.charter.lessons or (), known.answers(session, initiative.id)
    wrote, uses = known.written(session, initiative.id), known.uses(session, row)
    said = [entry.event for entry in (*wrote, *answers.values())]
    sealed = [one for event in said for one in vars(event).values() if isinstance(one, Sealed)]
    refs = [*(one.text for one in began), *(one.commitment for one in sealed)]
    refs += [used.reason.commitment for used in uses if used.reason]
    texts = services.vault.reveal_many(session, refs) if refs else {}
    return LessonsView(
        initiative=initiative.id,
        earlier=tuple(_earlier(one, answers.get(one.id), texts) for one in began),
        written=tuple(
            _written(entry, tuple(used for used in uses if used.entry == entry.seq), texts) for entry in wrote
        ),
    )


def _earlier(lesson: EarlierLesson, answer: Recorded | None, texts: dict[str, str]) -> EarlierView:
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


def _written(entry: Recorded, uses: tuple[known.Used, ...], texts: dict[str, str]) -> WrittenView:
    assert isinstance(entry.event, LessonWritten)
    return WrittenView(
        lesson=entry.event.lesson,
        entry=entry.seq,
        works_when=texts.get(entry.event.works_when.commitment),
        at=entry.at,
        disproved=sum(used.use is LessonUse.DISPROVED for used in uses),
        uses=tuple(
            UseView(
                used.initiative,
                used.place,
                used.theme,
                used.use,
                texts.get(used.reason.commitment) if used.reason else None,
                used.at,
            )
            for used in uses
        ),
    )
