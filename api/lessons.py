"""The lessons of an initiative: those that it began with, and those it wrote itself.

Whoever may read an initiative may read the texts of the lessons that its charter names, and nothing else of where they
come from; whoever may read where a lesson was written may read why it was used or not. An erased text is gone for all.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from api.earlier_lessons import EarlierView, earlier_view
from api.services import Services
from api.written_lessons import WrittenView, written_view
from domain.initiative import Initiative
from domain.lessons import MOST, Beginning, EarlierLesson
from domain.operating_model import OperatingModel
from domain.phases.joint_planning import JointPlanning
from domain.phases.joint_planning.duties import LESSONS
from domain.sealed import Sealed
from models import lesson_uses, lessons_said
from models.lessons import to_begin_with
from models.tables import Initiative as Row


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
    return to_begin_with(session, services.vault, beginning, rule.most or MOST) or None


async def lessons(services: Services, initiative: Initiative) -> LessonsView:
    """The lessons that an initiative began with, and those it wrote."""
    return await services.database.read(lambda session: _view(services, session, initiative))


def _view(services: Services, session: Session, initiative: Initiative) -> LessonsView:
    row = session.get_one(Row, initiative.id)
    began, said = initiative.charter.lessons or (), lessons_said.said(session, row.id)
    uses = lesson_uses.uses(session, row)
    events = [entry.event for entry in (*said.written, *said.answers.values())]
    sealed = [one for event in events for one in vars(event).values() if isinstance(one, Sealed)]
    refs = [*(one.text for one in began), *(one.commitment for one in sealed)]
    refs += [used.reason.commitment for used in uses if used.reason]
    texts = services.vault.reveal_many(session, refs) if refs else {}
    return LessonsView(
        initiative=initiative.id,
        earlier=tuple(earlier_view(one, said.answers.get(one.id), texts) for one in began),
        written=tuple(
            written_view(
                entry, tuple(used for used in uses if said.lesson(used.entry) == said.lesson(entry.seq)), texts
            )
            for entry in said.written
        ),
    )
