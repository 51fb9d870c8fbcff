"""Redefining: what an indicator measures changes, so a new series begins, and the old one ends where all can see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.decimals import require_contract
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.piloting.commands import RedefineIndicator
from domain.phases.piloting.drifting import DUTY
from domain.phases.piloting.events import IndicatorRedefined
from domain.refusals import NotAsked

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting


def redefine(state: Piloting, initiative: Initiative, said: Said, command: RedefineIndicator) -> tuple[Event, ...]:
    """Begin a new series. It has the baseline, target and bounds that are named, and none of the former one.

    Raises NotEntitled, NotAsked for an unknown indicator, Malformed for numbers that are none.
    """
    require_coordinator(said)
    indicator = initiative.facts.indicators.get(command.indicator)
    if indicator is None:
        raise NotAsked(
            f"the plan has no indicator '{command.indicator}'", path="indicator", remedy="name one of the plan's"
        )
    require_contract(baseline=command.baseline, target=command.target, low=command.low, high=command.high)
    series = state.present(indicator).series or 1
    redefined = IndicatorRedefined(
        indicator=indicator.id,
        series=series + 1,
        definition=command.definition,
        reason=command.reason,
        baseline=command.baseline,
        target=command.target,
        low=command.low,
        high=command.high,
    )
    return (redefined, *fulfils(initiative, DUTY, subject=f"{indicator.id}.{series}"))
