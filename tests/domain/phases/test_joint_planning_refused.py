"""What does not hold together in a plan is refused where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.commands import Command
from domain.facts import Value
from domain.phases.joint_planning.commands import (
    ReassignActivity,
    ReassignIndicator,
    SetBaseline,
)
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, UnknownSeat
from tests.domain.phases.test_joint_planning import ACCEPTED, ACTIVITY, INDICATOR, drafted
from tests.fixtures.rules import Play


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", accepted=ACCEPTED)


@pytest.mark.parametrize(
    ("command", "refusal", "path"),
    [
        (replace(ACTIVITY, deputy="seat-01"), Malformed, "deputy"),
        (replace(ACTIVITY, owner="seat-12"), NotEntitled, "owner"),
        (replace(ACTIVITY, deputy="nobody"), UnknownSeat, "deputy"),
        (replace(ACTIVITY, depends_on=("a1", "a2")), NotAsked, "depends_on[1]"),
        (replace(ACTIVITY, depends_on=("a1", "a1")), Malformed, "depends_on[1]"),
        (replace(INDICATOR, owner="seat-11"), NotEntitled, "owner"),
        (replace(INDICATOR, rhythm="monthly"), Malformed, "rhythm"),
        (replace(INDICATOR, rhythm="P0D"), Malformed, "rhythm"),
        (replace(INDICATOR, rhythm="-5wd"), Malformed, "rhythm"),
        (replace(INDICATOR, rhythm="P2Y"), Malformed, "rhythm"),
        (replace(INDICATOR, minutes=-1), Malformed, "minutes"),
        (replace(INDICATOR, minutes=10**20), Malformed, "minutes"),
        (SetBaseline("i1", Value("twelve")), Malformed, "value.number"),
        (SetBaseline("i9", Value("12")), NotAsked, "indicator"),
        (ReassignIndicator("i1", "seat-12"), NotEntitled, "owner"),
        (ReassignIndicator("i1", "seat-03"), AlreadyAnswered, "owner"),
        (ReassignActivity("a9", "seat-01", "seat-02"), NotAsked, "activity"),
        (ReassignActivity("a1", "seat-05", "seat-05"), Malformed, "deputy"),
        (ReassignActivity("a1", "seat-01", "seat-02"), AlreadyAnswered, ""),
    ],
)
def test_what_does_not_hold_together_is_refused_where_it_stands(
    play: Play, command: Command, refusal: type[Exception], path: str
) -> None:
    drafted(play)
    count = len(play.entries)
    with pytest.raises(refusal) as refused:
        play.say(command)
    assert type(refused.value) is refusal
    assert refused.value.path == path  # type: ignore[attr-defined]
    assert len(play.entries) == count
