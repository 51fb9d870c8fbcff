"""What joint planning asks for, where the operating model asks for it at all, and what the plan still lacks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from domain.asking import fulfils
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.joint_planning.plan import Plan
from domain.refusals import NotAsked

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning

GOALS: Final = "set_goals"
ACTIVITIES: Final = "map_activities"
INDICATORS: Final = "define_indicators"
COMMIT: Final = "make_commitment"
ENDORSE: Final = "endorse_plan"
LESSONS: Final = "answer_lessons"
RISKS: Final = "name_risks"
CRITERIA: Final = "set_stop_criteria"
EVALUATION: Final = "fix_evaluation"
COMMENT: Final = "comment_plan"
ANSWER: Final = "answer_plan_comment"
DRAFTED: Final = (GOALS, ACTIVITIES, INDICATORS, RISKS, CRITERIA, EVALUATION)

MOST: Final = 100
"""As many pieces of one kind as a plan holds where the model sets no bound."""


def least(initiative: Initiative, duty: str) -> int:
    """How many pieces fulfil a duty: what the model says, else one; none where it does not ask."""
    rule = initiative.rule.obligations.get(duty)
    if rule is None:
        return 0
    return 1 if duty == EVALUATION else rule.least or 1


def have(plan: Plan, duty: str) -> int:
    """How many pieces of a drafting duty the plan holds; an indicator counts once it has a baseline."""
    match duty:
        case "set_goals":
            return plan.goals
        case "map_activities":
            return len(plan.activities)
        case "name_risks":
            return plan.risks or 0
        case "set_stop_criteria":
            return len(plan.stop_criteria or ())
        case "fix_evaluation":
            return int(plan.evaluation_on is not None)
        case _:
            return sum(indicator.baseline is not None for indicator in plan.indicators.values())


def drafted(state: JointPlanning, initiative: Initiative, event: Event, duty: str) -> tuple[Event, ...]:
    """The event, and that the duty is fulfilled if the plan holds enough with it."""
    enough = have(state.plan.after(event), duty) >= least(initiative, duty)
    return (event, *fulfils(initiative, duty)) if enough else (event,)


def require_drafting(state: JointPlanning) -> None:
    """Raise NotAsked while the plan is frozen."""
    if state.frozen is not None:
        raise NotAsked("the plan is frozen while it is endorsed", remedy="ask the coordinator to reopen the drafting")


def require_room(initiative: Initiative, duty: str, held: int) -> None:
    """Raise NotAsked once the plan holds as many pieces as the model, or we, allow."""
    rule = initiative.rule.obligations.get(duty)
    most = rule.most if rule and rule.most is not None else MOST
    if held >= most:
        raise NotAsked(f"the plan holds {held} of these, the most it may", remedy="agree on the few that matter most")


def lacking(plan: Plan, initiative: Initiative) -> Iterator[str]:
    """What the plan lacks to be whole."""
    for duty in DRAFTED:
        if have(plan, duty) < least(initiative, duty):
            yield f"{duty} has {have(plan, duty)} of {least(initiative, duty)}"
    for indicator in plan.indicators.values():
        if indicator.baseline is None:
            yield f"indicator {indicator.id} has no baseline"
        if indicator.owner not in initiative.active:
            yield f"the owner of indicator {indicator.id} no longer takes part"
    for activity in plan.activities.values():
        if not {activity.owner, activity.deputy} <= set(initiative.active):
            yield f"the owner or deputy of activity {activity.id} no longer takes part"
