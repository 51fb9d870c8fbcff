"""Generated gates of every clause, with tables of up to twelve seats, for the comparison with brute force."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TypeVar

from domain.gate_words import ConditionsRule, IndicatorNeed, IndicatorsRule, Settled
from domain.operating_model import GateRule, Quorum
from domain.seats import Sector
from domain.shares import Share
from tests.domain.gate_oracle import COORDINATOR, Mark, Table
from tests.domain.tables import BY_ROLE

MOST_SEATS = 12
TOWNS = ("140", "174", "297", "402", "420", "687")
SECTORS = (Sector.ASSOCIATION, Sector.INFORMAL, Sector.MUNICIPALITY, Sector.LEADER, Sector.COMPANY)
MARKS = (Mark.PRESENT, Mark.PRESENT, Mark.SILENT, Mark.SILENT, Mark.SILENT, Mark.AGAINST, Mark.GONE)
KINDS = ("paper", "pencil")
RATED = ("champions", "resources")
CONDITIONS = ("common_agenda", "backbone_support")
T = TypeVar("T")


def case(chance: Random) -> tuple[GateRule, Table]:
    """A gate and a table that goes with it. Each clause is there about every fourth time."""
    rule = GateRule(
        BY_ROLE,
        quorum=_maybe(chance, Quorum(_share(chance, 1, 100), chance.randint(1, 8))),
        sectors=_maybe(chance, _sectors(chance)),
        max_share=_maybe(chance, _share(chance, 25, 80)),
        done=tuple(kind for kind in KINDS if chance.random() < 0.3),
        municipalities=_maybe(chance, _share(chance, 1, 100)),
        hear=_maybe(chance, tuple(chance.sample(SECTORS, chance.randint(1, 2)))),
        indicators=_maybe(chance, _indicators_rule(chance)),
        settled=_maybe(chance, tuple(chance.sample(tuple(Settled), 2))),
        median=_maybe(chance, chance.randint(1, 4)),
        conditions=_maybe(chance, ConditionsRule(chance.choice((2, 3, 3, 4)), chance.choice((1, 1, 2, 3)))),
    )
    return rule, _table(chance, rule)


def _maybe(chance: Random, value: T) -> T | None:
    return value if chance.random() < 0.26 else None


def _share(chance: Random, least: int, most: int) -> Share:
    part = Fraction(chance.randint(least, most), 100)
    return Share(part.numerator, part.denominator)


def _sectors(chance: Random) -> dict[str, int]:
    names = [sector.value for sector in SECTORS]
    singles = {name: chance.randint(1, 2) for name in chance.sample(names, chance.randint(1, 2))}
    joined = {"|".join(sorted(chance.sample(names, chance.randint(2, 3)))): chance.randint(1, 4)}
    distinct = {"distinct": chance.randint(1, 4)}
    return {**singles, **(joined if chance.random() < 0.5 else {}), **(distinct if chance.random() < 0.4 else {})}


def _indicators_rule(chance: Random) -> IndicatorsRule:
    least = chance.randint(1, 3)
    needs = tuple(chance.sample(tuple(IndicatorNeed), chance.randint(1, 2)))
    return IndicatorsRule(
        least=_maybe(chance, least),
        most=_maybe(chance, least + chance.randint(0, 2) + 2),
        require=_maybe(chance, needs),
        measured=_share(chance, 30, 100) if chance.random() < 0.6 else None,
    )


def _table(chance: Random, rule: GateRule) -> Table:
    seats = {f"s{n:02}": (chance.choice(SECTORS), chance.choice(MARKS)) for n in range(chance.randint(0, MOST_SEATS))}
    names = [*seats, COORDINATOR]
    owners = list(seats)[:6] or [COORDINATOR]
    few = [frozenset(chance.sample(names, min(len(names), chance.randint(0, 2)))) for _ in range(2 + len(Settled))]
    present = [seat for seat, (_, mark) in seats.items() if mark is Mark.PRESENT]
    clauses = ("quorum", "max_share", "municipalities", "indicators.measured", "median.champions", "sectors.distinct")
    clauses += ("conditions.common_agenda",)
    return Table(
        seats,
        voices=tuple(chance.choice((*SECTORS, Sector.RESIDENT)) for _ in range(chance.choice((0, 0, 1, 2)))),
        owed={"paper": few[0], "pencil": few[1]},
        towns={seat: chance.choice(TOWNS) for seat in seats if chance.random() < 0.8},
        place=chance.choice((*TOWNS, "")),
        left_over={word.value: owing for word, owing in zip(Settled, few[2:], strict=True)},
        indicators=tuple(
            (chance.choice(("input", "output", "outcome")), chance.choice(owners), chance.random() < 0.7)
            for _ in range(chance.randint(0, 5))
        ),
        observations=tuple((chance.choice(owners), chance.random() < 0.5) for _ in range(chance.randint(0, 6))),
        ratings={name: tuple(chance.randint(1, 4) for _ in present) for name in RATED},
        conditions={
            name: tuple((seat, chance.choice((1, 2, 3, 3, 4, 4, 4))) for seat in present if chance.random() < 0.85)
            for name in CONDITIONS
        },
        unheard=frozenset(seat for seat in seats if chance.random() < 0.2),
        excepted=frozenset(chance.sample(clauses, chance.choice((0, 0, 0, 1, 2)))),
        votes=_votes(chance, seats),
    )


def _votes(chance: Random, seats: dict[str, tuple[Sector, Mark]]) -> frozenset[str] | None:
    """Half of the time acting gives a vote; else all entitled have one, but for a few whom the phase leaves out."""
    if chance.random() < 0.5:
        return None
    few = chance.choice((0.0, 0.0, 0.2))
    return frozenset(s for s, (_, mark) in seats.items() if mark is not Mark.GONE and chance.random() >= few)
