"""Release without blame: what depends on it exactly, who is asked what now, and that it can be promised anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.commands import Command, TakeExit
from domain.dependants import Dependants
from domain.facts import Activity, Commitment, CommitmentState, Indicator, Level, ReleaseReason, Value
from domain.operating_model import ExitKind
from domain.phases.piloting.commands import (
    AnswerRelease,
    Became,
    BeginSettling,
    CommitAnew,
    ReleaseActivity,
    ReportObservation,
    SettleCommitment,
    WhatNow,
)
from domain.phases.piloting.events import ActivityReleased, CommitmentRenewed, CommitmentSettled
from domain.phases.piloting.fallen import fallen
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal
from tests.domain.phases.test_piloting import pilot, state, without
from tests.fixtures.rules import COORDINATOR, Play, text

DUTY = "answer_release"
RELEASE = SettleCommitment("c1", Became.RELEASED, because=ReleaseReason.RESOURCES)
PLAN: dict[str, object] = {
    "activities": {
        "a1": Activity("a1", "seat-01", "seat-02"),
        "a2": Activity("a2", "seat-02", "seat-01"),
        "a3": Activity("a3", "seat-05", "seat-01"),
    },
    "depends_on": {"a1": (), "a2": ("a1",), "a3": ()},
    "indicators": {"i1": Indicator("i1", "seat-03", Level.OUTPUT, "P1M", 10, measures=("a2",))},
    "commitments": {
        "c1": Commitment("c1", "seat-01", "a1"),
        "c2": Commitment("c2", "seat-04", "a2"),
        "c3": Commitment("c3", "seat-05", "a3"),
    },
}


@pytest.fixture
def play() -> Play:
    return pilot(**PLAN)


def asked(play: Play) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(DUTY) if o.state.answerable]


def became(play: Play) -> dict[str, CommitmentState]:
    return {name: c.state for name, c in state(play).so_far(play.initiative.facts).commitments.items()}


def test_a_release_lists_exactly_what_depends_on_it_and_asks_its_owners_once(play: Play) -> None:
    play.seat_says("seat-03", ReportObservation("i1", Value("3")))
    (settled, *_) = play.seat_says("seat-01", RELEASE)
    assert isinstance(settled, CommitmentSettled)
    assert settled.because is ReleaseReason.RESOURCES
    assert settled.impact == Dependants({"a1": 0, "a2": 1}, {"c2": 1}, {"i1": 1}, {"o1": 1})
    assert asked(play) == [("seat-02", "a1.1"), ("seat-04", "a1.1"), ("seat-03", "a1.1")]


def test_nobody_owes_a_reason(play: Play) -> None:
    (settled, *_) = play.say(SettleCommitment("c1", Became.RELEASED))
    assert isinstance(settled, CommitmentSettled)
    assert settled.because is ReleaseReason.NOT_TOLD


def test_what_is_kept_or_changed_disturbs_nobody(play: Play) -> None:
    for became_, commitment in ((Became.KEPT, "c1"), (Became.CHANGED, "c2")):
        (settled, *_) = play.say(SettleCommitment(commitment, became_), play.speaker(_seat_of(commitment)))
        assert isinstance(settled, CommitmentSettled)
        assert (settled.impact, settled.because) == (None, None)
    assert asked(play) == []


def test_a_release_that_is_taken_back_is_asked_about_no_more(play: Play) -> None:
    play.seat_says("seat-01", RELEASE)
    play.seat_says("seat-01", SettleCommitment("c1", Became.KEPT))
    assert asked(play) == []
    play.seat_says("seat-01", RELEASE)
    assert [subject for _, subject in asked(play)] == ["a1.2"] * 3


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


def test_an_activity_is_released_with_its_open_commitments_by_its_owner_or_the_coordinator(play: Play) -> None:
    play.seat_says("seat-01", SettleCommitment("c1", Became.KEPT))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-03", ReleaseActivity("a2"))
    (released, *_) = play.say(ReleaseActivity("a2", ReleaseReason.NOT_NEEDED))
    assert released == ActivityReleased(
        "a2", ReleaseReason.NOT_NEEDED, Dependants({}, {"c2": 0}, {"i1": 0}, {}), ("c2",)
    )
    assert became(play) == {"c1": CommitmentState.KEPT, "c2": CommitmentState.RELEASED, "c3": CommitmentState.OPEN}
    assert asked(play) == [("seat-03", "a2.1")]
    with pytest.raises(AlreadyAnswered):
        play.say(ReleaseActivity("a2"))
    with pytest.raises(NotAsked, match="released"):
        play.seat_says("seat-04", CommitAnew("a2", text()))


def test_what_was_released_can_be_promised_anew_and_is_settled_like_the_others(play: Play) -> None:
    play.seat_says("seat-01", RELEASE)
    renewed = play.seat_says("seat-03", CommitAnew("a1", text(), instead_of="c1"))
    assert renewed == (CommitmentRenewed("c4", "seat-03", "a1", text(), "c1"),)
    assert became(play)["c4"] is CommitmentState.OPEN
    play.say(BeginSettling())
    owed = [o.subject for o in play.initiative.of_duty("settle_commitment") if o.state.answerable]
    assert owed == ["c2", "c3", "c4"]
    play.seat_says("seat-03", SettleCommitment("c4", Became.KEPT))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert play.initiative.facts.commitments["c4"] == Commitment("c4", "seat-03", "a1", CommitmentState.KEPT)


def test_once_the_pilot_nears_its_end_nobody_is_asked_what_now(play: Play) -> None:
    play.say(BeginSettling())
    (settled, *_) = play.seat_says("seat-01", RELEASE)
    assert isinstance(settled, CommitmentSettled)
    assert settled.impact is not None
    assert asked(play) == []


def test_a_model_that_does_not_ask_tells_no_impact_so_that_older_pilots_go_on_as_they_began() -> None:
    play = pilot(without(DUTY), **PLAN)
    (settled, *rest) = play.seat_says("seat-01", SettleCommitment("c1", Became.RELEASED))
    assert (settled, rest) == (CommitmentSettled("c1", CommitmentState.RELEASED), [])
    assert fallen(play.initiative) == ()


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


def test_a_seat_promises_no_more_than_it_can_keep(play: Play) -> None:
    for _ in range(4):
        play.seat_says("seat-05", CommitAnew("a3", text()))
    with pytest.raises(NotAsked, match="5 open commitments"):
        play.seat_says("seat-05", CommitAnew("a3", text()))


def _seat_of(commitment: str) -> str:
    return {"c1": "seat-01", "c2": "seat-04"}[commitment]
