"""Dependants: exactly what can be reached, by brute force over every path; and whom it concerns."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.dependants import Dependants, of_activity, of_commitment, owners
from domain.facts import Activity, Commitment, CommitmentState, Facts, Indicator, Level, Observation, Value
from tests.fixtures.rules import START

NAMES = [f"a{number}" for number in range(1, 7)]
FACTS = Facts(
    activities={name: Activity(name, f"seat-{name}", "seat-deputy") for name in ("a1", "a2", "a3", "a4")},
    depends_on={"a2": ("a1",), "a3": ("a2",), "a4": ()},
    commitments={
        "c1": Commitment("c1", "seat-x", "a1"),
        "c2": Commitment("c2", "seat-y", "a1", CommitmentState.KEPT),
        "c3": Commitment("c3", "seat-z", "a3"),
        "c4": Commitment("c4", "seat-x", "a4"),
    },
    indicators={
        "i1": Indicator("i1", "seat-i", Level.OUTPUT, "P1M", 5, measures=("a4", "a2")),
        "i2": Indicator("i2", "seat-j", Level.IMPACT, "P1Y", 5),
    },
    observations={
        "o1": Observation("o1", "i1", "seat-i", START, Value("1")),
        "o2": Observation("o2", "i2", "seat-j", START, Value("1")),
    },
)


def test_a_commitment_is_depended_on_by_its_activity_and_all_that_comes_after() -> None:
    assert of_commitment(FACTS, FACTS.commitments["c1"]) == Dependants(
        {"a1": 0, "a2": 1, "a3": 2}, {"c2": 0, "c3": 2}, {"i1": 1}, {"o1": 1}
    )


def test_an_activity_is_not_among_its_own_dependants() -> None:
    assert of_activity(FACTS, "a2") == Dependants({"a3": 1}, {"c3": 1}, {"i1": 0}, {"o1": 0})
    assert of_activity(FACTS, "a4") == Dependants({}, {"c4": 0}, {"i1": 0}, {"o1": 0})


def test_an_indicator_that_measures_no_activity_in_particular_depends_on_none() -> None:
    for activity in FACTS.activities:
        assert "i2" not in of_activity(FACTS, activity).indicators


def test_owners_are_those_of_what_is_still_to_come() -> None:
    found = of_commitment(FACTS, FACTS.commitments["c1"])
    assert owners(FACTS, found) == ("seat-a1", "seat-a2", "seat-a3", "seat-z", "seat-i")
    assert owners(replace(FACTS, released=("a2",)), found) == ("seat-a1", "seat-a3", "seat-z", "seat-i")


@st.composite
def plans(draw: st.DrawFn) -> Facts:
    """Any plan of six activities, also one that goes round in circles, with things that hang on them."""
    few = st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple)
    commitments = draw(st.lists(st.sampled_from(NAMES), max_size=5))
    measured = draw(st.lists(st.none() | few, max_size=4))
    observed = draw(st.lists(st.integers(1, 4), max_size=5))
    return Facts(
        activities={name: Activity(name, "owner", "deputy") for name in NAMES},
        depends_on={name: draw(few) for name in NAMES},
        commitments={f"c{n}": Commitment(f"c{n}", "seat", name) for n, name in enumerate(commitments, 1)},
        indicators={
            f"i{n}": Indicator(f"i{n}", "owner", Level.OUTPUT, "P1M", 5, measures=names)
            for n, names in enumerate(measured, 1)
        },
        observations={
            f"o{n}": Observation(f"o{n}", f"i{number}", "owner", START, Value("1"))
            for n, number in enumerate(observed, 1)
        },
    )


def lengths(facts: Facts, start: str) -> dict[str, int]:
    """The shortest way from an activity to each that comes after it, by trying ways of every length."""
    found, ends = {start: 0}, {start}
    for steps in range(1, len(NAMES) + 1):
        ends = {name for name, before in facts.depends_on.items() if ends & set(before)}
        found |= {name: steps for name in ends if name not in found}
    return found


@given(plans(), st.sampled_from(NAMES))
def test_dependants_are_what_can_be_reached(facts: Facts, start: str) -> None:
    ways, found = lengths(facts, start), of_activity(facts, start)
    assert found.activities == {name: steps for name, steps in ways.items() if name != start}
    assert found.commitments == {
        one.id: ways[one.activity] for one in facts.commitments.values() if one.activity in ways
    }
    reached = {i.id: [ways[a] for a in i.measures or () if a in ways] for i in facts.indicators.values()}
    assert found.indicators == {name: min(steps) for name, steps in reached.items() if steps}
    assert found.observations == {
        one.id: found.indicators[one.indicator]
        for one in facts.observations.values()
        if one.indicator in found.indicators
    }


@given(plans())
def test_a_commitment_has_the_dependants_of_its_activity_with_it_and_without_itself(facts: Facts) -> None:
    for commitment in facts.commitments.values():
        own, of_its = of_commitment(facts, commitment), of_activity(facts, commitment.activity)
        assert own.activities == {commitment.activity: 0, **of_its.activities}
        assert own.commitments | {commitment.id: 0} == of_its.commitments
        assert (own.indicators, own.observations) == (of_its.indicators, of_its.observations)
