"""Lessons of earlier initiatives: each that this one began with is used, does not apply, or has been disproved.

Its answer may change as long as the plan is made. What was disproved is told where the lesson came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.events import Event
from domain.gates import Duties
from domain.gates.clauses import COORDINATOR
from domain.initiative import Initiative
from domain.lessons import MOST, EarlierLesson
from domain.phases.joint_planning.commands import AnswerLesson
from domain.phases.joint_planning.drafting import drafter
from domain.phases.joint_planning.duties import LESSONS
from domain.phases.joint_planning.events import LessonAnswered
from domain.refusals import AlreadyAnswered, NotAsked

if TYPE_CHECKING:
    from datetime import datetime

    from domain.phases.joint_planning.state import JointPlanning


def earlier(initiative: Initiative) -> dict[str, EarlierLesson]:
    """The lessons that the initiative began with, by id, as many as the model looks at; none where it looks at none."""
    rule = initiative.rule.obligations.get(LESSONS)
    if rule is None:
        return {}
    return {lesson.id: lesson for lesson in (initiative.charter.lessons or ())[: rule.most or MOST]}


def left(state: JointPlanning, initiative: Initiative) -> tuple[str, ...]:
    """Those of them that nobody has answered yet."""
    return tuple(lesson for lesson in earlier(initiative) if lesson not in state.lessons_answered)


def opening(state: JointPlanning, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The coordinator is asked to have the lessons answered, if there are any left."""
    return asked(initiative, LESSONS, now) if left(state, initiative) else ()


def standing(state: JointPlanning, initiative: Initiative) -> Duties:
    """How many lessons are answered, and which are not."""
    of, still = len(earlier(initiative)), left(state, initiative)
    return Duties(of - len(still), of, (COORDINATOR,) if still else (), still)


def answer(state: JointPlanning, initiative: Initiative, said: Said, command: AnswerLesson) -> tuple[Event, ...]:
    """Take in what is made of a lesson, by an active seat or the coordinator. Raises NotEntitled, NotAsked,
    AlreadyAnswered.
    """
    by, known = drafter(initiative, said), earlier(initiative)
    if command.earlier not in known:
        raise NotAsked(
            f"this initiative began with no lesson '{command.earlier}'",
            path="earlier",
            remedy="name one of its lessons",
        )
    before, lesson = state.lessons_answered.get(command.earlier), known[command.earlier]
    if before is command.use:
        raise AlreadyAnswered(f"the answer is '{before}' already", path="use")
    answered = LessonAnswered(
        earlier=lesson.id,
        initiative=lesson.initiative,
        entry=lesson.entry,
        use=command.use,
        reason=command.reason,
        by=by,
        replaces=before,
    )
    is_last = set(left(state, initiative)) <= {lesson.id}
    return (answered, *(fulfils(initiative, LESSONS) if is_last else ()))
