"""Lessons: what works, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.events import Event, LessonWritten
from domain.initiative import Initiative
from domain.phases.evaluation.commands import WriteLesson
from domain.phases.evaluation.speaking import seat_or_coordinator

if TYPE_CHECKING:
    from domain.phases.evaluation.state import Evaluation

DUTY = "write_lessons"


def write(state: Evaluation, initiative: Initiative, said: Said, command: WriteLesson) -> tuple[Event, ...]:
    """Record a lesson; the first one is what the coordinator owes. Raises NotEntitled."""
    writer = seat_or_coordinator(initiative, said)
    lesson = f"l{initiative.next_number('lesson', state.lessons)}"
    return (LessonWritten(lesson, command.works_when, writer), *fulfils(initiative, DUTY))
