"""The five conditions as the seats rate them now, and over time: one rating of each in every round of evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.conditions import REALISED, Condition, Ratings, by_condition, rated
from domain.events import PhaseOpened
from domain.gate_words import ConditionsRule
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.phases.evaluation.events import RubricAnswered
from domain.phases.evaluation.state import Evaluation
from domain.seats import Sector

EVALUATION = Evaluation.KIND


@dataclass(frozen=True)
class RubricRound:
    """The ratings that were given in the `round`-th evaluation, which opened at this instant."""

    round: int
    opened_at: datetime
    ratings: dict[str, Ratings]

    def conditions(self, sectors: Mapping[str, Sector], rule: ConditionsRule = REALISED) -> tuple[Condition, ...]:
        """The five conditions in this round, by the sectors of the seats."""
        found = by_condition(self.ratings, sectors)
        return tuple(rated(condition, given, rule) for condition, given in found.items())


def rule_of(initiative: Initiative) -> ConditionsRule:
    """When a condition counts as met in this initiative."""
    phase = initiative.charter.model.phases.get(EVALUATION)
    return (phase.gate.conditions if phase else None) or REALISED


def five_conditions(initiative: Initiative) -> tuple[Condition, ...]:
    """The five conditions by the ratings given so far. Raises LookupError outside evaluation."""
    state, seats = initiative.now_in, initiative.seats
    if not isinstance(state, Evaluation):
        raise LookupError("the five conditions are rated in evaluation")
    present = {seat: state.ratings[seat] for seat in state.standing(initiative).present}
    found = by_condition(present, {name: seat.sector for name, seat in seats.items()})
    return tuple(rated(condition, given, rule_of(initiative)) for condition, given in found.items())


def rounds(entries: Iterable[Recorded]) -> tuple[RubricRound, ...]:
    """The rounds of evaluation in order, from the entries that count; of each seat its last ratings in each."""
    found: list[RubricRound] = []
    for entry in entries:
        match entry.event:
            case PhaseOpened(phase, number) if phase == EVALUATION:
                found.append(RubricRound(number, entry.at, {}))
            case RubricAnswered(seat, ratings) if found:
                found[-1] = replace(found[-1], ratings=found[-1].ratings | {seat: ratings})
            case _:
                pass
    return tuple(found)
