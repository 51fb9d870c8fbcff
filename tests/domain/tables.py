"""Small tables for the laws of gates: all of up to four seats, and random ones of up to eight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import combinations_with_replacement, product

from hypothesis import strategies as st

from domain.gate_words import Settled
from domain.gates import Duties, Evidence, Found, Indicators
from domain.operating_model import Decide, DecideHow, GateRule, Quorum
from domain.seats import Seat, Sector
from domain.shares import Share
from domain.standing import Standing
from tests.domain.gate_oracle import COORDINATOR, Mark, Table

SOON = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
BY_ROLE = Decide(DecideHow.ROLE)
A, B, C = Sector.ASSOCIATION, Sector.INFORMAL, Sector.MUNICIPALITY
HALF, TWO_THIRDS, ALL = Share(1, 2), Share(2, 3), Share(1, 1)
RULES = (
    GateRule(BY_ROLE),
    GateRule(BY_ROLE, quorum=Quorum(HALF, 1)),
    GateRule(BY_ROLE, quorum=Quorum(TWO_THIRDS, 3)),
    GateRule(BY_ROLE, sectors={"association": 1, "informal": 1}),
    GateRule(BY_ROLE, sectors={"association|informal": 2, "municipality": 1}),
    GateRule(BY_ROLE, sectors={"distinct": 2, "association": 2}),
    GateRule(BY_ROLE, max_share=HALF),
    GateRule(BY_ROLE, quorum=Quorum(Share(3, 5), 2), sectors={"distinct": 3}, max_share=Share(1, 3)),
    GateRule(BY_ROLE, quorum=Quorum(ALL, 1), max_share=Share(3, 5), done=("paper",)),
    GateRule(BY_ROLE, sectors={"association|informal": 2}, done=("paper",)),
)


def evidence(table: Table) -> Evidence:
    """What the gate is shown of a table."""
    seats = {
        seat: Seat(seat, f"org-{seat}", sector, f"holder-{seat}", municipality=table.towns.get(seat))
        for seat, (sector, _) in table.seats.items()
    }
    standing = Standing(
        entitled=tuple(table.marked(Mark.PRESENT, Mark.SILENT, Mark.AGAINST)),
        present=tuple(table.marked(Mark.PRESENT)),
        silent=tuple(table.marked(Mark.SILENT)),
        voices={sector: table.voices.count(sector) for sector in table.voices},
    )
    return Evidence(
        seats,
        standing,
        duties={kind: _duties(owing) for kind, owing in (table.owed or {}).items()},
        place=table.place,
        found=Found(
            settled={Settled(word): _duties(owing) for word, owing in table.left_over.items()},
            indicators=_indicators(table),
            ratings=table.ratings,
            conditions={name: _by_sector(table, given) for name, given in table.conditions.items()},
        ),
        unheard=dict.fromkeys(sorted(table.unheard), SOON),
        excepted=tuple(sorted(table.excepted)),
        voters=None if table.votes is None else tuple(sorted(table.votes)),
    )


def _duties(owing: frozenset[str]) -> Duties:
    return Duties(1, 1 + len(owing), tuple(sorted(owing)))


def _by_sector(table: Table, given: tuple[tuple[str, int], ...]) -> dict[Sector, tuple[int, ...]]:
    sectors = {table.seats[seat][0] for seat, _ in given}
    return {sector: tuple(rated for seat, rated in given if table.seats[seat][0] is sector) for sector in sectors}


def _indicators(table: Table) -> Indicators:
    still = [owner for owner, is_in in table.observations if not is_in]
    return Indicators(
        number=len(table.indicators),
        levels=tuple(level for level, _, _ in table.indicators),
        without_baseline=tuple(owner for _, owner, baseline in table.indicators if not baseline),
        given=len(table.observations) - len(still),
        owed={owner: still.count(owner) for owner in still},
    )


def small_tables() -> Iterator[Table]:
    """Every table of up to four seats of three sectors, whose names do not matter; with and without a voice and a
    duty.
    """
    places = list(product((A, B, C), Mark))
    for size in range(5):
        for chosen in combinations_with_replacement(places, size):
            table = Table({f"s{n}": place for n, place in enumerate(chosen)})
            yield table
            yield replace(table, voices=(B,), owed={"paper": frozenset({"s0", COORDINATOR})})


def _sectors() -> st.SearchStrategy[dict[str, int]]:
    single = st.sampled_from([sector.value for sector in (A, B, C)])
    joined = st.sets(single, min_size=2, max_size=3).map(lambda parts: "|".join(sorted(parts)))
    return st.dictionaries(st.one_of(single, joined, st.just("distinct")), st.integers(1, 3), max_size=3)


def _shares(least: Fraction = Fraction(1, 100), most: Fraction = Fraction(1)) -> st.SearchStrategy[Share]:
    parts = st.fractions(least, most, max_denominator=100)
    return parts.map(lambda part: Share(part.numerator, part.denominator))


rules = st.builds(
    GateRule,
    decide=st.just(BY_ROLE),
    quorum=st.none() | st.builds(Quorum, _shares(), st.integers(1, 6)),
    sectors=st.none() | _sectors(),
    max_share=st.none() | _shares(Fraction(1, 5), Fraction(4, 5)),
    done=st.sampled_from([(), ("paper",), ("paper", "pencil")]),
)


@st.composite
def tables(draw: st.DrawFn, most: int = 8) -> Table:
    """A random table, the ids of whose sectors are mixed."""
    marks = st.sampled_from([Mark.PRESENT, Mark.SILENT, Mark.SILENT, Mark.AGAINST, Mark.GONE])
    places = draw(st.lists(st.tuples(st.sampled_from([A, B, C, Sector.LEADER]), marks), max_size=most))
    seats = {f"s{n}": place for n, place in enumerate(places)}
    owing = st.frozensets(st.sampled_from([*seats, COORDINATOR]), max_size=2)
    return Table(
        seats,
        voices=tuple(draw(st.lists(st.sampled_from([A, B, Sector.RESIDENT]), max_size=2))),
        owed={"paper": draw(owing), "pencil": draw(owing)},
    )
