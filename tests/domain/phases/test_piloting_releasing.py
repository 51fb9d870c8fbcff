"""Release without blame: a commitment or an activity falls away, and can be promised anew."""

from __future__ import annotations

import pytest

from domain.commands import TakeExit
from domain.dependants import Dependants
from domain.facts import Activity, Commitment, CommitmentState, Indicator, Level, ReleaseReason
from domain.operating_model import ExitKind
from domain.phases.piloting.commands import (
    Became,
    BeginSettling,
    CommitAnew,
    ReleaseActivity,
    SettleCommitment,
)
from domain.phases.piloting.events import ActivityReleased, CommitmentRenewed, CommitmentSettled
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled
from tests.domain.phases.test_piloting import pilot, state
from tests.fixtures.rules import Play, text

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


def asked(play: Play) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(DUTY) if o.state.answerable]


def became(play: Play) -> dict[str, CommitmentState]:
    return {name: c.state for name, c in state(play).so_far(play.initiative.facts).commitments.items()}


@pytest.fixture
def play() -> Play:
    return pilot(**PLAN)


def test_nobody_owes_a_reason(play: Play) -> None:
    (settled, *_) = play.say(SettleCommitment("c1", Became.RELEASED))
    assert isinstance(settled, CommitmentSettled)
    assert settled.because is ReleaseReason.NOT_TOLD


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
    play.say(BeginSettling(text()))
    owed = [o.subject for o in play.initiative.of_duty("settle_commitment") if o.state.answerable]
    assert owed == ["c2", "c3", "c4"]
    play.seat_says("seat-03", SettleCommitment("c4", Became.KEPT))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert play.initiative.facts.commitments["c4"] == Commitment("c4", "seat-03", "a1", CommitmentState.KEPT)


def test_a_seat_promises_no_more_than_it_can_keep(play: Play) -> None:
    for _ in range(4):
        play.seat_says("seat-05", CommitAnew("a3", text()))
    with pytest.raises(NotAsked, match="5 open commitments"):
        play.seat_says("seat-05", CommitAnew("a3", text()))
