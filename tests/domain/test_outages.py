"""After an outage, in a pause, beyond the window: the clock neither storms nor reopens what has closed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.clockwork import tick
from domain.commands import CallVote, PauseUntil, TakeExit
from domain.events import ReminderDue
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.piloting.commands import HaltOnHarm
from domain.refusals import NotEntitled
from tests.fixtures.cycle import SEATS
from tests.fixtures.rules import COORDINATOR, Play, text

YES = AnswerInvitation(Reply.YES)


@pytest.mark.parametrize("days", [10, 20, 25, 40, 80])
def test_after_an_outage_a_matter_is_reminded_of_once_at_most(days: int) -> None:
    play = Play.of("convening")
    happened = tick(play.initiative, play.now + timedelta(days=days))
    reminded = Counter(event.obligation for event in happened if isinstance(event, ReminderDue))
    assert set(reminded.values()) <= {1}


def test_the_review_of_harm_is_reminded_of_and_lapses_also_in_a_pause() -> None:
    play = Play.of("piloting", accepted=SEATS)
    play.seat_says("seat-05", HaltOnHarm(text()))
    play.say(PauseUntil(play.now + timedelta(days=200)))
    kinds = [event.KIND for event in play.wait(60)]
    assert play.initiative.paused is not None
    assert "reminder.due" in kinds
    assert kinds[-1] == "obligation.lapsed"


def test_a_vote_to_stop_does_not_open_a_closed_window_again() -> None:
    play = Play.of("convening")
    play.wait_until(play.initiative.at.due)
    play.say(CallVote(ExitKind.STOP))
    assert next(event.KIND for event in play.seat_says("seat-01", YES)) == "answer.came_late"
    assert play.initiative.now_in.standing(play.initiative).present == ()


def test_a_coordinator_decides_as_such_and_for_no_seat() -> None:
    play = Play.of("convening")
    as_a_seat = Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, "seat-05", COORDINATOR.actor)
    with pytest.raises(NotEntitled):
        play.say(TakeExit(ExitKind.STOP, text()), as_a_seat)
