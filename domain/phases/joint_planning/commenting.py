"""The comment round: once the draft is whole, every active seat may say something of it, and each comment is answered
or noted before the plan is endorsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import asked, fulfils, released
from domain.commands import Said
from domain.entitlement import require_active, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.joint_planning.commands import AnswerPlanComment, CommentPlan
from domain.phases.joint_planning.duties import ANSWER, COMMENT, lacking, require_drafting
from domain.phases.joint_planning.events import (
    PlanCommentAnswered,
    PlanCommented,
    PlanCommentsOpened,
    PlanNotCommented,
)
from domain.refusals import AlreadyAnswered, NotAsked, TooEarly

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning

MOST: Final = 100
"""As many comments as one round of planning takes: more than that is a plan to be written anew."""


def open_round(state: JointPlanning, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Ask all for comments, also once more after changes. Raises NotEntitled, NotAsked, TooEarly."""
    require_coordinator(said)
    require_drafting(state)
    if not is_asked(initiative):
        raise NotAsked("this model asks nobody to comment on the plan", remedy="open the endorsement")
    if lacks := "; ".join(lacking(state.plan, initiative)):
        raise TooEarly(f"the plan is not whole yet: {lacks}", remedy="complete it, then ask for comments")
    number = state.comment_round + 1
    questions = (
        e for seat in initiative.active for e in asked(initiative, COMMENT, now, seat=seat, subject=f"{number}")
    )
    return (PlanCommentsOpened(number), *released(initiative, COMMENT), *questions)


def comment(
    state: JointPlanning, initiative: Initiative, said: Said, command: CommentPlan, now: datetime
) -> tuple[Event, ...]:
    """Take a comment; the coordinator is asked to answer it. Raises NotEntitled, NotAsked."""
    seat = require_active(initiative, said).id
    _require_round(state)
    if len(state.comments) >= MOST:
        raise NotAsked(f"the plan has {MOST} comments, the most it may", remedy="tell the coordinator")
    made = PlanCommented(f"p{len(state.comments) + 1}", seat, command.text)
    return (
        made,
        *fulfils(initiative, COMMENT, seat=seat),
        *asked(initiative, ANSWER, now, subject=made.plan_comment),
    )


def nothing(state: JointPlanning, initiative: Initiative, said: Said) -> tuple[Event, ...]:
    """Take in that a seat has nothing to add. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    seat = require_active(initiative, said).id
    _require_round(state)
    fulfilled = fulfils(initiative, COMMENT, seat=seat)
    if not fulfilled:
        raise AlreadyAnswered("this seat has answered, or is not asked now")
    return (PlanNotCommented(seat), *fulfilled)


def answer(state: JointPlanning, initiative: Initiative, said: Said, command: AnswerPlanComment) -> tuple[Event, ...]:
    """Answer or note a comment. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    if command.plan_comment not in state.comments:
        raise NotAsked(
            f"the plan has no comment '{command.plan_comment}'", path="plan_comment", remedy="name one of its comments"
        )
    if state.comments[command.plan_comment]:
        raise AlreadyAnswered("this comment has been answered", path="plan_comment")
    answered = PlanCommentAnswered(command.plan_comment, command.text)
    return (answered, *fulfils(initiative, ANSWER, subject=command.plan_comment))


def is_asked(initiative: Initiative) -> bool:
    """Whether the model asks seats to comment on the plan."""
    return COMMENT in initiative.rule.obligations


def unheard(state: JointPlanning, initiative: Initiative) -> Iterator[str]:
    """What a whole plan lacks before it is endorsed: that seats could comment, and answers to what they said."""
    if is_asked(initiative) and not state.comment_round:
        yield "nobody has been asked for comments"
    yield from (f"comment {name} waits for an answer" for name, done in state.comments.items() if not done)


def _require_round(state: JointPlanning) -> None:
    if not state.comment_round:
        raise NotAsked("the draft is not open for comments yet", remedy="wait until the coordinator opens it")
    require_drafting(state)
