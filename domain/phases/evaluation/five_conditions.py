"""The five conditions as the seats rate them now, and over time: one rating of each in every round of evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.conditions import REALISED, Condition, Ratings, by_condition, rated
from domain.events import Event, PhaseOpened
from domain.gate_words import ConditionsRule
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.phases.evaluation.events import RubricAnswered
from domain.phases.evaluation.state import Evaluation
from domain.seats import Sector
from domain.voting.events import RecusalWithdrawn, SeatRecused

EVALUATION = Evaluation.KIND


@dataclass(frozen=True)
class RubricRound:
    """The ratings that were given in the `round`-th evaluation, which opened at this instant; those of seats that were
    `recused` from its decision when it ended count in nothing.
    """

    round: int
    opened_at: datetime
    ratings: dict[str, Ratings]
    recused: tuple[str, ...] = ()

    def conditions(self, sectors: Mapping[str, Sector], rule: ConditionsRule = REALISED) -> tuple[Condition, ...]:
        """The five conditions in this round, by the sectors of the seats."""
        counting = {seat: given for seat, given in self.ratings.items() if seat not in self.recused}
        found = by_condition(counting, sectors)
        return tuple(rated(condition, given, rule) for condition, given in found.items())


def rule_of(initiative: Initiative) -> ConditionsRule:
    """When a condition counts as met in this initiative."""
    phase = initiative.charter.model.phases.get(EVALUATION)
    return (phase.gate.conditions if phase else None) or REALISED


def five_conditions(initiative: Initiative) -> tuple[Condition, ...]:
    """The five conditions by the ratings given so far, of the seats that the gate counts: those that take part and are
    not recused. Raises LookupError outside evaluation.
    """
    state, seats = initiative.now_in, initiative.seats
    if not isinstance(state, Evaluation):
        raise LookupError("the five conditions are rated in evaluation")
    present = {seat: state.ratings[seat] for seat in initiative.standing.present}
    found = by_condition(present, {name: seat.sector for name, seat in seats.items()})
    return tuple(rated(condition, given, rule_of(initiative)) for condition, given in found.items())


def rounds(entries: Iterable[Recorded]) -> tuple[RubricRound, ...]:
    """The rounds of evaluation in order, from the entries that count; of each seat its last ratings in each."""
    found: list[RubricRound] = []
    evaluating = False
    for entry in entries:
        match entry.event:
            case PhaseOpened(phase, number):
                evaluating = phase == EVALUATION
                found += [RubricRound(number, entry.at, {})] if evaluating else []
            case event if evaluating:
                found[-1] = _round_after(found[-1], event)
            case _:
                pass
    return tuple(found)


def _round_after(round_: RubricRound, event: Event) -> RubricRound:
    match event:
        case RubricAnswered(seat, ratings):
            return replace(round_, ratings=round_.ratings | {seat: ratings})
        case SeatRecused(seat):
            return replace(round_, recused=(*round_.recused, seat))
        case RecusalWithdrawn(seat):
            return replace(round_, recused=tuple(other for other in round_.recused if other != seat))
        case _:
            return round_


def rated_by_round(
    initiative: Initiative, entries: Iterable[Recorded]
) -> tuple[tuple[RubricRound, tuple[Condition, ...]], ...]:
    """Each round with its five conditions. Of the evaluation under way the gate's seats count; of one that has ended
    those that rated it and were not recused, also if they have left since.
    """
    sectors, rule = {name: seat.sector for name, seat in initiative.seats.items()}, rule_of(initiative)
    now = initiative.at.round if isinstance(initiative.now_in, Evaluation) else None
    return tuple(
        (one, five_conditions(initiative) if one.round == now else one.conditions(sectors, rule))
        for one in rounds(entries)
    )
