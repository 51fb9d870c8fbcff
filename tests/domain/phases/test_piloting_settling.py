"""The planned end of a pilot: what became of its commitments, and when it may go on."""

from __future__ import annotations

import pytest

from domain.commands import TakeExit, read_command
from domain.events import ReminderDue
from domain.facts import Commitment
from domain.operating_model import ExitKind
from domain.phases.piloting.commands import Became, BeginSettling, SettleCommitment
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotAsked, NotEntitled
from domain.wire import plain
from tests.domain.phases.test_piloting import (
    BROKEN,
    KEPT,
    PULSE,
    RELEASED,
    SEATS,
    heard,
    observed,
    open_subjects,
    pilot,
)
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return pilot()


def test_settling_begins_by_the_clock_so_early_that_its_ladder_ends_in_the_window(play: Play) -> None:
    happened = play.wait_until(play.initiative.at.due)
    asked = play.initiative.of_duty("settle_commitment")
    assert [(o.seat, o.subject) for o in asked] == [("seat-01", "c1"), ("seat-02", "c2")]
    lapsed = [e.obligation for e in happened if e.KIND == "obligation.lapsed"]  # type: ignore[attr-defined]
    assert {o.id for o in asked} <= set(lapsed)
    escalated = [e for e in happened if e.KIND == "reminder.due" and e.action == "escalate"]  # type: ignore[attr-defined]
    of_seats = {o.id for o in play.initiative.obligations.values() if o.seat is not None}
    assert {e.obligation for e in escalated} & of_seats == {o.id for o in asked}  # type: ignore[attr-defined]


def test_the_coordinator_ends_a_pilot_early_once_commitments_are_settled_and_values_in(play: Play) -> None:
    heard(play)
    play.wait(100)
    with pytest.raises(GateShut):
        play.say(TakeExit(ExitKind.ADVANCE))
    play.say(BeginSettling(text()))
    assert open_subjects(play, "settle_commitment") == ["c1", "c2"]
    assert "i2.1" in open_subjects(play, "observe")  # never heard of so far
    play.seat_says("seat-01", SettleCommitment("c1", KEPT))
    play.say(SettleCommitment("c2", RELEASED, text()))
    with pytest.raises(GateShut):
        play.say(TakeExit(ExitKind.ADVANCE))
    observed(play)
    play.say(TakeExit(ExitKind.ADVANCE))
    assert {c.id: c.state for c in play.initiative.facts.commitments.values()} == {"c1": KEPT, "c2": RELEASED}


def test_settling_begins_once(play: Play) -> None:
    play.say(BeginSettling(text()))
    with pytest.raises(AlreadyAnswered):
        play.say(BeginSettling(text()))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", BeginSettling(text()))


def test_a_seat_may_settle_before_it_is_asked_and_is_then_not_asked(play: Play) -> None:
    play.seat_says("seat-01", SettleCommitment("c1", BROKEN, text()))
    play.say(BeginSettling(text()))
    assert open_subjects(play, "settle_commitment") == ["c2"]


def test_a_settled_commitment_can_be_changed_until_its_due_day(play: Play) -> None:
    play.say(BeginSettling(text()))
    play.seat_says("seat-01", SettleCommitment("c1", BROKEN))
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", SettleCommitment("c1", BROKEN))
    (changed,) = play.say(SettleCommitment("c1", RELEASED))
    assert changed.replaces is BROKEN  # type: ignore[attr-defined]
    play.wait(16)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", SettleCommitment("c1", KEPT))
    play.seat_says("seat-02", SettleCommitment("c2", KEPT))  # a first answer still counts


def test_nobody_else_says_what_became_of_a_commitment(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-03", SettleCommitment("c1", KEPT))
    with pytest.raises(NotEntitled) as refused:
        play.say(SettleCommitment("c1", BROKEN))
    assert "release" in refused.value.remedy
    with pytest.raises(NotAsked):
        play.say(SettleCommitment("c9", RELEASED))


def test_a_commitment_cannot_be_settled_as_open() -> None:
    said = plain(SettleCommitment("c1", KEPT))
    assert read_command(said) == SettleCommitment("c1", Became.KEPT)
    with pytest.raises(Malformed) as refused:
        read_command(said | {"state": "open"})
    assert (refused.value.path, refused.value.reason) == ("state", "'open' is none of kept, changed, released, broken")


def test_commitments_settled_in_an_earlier_pilot_stand() -> None:
    play = pilot(commitments={"c1": Commitment("c1", "seat-01", "a1", KEPT)})
    play.say(BeginSettling(text()))
    assert not play.initiative.of_duty("settle_commitment")
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", SettleCommitment("c1", BROKEN))


def test_a_whole_pilot_with_all_in_goes_on_to_evaluation_at_its_planned_end(play: Play) -> None:
    while play.now < play.initiative.at.due and not play.initiative.settled:
        for seat in SEATS:
            if play.initiative.owed("answer_pulse", seat=seat):
                play.seat_says(seat, PULSE)
        observed(play)
        for owed in play.initiative.of_duty("settle_commitment"):
            if owed.state.answerable:
                play.seat_says(owed.seat or "", SettleCommitment(owed.subject or "", KEPT))
        play.wait(7)
    assert (play.initiative.at.exit, play.initiative.at.to) == (ExitKind.ADVANCE, "evaluation")
    reminded = {e.event.obligation for e in play.entries if isinstance(e.event, ReminderDue)}
    assert {play.initiative.obligations[owed].seat for owed in reminded} <= {None}  # those who coordinate alone
