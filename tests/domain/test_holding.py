"""A phase that is held rests: nobody is reminded, and on its day it is looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commands import Command, Hold, PauseUntil, Resume, TakeExit
from domain.events import ObligationOpened, PhaseExited, PhaseHeld
from domain.explaining import waiting_on
from domain.folding import fold
from domain.initiative import RECHECK
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import LoopsSpent, Malformed, NotAsked, NotEntitled, OutOfTurn
from tests.domain.test_exiting import OLDER
from tests.fixtures.rules import MODEL, START, Play, roster, text

UNTIL = START + timedelta(days=40)
HOLD = Hold(UNTIL, text(), text(40))


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6))


def asked(play: Play) -> list[str]:
    return [waiting.obligation for waiting in waiting_on(play.initiative) if waiting.duty == RECHECK]


def test_a_hold_is_an_exit_with_mandate_and_is_told_to_those_who_take_part(play: Play) -> None:
    (held,) = play.say(HOLD)
    assert isinstance(held, PhaseHeld)
    assert (held.phase, held.number, held.until, held.mandate, held.mandate_valid) == (
        *("convening", 1, UNTIL, "mandate-1", True),
    )
    assert set(held.told or {}) == {f"holder-{n:02}" for n in range(1, 7)}


def test_nobody_is_reminded_while_a_phase_rests_and_answers_still_count(play: Play) -> None:
    play.say(HOLD)
    assert play.wait_until(UNTIL - timedelta(seconds=1)) == ()
    play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    assert play.kinds()[-2:] == ["invitation.accepted", "obligation.fulfilled"]


def test_on_its_day_the_coordinator_is_asked_to_look_again_and_the_phase_rests_on(play: Play) -> None:
    play.say(HOLD)
    (opened,) = play.wait_until(UNTIL)
    assert isinstance(opened, ObligationOpened)
    assert (opened.duty, opened.obligation) == (RECHECK, "convening.1/recheck_hold/1")
    assert play.initiative.paused is not None


def test_letting_it_go_on_moves_every_working_clock_by_the_whole_rest(play: Play) -> None:
    before = {o.id: o.due for o in play.initiative.obligations.values()}
    window = play.initiative.at.due
    play.say(HOLD)
    play.wait_until(UNTIL + timedelta(days=3))
    play.say(Resume())
    rest = timedelta(days=43)
    after = {o.id: o.due for o in play.initiative.obligations.values() if o.duty != RECHECK}
    assert all(after[name] >= due + rest for name, due in before.items())
    assert play.initiative.at.due >= window + rest
    assert (play.initiative.paused, asked(play)) == (None, [])
    assert fold(play.entries) == play.initiative


def test_a_hold_that_nobody_looks_at_again_goes_on_and_so_ends(play: Play) -> None:
    play.say(HOLD)
    happened = [event.KIND for event in play.wait(200)]
    assert happened.count("initiative.resumed") == 1
    assert "obligation.lapsed" in happened
    play.wait(2000)
    assert play.initiative.outcome == "stopped_well"


def test_a_hold_may_follow_another_as_often_as_the_model_allows(play: Play) -> None:
    assert MODEL.exits is not None
    assert MODEL.exits.hold is not None
    for _ in range(MODEL.exits.hold.most):
        play.say(Hold(play.now + timedelta(days=10), text(), text()))
        play.wait(10)
        assert len(asked(play)) == 1
    with pytest.raises(LoopsSpent):
        play.say(Hold(play.now + timedelta(days=10), text(), text()))
    before = play.initiative.at.due
    play.say(Resume())
    assert play.initiative.at.due >= before + timedelta(days=30)


def test_a_held_phase_may_be_left_and_the_next_one_does_not_rest(play: Play) -> None:
    play.say(HOLD)
    play.wait_until(UNTIL)
    happened = play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert [event.KIND for event in happened] == ["obligation.fulfilled", "initiative.resumed", "phase.exited"]
    assert isinstance(happened[-1], PhaseExited)
    assert play.initiative.paused is None


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (Hold(START - timedelta(days=1), text(), text()), "until"),
        (Hold(START + timedelta(days=260), text(), text()), "until"),
    ],
)
def test_a_hold_is_bounded(play: Play, command: Command, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(command)
    assert refused.value.path == path


def test_what_rests_already_is_not_held_or_paused_again(play: Play) -> None:
    play.say(HOLD)
    for command in (HOLD, PauseUntil(UNTIL)):
        with pytest.raises(NotAsked):
            play.say(command)


def test_only_the_coordinator_holds_and_only_where_the_model_says_so(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", HOLD)
    with pytest.raises(OutOfTurn):
        Play.of("convening", roster(6), OLDER).say(HOLD)
