"""The five conditions as readers see them: what the seats say in each round, and beside it what the engine knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.services import Services
from domain.condition_facts import known_facts
from domain.conditions import CONDITIONS, Condition
from domain.correcting.effective import effective
from domain.initiative import Initiative
from domain.known_facts import KnownFact
from domain.ledger.entries import Recorded, decode
from domain.phases.evaluation.five_conditions import RubricRound, rated_by_round, rule_of
from models.append import STREAM, entries_after
from models.letters import sent_by_person


@dataclass(frozen=True)
class SectorRated:
    """The lower median (1–4) of the `n` seats of one sector; of fewer than three seats only `n` is told."""

    sector: str
    median: int | None
    n: int


@dataclass(frozen=True)
class RatedView:
    """How a condition was rated by `n` seats in the `round`-th evaluation, which opened at this instant.

    `mean` over the medians of the sectors is in hundredths, `spread` the lowest and the highest rating. Of fewer than
    three ratings only `n` is told; a seat that does not know is not among them. There is neither mean nor
    spread where they would betray what is not told of one or two seats.
    """

    round: int
    opened_at: datetime
    n: int
    sectors: tuple[SectorRated, ...]
    mean: int | None
    spread: tuple[int, int] | None
    met: bool | None


@dataclass(frozen=True)
class ConditionView:
    """One condition: what the seats say, round by round, and the facts that the engine knows. Nothing is mixed."""

    condition: str
    rounds: tuple[RatedView, ...]
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True)
class ConditionsView:
    """The five conditions of an initiative. One is met where the mean over sectors is `least` or more and no sector is
    below `no_sector_below`. There is no number over all five.
    """

    initiative: str
    least: int
    no_sector_below: int
    conditions: tuple[ConditionView, ...]


async def conditions(services: Services, initiative: Initiative) -> ConditionsView:
    """The five conditions of an initiative, rated or not."""

    def read(session: Session) -> tuple[tuple[Recorded, ...], list[int]]:
        entries = entries_after(session, STREAM + initiative.id, 0)
        return tuple(decode(entry.text) for entry in entries), sent_by_person(session, initiative.id)

    entries, letters = await services.database.read(read)
    counting = effective(entries)
    facts = known_facts(counting, initiative, services.clock(), letters)
    rule, rated = rule_of(initiative), rated_by_round(initiative, counting)
    return ConditionsView(
        initiative=initiative.id,
        least=rule.least,
        no_sector_below=rule.no_sector_below,
        conditions=tuple(
            ConditionView(name, tuple(_rated(one, of_round[number]) for one, of_round in rated), facts[name])
            for number, name in enumerate(CONDITIONS)
        ),
    )


def _rated(of: RubricRound, found: Condition) -> RatedView:
    return RatedView(
        round=of.round,
        opened_at=of.opened_at,
        n=found.n,
        sectors=tuple(SectorRated(sector, rating.median, rating.n) for sector, rating in found.sectors.items()),
        mean=found.mean,
        spread=found.spread,
        met=found.met,
    )
