"""Measures run in their small form: shapes and counts are checked, no time ever is. The campaign runs all of them;
`make test` the quick ones, and one that starts both sides.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from bench.goals import GOALS
from bench.measures import NAMES
from tests.fixtures.profiles import CAMPAIGN

FEW = ("baton", "statements", "verify", "examine")
ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


@cache
def all_figures() -> dict[str, dict[str, float]]:
    """The figures of small runs by measure, as the command prints them. Each runs in a process of its own."""
    command = [sys.executable, "-m", "bench", "--quick", *(NAMES if CAMPAIGN else FEW)]
    printed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False).stdout
    return {name: told for line in printed.splitlines() for name, told in json.loads(line).items()}


def figures(name: str) -> dict[str, float]:
    """The figures of a small run. Raises AssertionError for a measure that broke."""
    assert name in all_figures(), f"{name} did not come to its end"
    return all_figures()[name]


@pytest.mark.parametrize("name", NAMES if CAMPAIGN else FEW)
def test_a_measure_gives_every_figure_that_a_goal_asks_for(name: str) -> None:
    asked = {goal.figure for goal in GOALS if goal.measure == name}
    assert asked <= figures(name).keys()
    assert all(value is not None for value in figures(name).values())


@pytest.mark.skipif(not CAMPAIGN, reason="starts four sides; the campaign runs it")
def test_nobody_is_turned_away_in_a_burst() -> None:
    burst = figures("burst")
    assert (burst["raised_errors"], burst["default_errors"]) == (0, 0)


@pytest.mark.skipif(not CAMPAIGN, reason="the campaign counts events; end_to_end/ counts them for 200 seats")
def test_an_answer_alone_costs_six_events() -> None:
    assert figures("events")["lone"] == 6


def test_an_answer_alone_costs_four_statements() -> None:
    assert figures("statements")["answer"] == 4
    assert figures("statements")["ten_answers_at_once"] == 4


def test_every_stored_entry_is_verified() -> None:
    assert figures("verify")["entries"] >= 300
    assert figures("examine")["entries"] >= 300


@pytest.mark.skipif(not CAMPAIGN, reason="starts four workers; the campaign runs it")
def test_every_reminder_and_every_open_initiative_is_counted() -> None:
    assert figures("reminders")["reminders"] == 12
    assert figures("open_initiatives")["opened"] == 8


@pytest.mark.skipif(not CAMPAIGN, reason="drives two phases twice; the campaign does")
def test_the_first_phases_of_a_cycle_costs_two_actions_an_interaction_and_few_more() -> None:
    counted = figures("actions")
    interactions = counted["answers"] + counted["other_interactions"]
    assert interactions == 29
    assert 2 * interactions <= counted["actions"] <= 2.3 * interactions
