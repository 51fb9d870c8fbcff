"""The five conditions as a clause of gates: met on the mean over sectors with no sector low, unknown is not met. Who
would open such a gate.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain import gates
from domain.completing import completing_set
from domain.completing.acting import acting
from domain.conditions import CONDITIONS
from domain.explaining import explain
from domain.gate_words import ConditionsRule
from domain.gates import Clause, Evidence, Found
from domain.operating_model import GateRule, Quorum
from domain.phases.evaluation.commands import AnswerRubric
from domain.seats import Seat, Sector
from domain.shares import Share
from domain.standing import Standing
from domain.voting.commands import ExceptClause, Recuse
from tests.domain.tables import BY_ROLE, HALF, A, B, C
from tests.fixtures.rules import Play, roster, text

RULE = GateRule(BY_ROLE, conditions=ConditionsRule(3, 2))
ONE = "common_agenda"


def table(rated: dict[Sector, tuple[int, ...]], silent: tuple[Sector, ...] = ()) -> Evidence:
    """Seats that have rated one condition, and silent ones of these sectors: `q0`, `q1`, …"""
    present = {f"p{n}": sector for n, (sector, given) in enumerate(rated.items()) for _ in given}
    sectors = present | {f"q{n}": sector for n, sector in enumerate(silent)}
    seats = {name: Seat(name, f"org-{name}", sector, f"holder-{name}") for name, sector in sectors.items()}
    quiet = tuple(f"q{n}" for n in range(len(silent)))
    return Evidence(seats, Standing(tuple(seats), tuple(present), quiet), {}, found=Found(conditions={ONE: rated}))


def clause(rated: dict[Sector, tuple[int, ...]], rule: GateRule = RULE) -> Clause:
    (found,) = gates.clauses(rule, table(rated))
    return found


def test_a_condition_is_met_at_three_on_the_mean_over_sectors_with_none_below_two() -> None:
    met = clause({A: (4, 4), B: (2,)})
    assert (met.clause, met.have, met.need, met.met) == ("conditions.common_agenda", 300, 300, True)
    short = clause({A: (3, 3), B: (2,)})
    assert (short.have, short.need, short.met) == (250, 300, False)
    assert "2.50 of 3" in short.remedy


def test_a_sector_that_is_low_is_named_however_well_the_others_rate() -> None:
    low = clause({A: (4, 4), B: (4,), C: (4,), Sector.LEADER: (1, 1, 2)})
    assert (low.have, low.met) == (325, False)
    assert "leader rate it below 2" in low.remedy
    assert "mean" not in low.remedy


def test_the_rating_of_one_or_two_seats_of_a_sector_is_judged_and_never_named() -> None:
    low = clause({A: (4, 4), B: (4,), C: (4,), Sector.LEADER: (1,)})
    assert (low.have, low.met) == (325, False)
    assert "leader" not in low.remedy
    assert "not shown" in low.remedy


def test_where_the_mean_would_betray_a_seat_the_gate_says_whether_it_is_met_and_no_figure() -> None:
    low, high = clause({A: (4, 4, 4), B: (1,)}), clause({A: (4, 4, 4), B: (3,)})
    assert [(one.have, one.need, one.met) for one in (low, high)] == [(0, 1, False), (1, 1, True)]
    assert not set("1234") & set(low.remedy.replace(f"fewer than {3}", ""))


def test_what_fewer_than_three_have_rated_is_not_known_and_only_their_number_is_told() -> None:
    unknown = clause({A: (4,), B: (1,)})
    assert (unknown.have, unknown.need, unknown.met) == (2, 3, False)
    assert "not known yet" in unknown.remedy


def test_a_model_that_does_not_ask_has_no_such_clause() -> None:
    assert gates.clauses(GateRule(BY_ROLE), table({A: (1, 1, 1)})) == ()


def test_the_completing_set_is_of_those_who_could_still_lift_it() -> None:
    seen = table({A: (2, 2, 2)}, silent=(A, B, C))
    assert completing_set(RULE, seen) == ("q1",)  # a new sector lifts the mean; more of the first would not yet
    assert completing_set(RULE, table({A: (1, 1, 1)}, silent=(B, C))) is None  # the sector stays below two


def test_an_exception_leaves_the_condition_out() -> None:
    seen = replace(table({A: (1, 1, 1)}, silent=(B,)), excepted=("conditions.common_agenda",))
    assert completing_set(RULE, seen) == ()
    assert gates.open_but_for_the_decision(RULE, seen)


SECTORS = st.sampled_from([A, B, C])
RATED = st.dictionaries(SECTORS, st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple), max_size=3)
SHARE = st.none() | st.just(HALF)


@given(RATED, st.lists(SECTORS, max_size=6).map(tuple), SHARE, st.integers(1, 4))
def test_the_set_opens_the_gate_and_no_proper_part_of_it_does(
    rated: dict[Sector, tuple[int, ...]], silent: tuple[Sector, ...], share: Share | None, least: int
) -> None:
    rule = GateRule(BY_ROLE, quorum=Quorum(Share(1, 4), 1), max_share=share, conditions=ConditionsRule(least, 1))
    seen = table(rated, silent)
    found = completing_set(rule, seen)

    def opens(members: tuple[str, ...]) -> bool:
        return gates.open_but_for_the_decision(rule, acting(rule, seen, members))

    if found is not None:
        assert opens(found)
        assert not any(opens(part) for size in range(len(found)) for part in combinations(found, size))
    elif share is None:
        quiet = seen.standing.silent
        assert not any(opens(some) for size in range(len(quiet) + 1) for some in combinations(quiet, size))


def test_it_is_found_in_a_moment_among_two_hundred_seats() -> None:
    every = list(Sector)
    silent = tuple(every[n % 7] for n in range(190))
    began = time.process_time()
    found = completing_set(RULE, table(dict.fromkeys(every, (2, 2)), silent))
    assert time.process_time() - began < 1
    assert found


def rated(play: Play, rating: int, seats: int) -> None:
    for seat in roster()[:seats]:
        play.seat_says(seat.id, AnswerRubric(*(rating,) * 5))


def test_evaluation_goes_on_only_with_its_conditions_met_and_tells_who_could_meet_them() -> None:
    play = Play.of("evaluation", accepted=tuple(seat.id for seat in roster()))
    rated(play, 2, 3)
    told = explain(play.initiative, play.now)
    of_conditions = [c for c in told.clauses if c.clause.startswith("conditions.")]
    assert [c.clause for c in of_conditions] == [f"conditions.{name}" for name in CONDITIONS]
    assert {(c.have, c.need, c.met) for c in of_conditions} == {(200, 300, False)}
    assert told.completing is not None
    for seat in told.completing:
        if seat != "coordinator":
            play.seat_says(seat, AnswerRubric(4, 4, 4, 4, 4))
    lacking = {c.clause for c in explain(play.initiative, play.now).clauses if not c.met}
    assert not any(name.startswith("conditions.") for name in lacking)


def test_a_condition_that_stays_short_may_be_gone_on_from_by_a_reasoned_exception() -> None:
    play = Play.of("evaluation", accepted=tuple(seat.id for seat in roster()))
    rated(play, 2, 12)
    play.say(ExceptClause("conditions.backbone_support", text()))
    met = {c.clause: c.met for c in explain(play.initiative, play.now).clauses}
    assert (met["conditions.backbone_support"], met["conditions.common_agenda"]) == (True, False)


def test_a_recused_seat_rates_nothing_that_the_gate_looks_at() -> None:
    play = Play.of("evaluation", accepted=tuple(seat.id for seat in roster()))
    rated(play, 3, 4)
    play.seat_says("seat-01", Recuse())
    assert play.initiative.now_in.found(play.initiative).conditions["common_agenda"] == {
        seat.sector: (3,) for seat in roster()[1:4]
    }
