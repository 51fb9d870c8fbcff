"""Silent communities: those of whom no need has come are listed, to be called while there is time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.phases.need_identification.commands import (
    NothingToRaise,
    ReportCalls,
    SubmitNeed,
)
from domain.phases.need_identification.events import CommunitiesListed
from domain.seats import Sector
from tests.domain.phases.test_needs_desk import A, B, C, D, owing
from tests.fixtures.rules import MODEL, Play, roster, text


def listed(play: Play) -> CommunitiesListed:
    (found,) = [e.event for e in play.entries if isinstance(e.event, CommunitiesListed)]
    return found


def test_at_sixty_percent_of_the_window_the_silent_communities_are_listed_to_be_called() -> None:
    seats = tuple(replace(seat, municipality=f"{200 + n}") for n, seat in enumerate(roster(6)))
    play = Play.of("need_identification", seats)
    play.seat_says(A, SubmitNeed(text()))
    play.seat_says(B, NothingToRaise())
    play.say(SubmitNeed(text(), Sector.WELLBEING_COUNTY))
    (when,) = MODEL.phases["need_identification"].obligations["call_silent"].at
    play.wait_until(play.initiative.calendar.due(play.now, when) - timedelta(days=1))
    assert not [kind for kind in play.kinds() if kind.startswith("communities")]
    play.wait(1)
    found = listed(play)
    assert found.municipalities == ("202", "203", "204", "205")
    assert found.sectors == (Sector.COMPANY, Sector.LEADER, Sector.MUNICIPALITY)
    assert found.seats == (C, D, "seat-05", "seat-06")
    assert owing(play, "call_silent") == [(None, None)]
    play.say(ReportCalls(text()))
    assert owing(play, "call_silent") == []
    play.wait(5)
    assert play.kinds().count("communities.listed") == 1


def test_where_everyone_was_heard_nobody_is_to_be_called() -> None:
    play = Play.of("need_identification", roster(6))
    for number in range(1, 7):
        play.seat_says(f"seat-{number:02}", NothingToRaise())
    play.wait(30)
    assert (listed(play).seats, listed(play).sectors) == ((), ())
    assert play.initiative.of_duty("call_silent") == ()
