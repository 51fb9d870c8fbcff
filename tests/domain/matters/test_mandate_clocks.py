"""Warnings of a mandate's end in pauses, across phases and on paced days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.commands import PauseUntil
from domain.deciding import opening
from domain.events import ObligationOpened, PhaseExited
from domain.operating_model import ExitKind
from tests.domain.matters.test_mandate import LONG_WINDOWS, until, warned


def test_no_pause_stops_the_warnings_or_moves_what_they_ask() -> None:
    play = until(date(2026, 5, 29))
    play.say(PauseUntil(play.now + timedelta(days=200)))
    play.wait(130)
    assert warned(play) == [date(2026, 3, 30), date(2026, 4, 29), date(2026, 5, 22)]
    assert {play.initiative.calendar.due_day(o.due) for o in play.initiative.of_duty("renew_mandate")} == {
        date(2026, 5, 29)
    }


def test_a_change_of_phase_neither_repeats_a_warning_nor_loses_what_it_asks() -> None:
    play = until(date(2026, 5, 29))
    play.wait(90)
    play.record((PhaseExited("need_identification", ExitKind.ADVANCE, "convening", "role", "mandate-1", True),))  # type: ignore[arg-type]
    play.record(opening(play.initiative, "convening", play.now))
    play.wait(10)
    assert warned(play) == [date(2026, 3, 30)]
    assert play.initiative.owed("renew_mandate") is not None


def test_a_paced_day_shrinks_the_warnings_alike() -> None:
    play = until(date(2026, 1, 12), replace(LONG_WINDOWS, day_milliseconds=60_000))
    play.initiative = replace(play.initiative, calendar=replace(play.initiative.calendar, day_milliseconds=60_000))
    end = datetime(2026, 1, 12, 22, tzinfo=UTC)
    play.wait_until(end)
    given = [e.at for e in play.entries if isinstance(e.event, ObligationOpened) and e.event.duty == "renew_mandate"]
    assert [end - at for at in given] == [timedelta(minutes=m) for m in (60, 30, 7)]


def test_a_model_without_the_matter_warns_of_nothing() -> None:
    play = until(date(2026, 5, 29), replace(LONG_WINDOWS, matters=None))
    play.wait(200)
    assert warned(play) == []
