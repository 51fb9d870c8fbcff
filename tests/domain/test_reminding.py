"""Reminding everybody who still owes something: at most three letters about it, never two within two working days."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Channel, Role, Speaker
from domain.commands import Hold, PauseUntil, RemindAll
from domain.events import EverybodyReminded, ObligationHandedOver, ObligationOpened, ReminderDue, Spared
from domain.obligations import ObligationState
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import NobodyToRemind, NotAsked, NotEntitled, Refusal
from tests.domain.journeys import journeys, relay
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, START, Play, roster, text

YES = AnswerInvitation(Reply.YES)


def invited(seats: int = 3) -> Play:
    return Play.of("convening", roster(seats))


def remind(play: Play) -> EverybodyReminded:
    (event,) = play.say(RemindAll())
    assert isinstance(event, EverybodyReminded)
    return event


def test_whoever_has_answered_is_left_in_peace_and_all_others_are_reminded() -> None:
    play = invited()
    play.wait(3)  # Thursday
    play.seat_says("seat-02", YES)
    event = remind(play)
    assert set(event.to.values()) == {"holder-01", "holder-03"}
    assert event.tell_at == play.now
    assert event.spared == {}


def test_the_coordinator_is_not_reminded_of_the_own_tasks() -> None:
    play = Play.of("need_identification", roster(3))
    play.wait(3)
    assert any(owed.seat is None for owed in play.initiative.obligations.values())
    assert COORDINATOR.actor not in remind(play).to.values()


@pytest.mark.parametrize(("day", "may"), [(0, False), (1, False), (2, False), (3, True)])
def test_a_letter_has_two_working_days_of_rest_before_the_next(day: int, may: bool) -> None:
    play = invited()
    play.wait(day)
    if may:
        assert len(remind(play).to) == 3
        return
    with pytest.raises(NobodyToRemind) as refused:
        play.say(RemindAll())
    assert "about 3 duties the last letter is not 2 working days old" in refused.value.reason
    assert refused.value.remedy == "remind them on 2026-01-15 or later, or call them"


def test_a_deputy_who_took_over_is_asked_anew_and_has_the_same_rest() -> None:
    play = invited()
    play.wait(3)
    play.seat_says("seat-01", AnswerInvitation(Reply.DEPUTY))
    event = remind(play)
    (spared,) = event.spared.items()
    assert spared == (
        next(o.id for o in play.initiative.obligations.values() if o.seat == "seat-01"),
        Spared.ASKED_LATELY,
    )
    play.wait(7)
    assert "deputy-01" in remind(play).to.values()


def test_once_all_have_answered_there_is_nobody_to_remind() -> None:
    play = Play.of("convening", roster(6))
    for seat in roster(6):
        play.seat_says(seat.id, YES)
    play.wait(3)
    with pytest.raises(NobodyToRemind, match="nobody owes anything now"):
        play.say(RemindAll())


def test_whom_three_letters_have_not_moved_is_to_be_called() -> None:
    play = invited(1)
    play.wait(3)
    remind(play)
    owed = play.initiative.obligations
    for number in range(200):
        if all((one.letters or 1) >= 3 for one in owed.values() if one.seat):
            break
        play.wait(1 if number else 4)
        with suppress(NobodyToRemind):
            remind(play)
        owed = play.initiative.obligations
    with pytest.raises(NobodyToRemind) as refused:
        play.say(RemindAll())
    assert (refused.value.remedy, "(3)" in refused.value.reason) == ("call them", True)


@pytest.mark.parametrize("hold", [True, False])
def test_while_it_rests_nobody_is_reminded(hold: bool) -> None:
    play = invited()
    play.wait(3)
    until = play.now + timedelta(days=9)
    play.say(Hold(until, text(), text()) if hold else PauseUntil(until))
    with pytest.raises(NotAsked, match="rests"):
        play.say(RemindAll())


def test_only_those_who_coordinate_remind_everybody() -> None:
    play = invited()
    play.wait(3)
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", RemindAll())
    with pytest.raises(NotEntitled):
        play.say(RemindAll(), Speaker("actor-coordinator", Role.COORDINATOR, Channel.PHONE, "seat-01"))


def test_what_is_said_at_night_is_told_in_the_morning() -> None:
    play = invited()
    play.wait_until(START + timedelta(days=3, hours=12))
    event = remind(play)
    assert event.tell_at == play.initiative.calendar.next_slot(play.now) > play.now


@examples(60)
@given(play=journeys(), gaps=st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_whatever_has_happened_the_bounds_hold(play: Play, gaps: list[int]) -> None:
    for gap in gaps:
        play.wait(gap)
        relay(play)
        with suppress(Refusal):
            remind(play)
    told: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    owed_by: dict[str, str] = {}
    for entry in play.entries:
        match entry.event:
            case ObligationOpened() as event:
                owed_by[event.obligation] = event.owed_by
                told[event.obligation, event.owed_by].append(event.tell_at)
            case ObligationHandedOver() as event:
                owed_by[event.obligation] = event.to
                told[event.obligation, event.to] = [event.tell_at]
            case ReminderDue() as event:
                told[event.obligation, event.to].append(entry.at)
            case EverybodyReminded() as event:
                _bounded(play, entry.at, event, told, owed_by)
    for one in play.initiative.obligations.values():
        if one.state is ObligationState.OPEN and one.id in owed_by:
            assert (one.letters or 1) == len(told[one.id, one.owed_by])


def _bounded(
    play: Play,
    at: datetime,
    event: EverybodyReminded,
    told: dict[tuple[str, str], list[datetime]],
    owed_by: dict[str, str],
) -> None:
    calendar = play.initiative.calendar
    for obligation, actor in event.to.items():
        before = told[obligation, actor]
        assert owed_by[obligation] == actor
        assert len(before) < 3
        the_day_before = at - timedelta(days=1)  # two working days are over, be it a Saturday now
        assert calendar.working_days_between(before[-1], the_day_before) >= 2
        before.append(event.tell_at)
    for obligation, why in event.spared.items():
        before = told[obligation, owed_by[obligation]]
        assert (len(before) >= 3) is (why is Spared.ASKED_OFTEN)
