"""Drift: what an indicator shows goes the wrong way, and the coordinator is told while something can still be done.

Only values of one series are compared: where a definition has changed, nothing is read across the break.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.facts import Indicator, Observation, Value
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.piloting.commands import ReviewDrift
from domain.phases.piloting.events import Drift, DriftReviewed, DriftWarned
from domain.refusals import NotAsked

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY: Final = "review_drift"
_MISSED: Final = 2
"""So many missing values in a row are a drift: one may be anybody's holiday."""


def drift(indicator: Indicator, values: tuple[Value, ...], silent: int) -> Drift | None:
    """How the values of one series drift, the newest last; the series' baseline comes before them.

    `silent` is how many of the newest askings lapsed without a value. Outside the bounds is told before away from the
    target, and that before missing.
    """
    numbers = [Decimal(v.number) for v in (indicator.baseline, *values) if v is not None and v.number is not None]
    newest = values[-1].number if values else None
    if newest is not None and _outside(indicator, Decimal(newest)):
        return Drift.OUTSIDE
    if newest is not None and _away(indicator, numbers):
        return Drift.AWAY
    unobtainable = len(values) >= _MISSED and all(v.number is None for v in values[-_MISSED:])
    return Drift.MISSED if unobtainable or silent >= _MISSED else None


def drifting(state: Piloting, initiative: Initiative) -> dict[str, Drift]:
    """The indicators that drift now, by id."""
    found = {i.id: _drift_of(state, initiative, state.present(i)) for i in initiative.facts.indicators.values()}
    return {indicator: drift for indicator, drift in found.items() if drift is not None}


def warned(state: Piloting, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Warn of each series that drifts, once in a pilot; nothing where the model does not ask for it."""
    if DUTY not in initiative.rule.obligations:
        return ()
    events: list[Event] = []
    for name, how in drifting(state, initiative).items():
        series = state.present(initiative.facts.indicators[name]).series or 1
        if f"{name}.{series}" not in state.warned:
            subject = f"{name}.{series}"
            events += [DriftWarned(name, series, how), *asked(initiative, DUTY, now, subject=subject)]
    return tuple(events)


def review(state: Piloting, initiative: Initiative, said: Said, command: ReviewDrift) -> tuple[Event, ...]:
    """Take in what the coordinator makes of a drift. Raises NotEntitled, NotAsked where none has been warned of."""
    require_coordinator(said)
    owed = next((o for o in initiative.of_duty(DUTY) if _about(o.subject) == command.indicator), None)
    if owed is None or not owed.state.answerable:
        raise NotAsked("no drift of this indicator waits for a review", path="indicator", remedy="name one that does")
    return (DriftReviewed(command.indicator, command.findings), *fulfils(initiative, DUTY, subject=owed.subject))


def _drift_of(state: Piloting, initiative: Initiative, indicator: Indicator) -> Drift | None:
    every = (*initiative.facts.observations.values(), *state.observations.values())
    values = tuple(o.value for o in every if o.indicator == indicator.id and _same_series(o, indicator))
    return drift(indicator, values, _silent(state, initiative, indicator))


def _same_series(observation: Observation, indicator: Indicator) -> bool:
    return (observation.series or 1) == (indicator.series or 1)


def _silent(state: Piloting, initiative: Initiative, indicator: Indicator) -> int:
    """How many of the newest askings of the present series lapsed, counted back to the newest value."""
    series = state.redefined.get(indicator.id)
    own = (o for o in initiative.of_duty("observe") if _about(o.subject) == indicator.id)
    lapsed = 0
    for asking in (o for o in own if series is None or o.opened_at >= series.at):
        if asking.state is ObligationState.LAPSED:
            lapsed += 1
        elif asking.state is ObligationState.FULFILLED:
            lapsed = 0
    return lapsed


def _outside(indicator: Indicator, number: Decimal) -> bool:
    low, high = indicator.low, indicator.high
    below = low is not None and low.number is not None and number < Decimal(low.number)
    return below or (high is not None and high.number is not None and number > Decimal(high.number))


def _away(indicator: Indicator, numbers: list[Decimal]) -> bool:
    """Whether the two newest values each lie farther from the target than the one before."""
    if indicator.target is None or indicator.target.number is None or len(numbers) <= _MISSED:
        return False
    first, second, third = (abs(number - Decimal(indicator.target.number)) for number in numbers[-3:])
    return first < second < third


def _about(subject: str | None) -> str:
    return (subject or "").rpartition(".")[0]
