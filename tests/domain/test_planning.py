"""Back-plans in numbers of days, against an oracle that walks every way through the milestones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.planning import Milestone, days_behind, days_needed, days_until, in_order, shortened

USUAL = (
    Milestone("full_draft", 10, (), 5),
    Milestone("comments", 10, ("full_draft",), 5),
    Milestone("endorsements", 5, ("comments",)),
    Milestone("freeze", 1, ("endorsements",)),
    Milestone("submit", 2, ("freeze",), 1),
)


@st.composite
def plans(draw: st.DrawFn, most: int = 7) -> tuple[Milestone, ...]:
    """Milestones of any shape without a circle, written in any order."""
    made: list[Milestone] = []
    for number in range(draw(st.integers(1, most))):
        after = draw(st.lists(st.sampled_from([one.id for one in made]), unique=True, max_size=3)) if made else []
        takes = draw(st.integers(1, 6))
        least = draw(st.none() | st.integers(1, takes))
        made.append(Milestone(f"m{number}", takes, tuple(after), least))
    return tuple(draw(st.permutations(made)))


def ways(milestones: Collection[Milestone], start: str) -> Iterator[tuple[Milestone, ...]]:
    """The oracle: every way from a milestone to one that nothing follows, step by step."""
    here = next(one for one in milestones if one.id == start)
    later = [one for one in milestones if start in one.after]
    if not later:
        yield (here,)
    for one in later:
        for way in ways(milestones, one.id):
            yield (here, *way)


def days_of(way: tuple[Milestone, ...]) -> int:
    return sum(one.takes for one in way)


@given(plans())
def test_what_lies_behind_a_milestone_is_the_longest_of_all_ways_from_it(plan: tuple[Milestone, ...]) -> None:
    assert days_behind(plan) == {one.id: max(days_of(way[1:]) for way in ways(plan, one.id)) for one in plan}


@given(plans(), st.data())
def test_what_lies_before_a_milestone_is_the_longest_of_all_ways_of_unreached_ones_to_it(
    plan: tuple[Milestone, ...], data: st.DataObject
) -> None:
    order = [one.id for one in in_order(plan)]
    reached = set(order[: data.draw(st.integers(0, len(order)))])
    left = [replace(one, after=tuple(set(one.after) - reached)) for one in plan if one.id not in reached]
    expected = {
        one.id: max(
            days_of(way[: [step.id for step in way].index(one.id) + 1])
            for start in left
            for way in ways(left, start.id)
            if one in way
        )
        for one in left
    }
    assert days_until(plan, reached) == expected
    assert days_needed(plan, reached) == max(expected.values(), default=0)


@given(plans(most=4), st.integers(0, 20))
def test_a_plan_is_shortened_to_fit_exactly_when_some_choice_of_lengths_fits(
    plan: tuple[Milestone, ...], days: int
) -> None:
    choices = [range(one.shortest or one.takes, one.takes + 1) for one in plan]
    fitting = [
        lengths
        for lengths in product(*choices)
        if days_needed(tuple(replace(one, takes=n) for one, n in zip(plan, lengths, strict=True))) <= days
    ]
    found = shortened(plan, (), days)
    assert (days_needed(found) <= days) is bool(fitting)
    for old, new in zip(plan, found, strict=True):
        assert (old.shortest or old.takes) <= new.takes <= old.takes


@given(plans(), st.integers(0, 20))
def test_no_milestone_is_shortened_in_vain(plan: tuple[Milestone, ...], days: int) -> None:
    found = shortened(plan, (), days)
    if days_needed(found) > days:
        return
    for old, new in zip(plan, found, strict=True):
        if new.takes < old.takes:
            eased = tuple(replace(one, takes=one.takes + (one.id == new.id)) for one in found)
            assert days_needed(eased) > days


def test_the_usual_milestones_take_twenty_eight_days_less_the_margin() -> None:
    assert days_needed(USUAL) == 28
    assert days_behind(USUAL) == {"full_draft": 18, "comments": 8, "endorsements": 3, "freeze": 2, "submit": 0}
    assert days_needed(USUAL, ("full_draft", "comments")) == 8


def test_what_may_not_be_shortened_keeps_its_length_however_short_the_time_is() -> None:
    tight = {one.id: one.takes for one in shortened(USUAL, (), 1)}
    assert tight == {"full_draft": 5, "comments": 5, "endorsements": 5, "freeze": 1, "submit": 1}


@pytest.mark.parametrize("after", [("a",), ("gone",)])
def test_milestones_that_wait_for_each_other_or_for_none_that_is_there_have_no_order(after: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="wait for each other"):
        in_order((Milestone("a", 1, after),))
