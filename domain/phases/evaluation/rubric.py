"""The five-conditions rubric: one answer per seat, which may change until its due day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_active
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.evaluation.changing import require_changeable
from domain.phases.evaluation.commands import CONDITIONS, AnswerRubric, Ratings
from domain.phases.evaluation.events import RubricAnswered
from domain.refusals import AlreadyAnswered, Malformed

if TYPE_CHECKING:
    from domain.phases.evaluation.state import Evaluation

DUTY = "answer_rubric"
LEAST, MOST = 1, 4


def answer(state: Evaluation, initiative: Initiative, said: Said, command: AnswerRubric) -> tuple[Event, ...]:
    """Take a seat's ratings. Raises NotEntitled, Malformed, AlreadyAnswered for a change after the due day."""
    seat = require_active(initiative, said).id
    ratings = Ratings(**{condition: _rating(command, condition) for condition in CONDITIONS})
    before = state.ratings.get(seat)
    if before is not None:
        if ratings == before and command.remark is None:
            raise AlreadyAnswered("this seat has answered the same already")
        require_changeable(initiative, said, DUTY, seat=seat)
    return (RubricAnswered(seat, ratings, command.remark, before), *fulfils(initiative, DUTY, seat=seat))


def _rating(command: AnswerRubric, condition: str) -> int | None:
    rating: int | None = getattr(command, condition)
    if rating is not None and not LEAST <= rating <= MOST:
        raise Malformed(
            f"{rating} is not on the scale", path=condition, remedy=f"rate from {LEAST} to {MOST}, or leave it out"
        )
    return rating
