"""A second opinion on gates, written from the words of the design and sharing no code with `domain.gates`.

Slow and plain on purpose: shares are fractions, sets of seats are tried one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from itertools import combinations

from domain.gate_words import IndicatorsRule
from domain.operating_model import GateRule
from domain.seats import Sector

COORDINATOR = "coordinator"


class Mark(Enum):
    """How a seat stands: favourable, silent, entitled but against, or no longer entitled."""

    PRESENT = "present"
    SILENT = "silent"
    AGAINST = "against"
    GONE = "gone"


@dataclass(frozen=True)
class Table:
    """Seats by id with their sector and mark, the sectors heard without a seat, and who owes each kind of duty.

    `towns` are the municipalities that seats speak for, `place` that of the initiative. `left_over` tells by clause who
    owes things that are not settled yet. Indicators are (level, owner, has a baseline), observations that have fallen
    due (owner, is in). `ratings` holds what present seats answered, by what was rated; `conditions` the same for the
    five conditions, as pairs of seat and answer. `unheard` seats may still speak. `excepted` clauses count as met.
    `votes` are the seats that can cast a vote now, in a phase in which acting favourably gives nobody one; None: in
    this phase whoever acts favourably can.
    """

    seats: dict[str, tuple[Sector, Mark]]
    voices: tuple[Sector, ...] = ()
    owed: dict[str, frozenset[str]] | None = None
    towns: dict[str, str] = field(default_factory=dict)
    place: str = ""
    left_over: dict[str, frozenset[str]] = field(default_factory=dict)
    indicators: tuple[tuple[str, str, bool], ...] = ()
    observations: tuple[tuple[str, bool], ...] = ()
    ratings: dict[str, tuple[int, ...]] = field(default_factory=dict)
    conditions: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    unheard: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    votes: frozenset[str] | None = None

    def marked(self, *marks: Mark) -> list[str]:
        return [seat for seat in sorted(self.seats) if self.seats[seat][1] in marks]


def opens(rule: GateRule, table: Table) -> bool:
    """Whether every clause but the decision is met."""
    return opens_in_time(rule, table) and not any(
        table.unheard & {seat for seat, (sector, _) in table.seats.items() if sector is heard}
        for heard in rule.hear or ()
        if f"hear.{heard}" not in table.excepted
    )


def opens_in_time(rule: GateRule, table: Table) -> bool:
    """The same, but for what only time can meet: that those who must be heard have had their chance."""
    looks = (_hearable, _quorum, _share, _towns, _sectors, _medians, _conditions, _done, _settled, _number, _needs)
    looks += (_measured,)
    return all(look(rule, table) for look in looks)


def _hearable(rule: GateRule, table: Table) -> bool:
    """A sector without a seat or a voice can never be heard."""
    known = {sector for sector, _ in table.seats.values()} | set(table.voices)
    return set(rule.hear or ()) <= known


def _quorum(rule: GateRule, table: Table) -> bool:
    if rule.quorum is None or "quorum" in table.excepted:
        return True
    entitled = len(table.marked(Mark.PRESENT, Mark.SILENT, Mark.AGAINST))
    present = len(table.marked(Mark.PRESENT))
    return (
        present >= Fraction(rule.quorum.share.part, rule.quorum.share.whole) * entitled and present >= rule.quorum.least
    )


def _sectors(rule: GateRule, table: Table) -> bool:
    heard = [table.seats[seat][0] for seat in table.marked(Mark.PRESENT)] + list(table.voices)
    for name, least in (rule.sectors or {}).items():
        found = len(set(heard)) if name == "distinct" else len([s for s in heard if s.value in name.split("|")])
        if found < least and f"sectors.{name}" not in table.excepted:
            return False
    return True


def _share(rule: GateRule, table: Table) -> bool:
    if rule.max_share is None or "max_share" in table.excepted:
        return True
    able = table.marked(Mark.PRESENT) if table.votes is None else sorted(table.votes)
    voting = [table.seats[seat][0] for seat in able]
    most = Fraction(rule.max_share.part, rule.max_share.whole) * len(voting)
    return all(voting.count(sector) <= most for sector in voting)


def _towns(rule: GateRule, table: Table) -> bool:
    if rule.municipalities is None or "municipalities" in table.excepted:
        return True
    concerned = {table.place, *table.towns.values()} - {""}
    present = {table.towns[seat] for seat in table.marked(Mark.PRESENT) if seat in table.towns}
    return len(present) >= Fraction(rule.municipalities.part, rule.municipalities.whole) * len(concerned)


def _medians(rule: GateRule, table: Table) -> bool:
    if rule.median is None:
        return True
    return not any(
        (not given or _lower_middle(given) < rule.median) and f"median.{name}" not in table.excepted
        for name, given in table.ratings.items()
    )


def _lower_middle(given: Iterable[int]) -> int:
    """What is left when the highest and the lowest are taken away again and again."""
    low_to_high = sorted(given)
    while len(low_to_high) > 2:
        low_to_high = low_to_high[1:-1]
    return low_to_high[0]


def _conditions(rule: GateRule, table: Table) -> bool:
    asked = rule.conditions
    if asked is None:
        return True
    for name, given in table.conditions.items():
        rated_by = {table.seats[seat][0] for seat, _ in given}
        of_sectors = [_lower_middle(r for seat, r in given if table.seats[seat][0] is sector) for sector in rated_by]
        is_met = len(given) >= 3 and (
            Fraction(sum(of_sectors), len(of_sectors)) >= asked.least and min(of_sectors) >= asked.no_sector_below
        )
        if not is_met and f"conditions.{name}" not in table.excepted:
            return False
    return True


def _done(rule: GateRule, table: Table) -> bool:
    owed = table.owed or {}
    return not any(owed.get(kind) and f"done.{kind}" not in table.excepted for kind in rule.done)


def _settled(rule: GateRule, table: Table) -> bool:
    return not any(table.left_over.get(word) and word not in table.excepted for word in rule.settled or ())


def _number(rule: GateRule, table: Table) -> bool:
    asked = rule.indicators
    if asked is None or "indicators.number" in table.excepted:
        return True
    number = len(table.indicators)
    return (asked.least is None or number >= asked.least) and (asked.most is None or number <= asked.most)


def _needs(rule: GateRule, table: Table) -> bool:
    for need in (rule.indicators.require or ()) if rule.indicators else ():
        if need.value == "baseline":
            has = all(baseline for _, _, baseline in table.indicators)
        else:
            has = need.value in {level for level, _, _ in table.indicators}
        if not has and f"indicators.{need.value}" not in table.excepted:
            return False
    return True


def _measured(rule: GateRule, table: Table) -> bool:
    share = rule.indicators.measured if rule.indicators else None
    if share is None or "indicators.measured" in table.excepted:
        return True
    come_in = [is_in for _, is_in in table.observations]
    return come_in.count(True) >= Fraction(share.part, share.whole) * len(come_in)


def acted(table: Table, members: frozenset[str], rule: GateRule | None = None) -> Table:
    """The table once these have acted favourably: the silent among them present and rating at the best, what they owe
    given, and whatever the coordinator can do about indicators done.
    """
    newly = [seat for seat in table.marked(Mark.SILENT) if seat in members]
    seats = {seat: (sector, Mark.PRESENT if seat in newly else mark) for seat, (sector, mark) in table.seats.items()}
    contracts = tuple((level, owner, baseline or owner in members) for level, owner, baseline in table.indicators)
    if COORDINATOR in members and rule is not None and rule.indicators is not None:
        contracts = _arranged(rule.indicators, contracts)
    return replace(
        table,
        seats=seats,
        owed={kind: owing - members for kind, owing in (table.owed or {}).items()},
        left_over={word: owing - members for word, owing in table.left_over.items()},
        indicators=contracts,
        observations=tuple((owner, is_in or owner in members) for owner, is_in in table.observations),
        ratings={name: given + (9,) * len(newly) for name, given in table.ratings.items()},
        conditions={name: (*given, *((seat, 4) for seat in newly)) for name, given in table.conditions.items()},
    )


def _arranged(asked: IndicatorsRule, contracts: tuple[tuple[str, str, bool], ...]) -> tuple[tuple[str, str, bool], ...]:
    """What a coordinator makes of them: as many as asked for, of all the levels, each new one with its baseline. Whose
    baseline is missing stays in, where the gate asks for baselines.
    """
    needs = [need.value for need in asked.require or ()]
    wanted = [need for need in needs if need != "baseline"]
    unready = [contract for contract in contracts if not contract[2] and "baseline" in needs]
    made = [(level, "", True) for level in wanted if level not in {level for level, _, _ in unready}]
    ready = [contract for contract in contracts if contract[2] and contract[0] not in wanted]
    kept = [*unready, *made, *ready]
    most = asked.most if asked.most is not None else len(kept)
    kept = kept[: max(most, len(unready))]
    while len(kept) < (asked.least or 0):
        kept.append(("input", "", True))
    return tuple(kept)


def able(rule: GateRule, table: Table) -> list[str]:
    """Everyone whose act could change anything: the silent, and whoever owes what the gate asks for."""
    owing: set[str] = set()
    for kind in rule.done:
        owing |= (table.owed or {}).get(kind, frozenset())
    for word in rule.settled or ():
        owing |= table.left_over.get(word, frozenset())
    if rule.indicators is not None:
        owing |= {owner for _, owner, baseline in table.indicators if not baseline}
        owing |= {owner for owner, is_in in table.observations if not is_in} | {COORDINATOR}
    return sorted({*table.marked(Mark.SILENT), *owing})


def subsets(members: list[str]) -> Iterator[frozenset[str]]:
    """All subsets, the smaller first, those of one size in the order of their ids."""
    for size in range(len(members) + 1):
        yield from map(frozenset, combinations(members, size))


def completing(rule: GateRule, table: Table) -> frozenset[str] | None:
    """The smallest set whose favourable acts open the gate but for time, the first by ids among equals; None if there
    is none.
    """
    tried = subsets(able(rule, table))
    return next((chosen for chosen in tried if opens_in_time(rule, acted(table, chosen, rule))), None)
