"""Meetings in simulations: what favours them leads to minutes that stand."""

from __future__ import annotations

from contextlib import suppress

from domain.matters.meetings.commands import PollDates
from domain.refusals import Refusal
from tests.domain.matters.test_meetings import DAY, LATER, kept
from tests.fixtures.rules import COORDINATOR, Play, roster


def test_what_favours_a_meeting_leads_it_to_minutes_that_stand() -> None:
    play = Play.of("convening", roster(6))
    play.say(PollDates((DAY, LATER)))
    for _ in range(3):
        for act in tuple(kept(play).favourable(play.initiative)):
            with suppress(Refusal):
                play.say(act.command, play.speaker(act.seat) if act.seat else COORDINATOR)
        play.wait(15)
    assert (kept(play).held, kept(play).meetings) == ((DAY,), {})
