"""Hours that do not fit are refused, and a model without them keeps none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.commands import Command
from domain.matters.hours.commands import CorrectHours, SetRate, Work
from domain.refusals import Malformed, NotAsked, NotEntitled, Refusal
from tests.domain.matters.test_hours import BUILDING, DAY, FIRST, MEETING, OUTSIDE, SECOND, piloted
from tests.fixtures.bare_models import without_matters
from tests.fixtures.refusing import require_refused
from tests.fixtures.rules import MODEL, Play, text

WRONG: list[tuple[str | None, Command, type[Refusal], str]] = [
    (None, MEETING, NotEntitled, "for_seat"),
    (OUTSIDE, MEETING, NotEntitled, ""),
    (FIRST, replace(MEETING, day=date(2026, 1, 13)), Malformed, "day"),
    (FIRST, replace(MEETING, day=date(2025, 1, 10)), Malformed, "day"),
    (FIRST, replace(MEETING, minutes=0), Malformed, "minutes"),
    (FIRST, replace(MEETING, minutes=1441), Malformed, "minutes"),
    (FIRST, replace(MEETING, people=0), Malformed, "people"),
    (FIRST, replace(MEETING, people=501), Malformed, "people"),
    (FIRST, replace(MEETING, activity="a1"), Malformed, "activity"),
    (FIRST, replace(BUILDING, activity=None), Malformed, "activity"),
    (FIRST, replace(BUILDING, activity="a9"), NotAsked, "activity"),
    (FIRST, replace(MEETING, evidence=text(121)), Malformed, "evidence"),
    (FIRST, CorrectHours("h9", Work.MEETING, DAY, 90, 4), NotAsked, "entry"),
    (SECOND, CorrectHours("h1", Work.MEETING, DAY, 90, 4), NotEntitled, "entry"),
    (FIRST, CorrectHours("h1", Work.MEETING, DAY, -1, 4), Malformed, "minutes"),
    (FIRST, SetRate("leader_2026", 1500), NotEntitled, ""),
    (None, SetRate("Leader Kehitys ry", 1500), Malformed, "call"),
    (None, SetRate("leader_2026", -1), Malformed, "cents_an_hour"),
]


@pytest.fixture
def play() -> Play:
    return piloted()


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_is_refused_and_nothing_happens(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.seat_says(FIRST, MEETING)
    require_refused(play, seat, command, refusal, path)


def test_a_model_without_it_keeps_no_hours_and_says_so() -> None:
    play = Play.of("need_identification", model=without_matters(MODEL))
    with pytest.raises(NotAsked):
        play.seat_says(FIRST, MEETING)
