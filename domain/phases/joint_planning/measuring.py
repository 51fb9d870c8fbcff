"""Indicators: few, each a contract of who reports what, how often and at what cost, and each with a baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.commands import Said
from domain.decimals import require_contract, require_decimal
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.facts import Indicator
from domain.initiative import Initiative
from domain.phases.joint_planning.commands import DefineIndicator, ReassignIndicator, SetBaseline, SetTarget
from domain.phases.joint_planning.drafting import drafter, require_activities, require_taking_part
from domain.phases.joint_planning.duties import INDICATORS, drafted, require_drafting, require_room
from domain.phases.joint_planning.events import (
    IndicatorBaselineSet,
    IndicatorDefined,
    IndicatorReassigned,
    IndicatorTargetSet,
)
from domain.refusals import AlreadyAnswered, Malformed, ModelInvalid, NotAsked, NotEntitled
from domain.spans import Span, Unit

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning

_A_YEAR: Final = {Unit.WORKING_DAYS: 260, Unit.DAYS: 366, Unit.MONTHS: 12}
_A_WEEK: Final = 7 * 24 * 60


def define(state: JointPlanning, initiative: Initiative, said: Said, command: DefineIndicator) -> tuple[Event, ...]:
    """Define an indicator. Raises NotEntitled, UnknownSeat, Malformed, and NotAsked for an activity that the
    plan has not, and beyond the model's `most`.
    """
    require_coordinator(said)
    require_drafting(state)
    require_room(initiative, INDICATORS, len(state.plan.indicators))
    require_taking_part(initiative, command.owner, "owner")
    _require_bearable(command)
    require_activities(state, command.measures, "measures")
    defined = IndicatorDefined(
        indicator=f"i{len(state.plan.indicators) + 1}",
        definition=command.definition,
        level=command.level,
        owner=command.owner,
        rhythm=command.rhythm,
        minutes=command.minutes,
        source=command.source,
        measures=command.measures or None,
    )
    return (defined,)


def _require_bearable(command: DefineIndicator) -> None:
    """A rhythm between a day and a year, and a cost that fits into a week."""
    advice = "write P1M for every month, P2W for every two weeks, 10wd for every ten working days"
    try:
        rhythm = Span.parse(command.rhythm)
    except ModelInvalid:
        raise Malformed(f"'{command.rhythm}' is not a span of time", path="rhythm", remedy=advice) from None
    if not 1 <= rhythm.amount <= _A_YEAR[rhythm.unit]:
        raise Malformed("a rhythm is between a day and a year", path="rhythm", remedy=advice)
    if not 0 <= command.minutes <= _A_WEEK:
        raise Malformed("the cost is between none and a week", path="minutes", remedy="say how many minutes it takes")


def reassign_indicator(
    state: JointPlanning, initiative: Initiative, said: Said, command: ReassignIndicator
) -> tuple[Event, ...]:
    """Give an indicator another owner. Raises NotEntitled, UnknownSeat, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    require_drafting(state)
    indicator = _known(state, command.indicator)
    require_taking_part(initiative, command.owner, "owner")
    if indicator.owner == command.owner:
        raise AlreadyAnswered("this seat owns the indicator already", path="owner")
    return (IndicatorReassigned(indicator.id, command.owner),)


def set_baseline(state: JointPlanning, initiative: Initiative, said: Said, command: SetBaseline) -> tuple[Event, ...]:
    """Set or correct the baseline of an indicator, by its owner or the coordinator. Raises NotEntitled, NotAsked,
    Malformed at `value.number`.
    """
    by = drafter(initiative, said)
    require_drafting(state)
    indicator = _known(state, command.indicator)
    if by not in (None, indicator.owner):
        raise NotEntitled("the baseline is the owner's to set", path="indicator", remedy="ask the owner's seat")
    require_decimal(command.value)
    baseline = IndicatorBaselineSet(indicator.id, command.value, by, indicator.baseline)
    return drafted(state, initiative, baseline, INDICATORS)


def set_target(state: JointPlanning, initiative: Initiative, said: Said, command: SetTarget) -> tuple[Event, ...]:
    """Set or correct the target and bounds of an indicator. Raises NotEntitled, NotAsked, Malformed."""
    require_coordinator(said)
    require_drafting(state)
    indicator = _known(state, command.indicator)
    require_contract(baseline=None, target=command.target, low=command.low, high=command.high)
    return (IndicatorTargetSet(indicator.id, command.target, command.low, command.high),)


def _known(state: JointPlanning, indicator: str) -> Indicator:
    if indicator not in state.plan.indicators:
        raise NotAsked(
            f"the plan has no indicator '{indicator}'", path="indicator", remedy="name one of its indicators"
        )
    return state.plan.indicators[indicator]
