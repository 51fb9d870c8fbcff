"""Dependants: what falls into doubt when a commitment or an activity falls away.

An activity depends on those that come before it; a commitment on the activity it was made towards, an indicator on the
activities that it measures, and an observation on its indicator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.facts import Activity, Commitment, Facts, Indicator


@dataclass(frozen=True)
class Dependants:
    """The ids of what depends on a thing, each with how many activities that come before others lie between: 0 for what
    depends on it directly, by its own activity.
    """

    activities: dict[str, int] = field(default_factory=dict)
    commitments: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    observations: dict[str, int] = field(default_factory=dict)


def of_activity(facts: Facts, activity: str) -> Dependants:
    """All that depends on an activity, itself left out."""
    found = _hanging_on(facts, activity)
    return Dependants(
        {name: steps for name, steps in found.activities.items() if name != activity},
        found.commitments,
        found.indicators,
        found.observations,
    )


def of_commitment(facts: Facts, commitment: Commitment) -> Dependants:
    """All that depends on a commitment: its activity first, and whatever hangs on that; itself left out."""
    found = _hanging_on(facts, commitment.activity)
    others = {name: steps for name, steps in found.commitments.items() if name != commitment.id}
    return Dependants(found.activities, others, found.indicators, found.observations)


def owners(facts: Facts, found: Dependants) -> tuple[str, ...]:
    """The seats that answer for what depends on a thing and is still to come: activities that have not been released,
    open commitments, indicators. In the order of the plan, each once.
    """
    activities: list[Activity] = [facts.activities[name] for name in found.activities if name not in facts.released]
    commitments: list[Commitment] = [facts.commitments[name] for name in found.commitments]
    indicators: list[Indicator] = [facts.indicators[name] for name in found.indicators]
    return tuple(
        dict.fromkeys(
            (
                *(activity.owner for activity in activities),
                *(commitment.seat for commitment in commitments if commitment.is_open),
                *(indicator.owner for indicator in indicators),
            )
        )
    )


def _hanging_on(facts: Facts, activity: str) -> Dependants:
    steps = _after(facts, activity)
    indicators = {
        indicator.id: nearest
        for indicator in facts.indicators.values()
        if (nearest := _nearest(steps, indicator.measures or ())) is not None
    }
    return Dependants(
        {name: steps[name] for name in facts.activities if name in steps},
        {one.id: steps[one.activity] for one in facts.commitments.values() if one.activity in steps},
        indicators,
        {one.id: indicators[one.indicator] for one in facts.observations.values() if one.indicator in indicators},
    )


def _after(facts: Facts, activity: str) -> dict[str, int]:
    """The activity and all that come after it, each with the fewest steps between."""
    steps, reached = {activity: 0}, [activity]
    for earlier in reached:  # grows while it is walked: the nearest first
        for name, before in facts.depends_on.items():
            if earlier in before and name not in steps:
                steps[name] = steps[earlier] + 1
                reached.append(name)
    return steps


def _nearest(steps: dict[str, int], activities: Iterable[str]) -> int | None:
    return min((steps[name] for name in activities if name in steps), default=None)
