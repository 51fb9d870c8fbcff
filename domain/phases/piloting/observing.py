"""Observations: the values of the indicators, asked of their owners at the rhythm of each.

Every indicator is asked for at least once, at the latest while that can still be answered in time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.decimals import require_decimal
from domain.entitlement import require_seat
from domain.events import Event
from domain.facts import Indicator
from domain.gates import Indicators
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.piloting.commands import ReportObservation
from domain.phases.piloting.events import ObservationReported
from domain.phases.piloting.rhythm import ask_in_window, beat, last_call, newest
from domain.refusals import NotAsked, NotEntitled
from domain.spans import Span

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY = "observe"


def fallen_due(state: Piloting, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What is asked of the owners now: of each indicator, the newest value whose beat has come."""
    if DUTY not in initiative.rule.obligations:
        return ()
    call = last_call(initiative, DUTY)
    numbers = {i.id: _number_due(state, initiative, i, now, call) for i in initiative.facts.indicators.values()}
    return tuple(
        ask_in_window(initiative, DUTY, now, initiative.facts.indicators[indicator].owner, f"{indicator}.{number}")
        for indicator, number in numbers.items()
        if number is not None
    )


def next_beat(state: Piloting, initiative: Initiative) -> datetime | None:
    """When an owner is asked next; None once the planned end is near."""
    if DUTY not in initiative.rule.obligations:
        return None
    call = last_call(initiative, DUTY)
    moments = [_next_of(state, initiative, i, call) for i in initiative.facts.indicators.values()]
    return min((moment for moment in moments if moment is not None), default=None)


def report(state: Piloting, initiative: Initiative, said: Said, command: ReportObservation) -> tuple[Event, ...]:
    """Take a value in the word of the indicator's owner; the backbone does not report on the pilot it coordinates.

    It answers the oldest open asking of the indicator; one that nobody asked for is taken too. Raises NotAsked for an
    unknown indicator, NotEntitled, UnknownSeat, Malformed for a number that is not decimal text.
    """
    seat = require_seat(initiative, said)
    indicator = initiative.facts.indicators.get(command.indicator)
    if indicator is None:
        raise NotAsked(
            f"the plan has no indicator '{command.indicator}'", path="indicator", remedy="name one of the plan's"
        )
    if seat.id != indicator.owner:
        raise NotEntitled("another seat owns this indicator", path="indicator", remedy="ask the owner for the value")
    require_decimal(command.value)
    held = len(initiative.facts.observations) + len(state.observations)
    name = f"o{initiative.next_number('observation', held)}"
    series = state.present(indicator).series
    reported = ObservationReported(name, indicator.id, indicator.owner, command.value, series)
    oldest = next((o for o in initiative.of_duty(DUTY) if _about(o.subject, indicator) and o.state.answerable), None)
    return (reported, *(fulfils(initiative, DUTY, subject=oldest.subject) if oldest else ()))


def come_in(initiative: Initiative) -> Indicators:
    """Of the observations asked for, how many are in, and how many each owner owes; "not obtainable" is in."""
    asked = [o for o in initiative.of_duty(DUTY) if o.state is not ObligationState.RELEASED]
    owing = [o.seat for o in asked if o.state is not ObligationState.FULFILLED and o.seat is not None]
    return Indicators(given=len(asked) - len(owing), owed={seat: owing.count(seat) for seat in owing})


def asked_at_the_end(state: Piloting, initiative: Initiative, seen: Indicators) -> Indicators:
    """The same once the end of the pilot has begun: its owner is asked for each that has never been heard of."""
    if DUTY not in initiative.rule.obligations:
        return seen
    unheard = [i.owner for i in initiative.facts.indicators.values() if _never_heard_of(state, initiative, i)]
    return replace(seen, owed=dict(Counter(seen.owed) + Counter(unheard)))


def _number_due(
    state: Piloting, initiative: Initiative, indicator: Indicator, now: datetime, call: datetime
) -> int | None:
    asked = _asked(initiative, indicator)
    number = newest(initiative, Span.parse(indicator.rhythm), asked, min(now, call))
    if number > asked:
        return number
    closing = state.settling or now >= call
    return 1 if closing and _never_heard_of(state, initiative, indicator) else None


def _next_of(state: Piloting, initiative: Initiative, indicator: Indicator, call: datetime) -> datetime | None:
    upcoming = beat(initiative, Span.parse(indicator.rhythm), _asked(initiative, indicator) + 1)
    if upcoming <= call:
        return upcoming
    return call if _never_heard_of(state, initiative, indicator) else None


def _asked(initiative: Initiative, indicator: Indicator) -> int:
    """The number of the newest asking of this indicator, 0 before the first."""
    asked = [o.subject or "" for o in initiative.of_duty(DUTY) if _about(o.subject, indicator)]
    return max((int(subject.rpartition(".")[2]) for subject in asked), default=0)


def _never_heard_of(state: Piloting, initiative: Initiative, indicator: Indicator) -> bool:
    reported = any(observation.indicator == indicator.id for observation in state.observations.values())
    return not reported and _asked(initiative, indicator) == 0


def _about(subject: str | None, indicator: Indicator) -> bool:
    return (subject or "").rpartition(".")[0] == indicator.id
