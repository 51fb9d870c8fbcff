"""Answers to a release: to keep on, to plan anew, or to release what depended on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.commands import Command
from domain.dependants import Dependants
from domain.facts import CommitmentState, ReleaseReason
from domain.phases.piloting.commands import (
    AnswerRelease,
    Became,
    CommitAnew,
    ReleaseActivity,
    WhatNow,
)
from domain.phases.piloting.fallen import fallen
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal
from tests.domain.phases.test_piloting import pilot, state
from tests.domain.phases.test_piloting_releasing import DUTY, PLAN, RELEASE, asked, became
from tests.fixtures.rules import COORDINATOR, Play, text


@pytest.fixture
def play() -> Play:
    return pilot(**PLAN)


def test_owners_keep_on_ask_for_another_plan_or_release_what_depends_on_it(play: Play) -> None:
    play.seat_says("seat-01", RELEASE)
    play.seat_says("seat-02", AnswerRelease("a1", WhatNow.REPLAN))
    play.seat_says("seat-03", AnswerRelease("a1", WhatNow.KEEP))
    play.seat_says("seat-04", AnswerRelease("a1", WhatNow.RELEASE))
    assert became(play)["c2"] is CommitmentState.RELEASED
    assert state(play).reasons["c2"] is ReleaseReason.DEPENDED
    assert asked(play) == [("seat-02", "a2.1"), ("seat-03", "a2.1")]  # they answer for what depended on c2 in turn
    first, second = fallen(play.initiative)
    assert (first.id, second.id) == ("c1", "c2")
    assert first.answers == {"seat-02": WhatNow.REPLAN, "seat-03": WhatNow.KEEP, "seat-04": WhatNow.RELEASE}
    assert second.impact == Dependants({"a2": 0}, {}, {"i1": 0}, {})


def test_an_answer_can_change_until_its_due_day(play: Play) -> None:
    play.seat_says("seat-01", RELEASE)
    play.seat_says("seat-02", AnswerRelease("a1", WhatNow.REPLAN))
    play.seat_says("seat-02", AnswerRelease("a1", WhatNow.KEEP))
    assert state(play).answers == {"a1": {"seat-02": WhatNow.KEEP}}
    play.wait_until(next(o for o in play.initiative.of_duty(DUTY)).due)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", AnswerRelease("a1", WhatNow.REPLAN))


REFUSED: list[tuple[str | None, Command, type[Refusal], str]] = [
    (None, ReleaseActivity("a9"), NotAsked, "activity"),
    ("seat-01", replace(RELEASE, state=Became.KEPT), Malformed, "because"),
    ("seat-05", AnswerRelease("a1", WhatNow.KEEP), NotAsked, "activity"),
    ("seat-03", AnswerRelease("a1", WhatNow.RELEASE), NotAsked, "answer"),
    ("seat-03", CommitAnew("a9", text()), NotAsked, "activity"),
    ("seat-03", CommitAnew("a1", text(), "c2"), NotAsked, "instead_of"),
    ("seat-03", CommitAnew("a2", text(), "c1"), NotAsked, "instead_of"),
    ("seat-09", CommitAnew("a1", text()), NotEntitled, ""),
]


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), REFUSED)
def test_what_cannot_be_said_of_a_release_is_refused_with_what_to_do(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.seat_says("seat-01", RELEASE)
    with pytest.raises(refusal) as refused:
        play.say(command, play.speaker(seat) if seat else COORDINATOR)
    assert refused.value.path == path
    assert refused.value.remedy
