"""The mandate while an initiative runs: its end is warned of in time, and its renewal asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.commands import TakeExit
from domain.events import ObligationOpened
from domain.obligations import ObligationState
from domain.operating_model import ExitKind, OperatingModel
from tests.fixtures.rules import MODEL, Play, roster

ADVANCE = TakeExit(ExitKind.ADVANCE)
LONG_WINDOWS = replace(
    MODEL, phases={name: replace(phase, due=MODEL.phases["establishment"].due) for name, phase in MODEL.phases.items()}
)


def until(day: date, model: OperatingModel = LONG_WINDOWS) -> Play:
    """An initiative that has just opened, whose mandate ends on a day."""
    play = Play.of("need_identification", roster(6), model)
    charter = play.initiative.charter
    mandate = replace(charter.mandate, valid_until=day)
    play.initiative = replace(play.initiative, charter=replace(charter, mandate=mandate))
    return play


def warned(play: Play) -> list[date]:
    """The local days on which a warning went out."""
    return [
        play.initiative.calendar.local(entry.at).date()
        for entry in play.entries
        if isinstance(entry.event, ObligationOpened) and entry.event.duty == "renew_mandate"
    ]


@pytest.mark.parametrize(
    ("last_day", "days"),
    [
        # 60, 30 and 7 days before, each on a working day or the last one before it
        (date(2026, 5, 29), [date(2026, 3, 30), date(2026, 4, 29), date(2026, 5, 22)]),
        # 1 November is a Sunday; on 24 December nobody is written to, so the last warning comes before Christmas
        (date(2026, 12, 31), [date(2026, 10, 30), date(2026, 12, 1), date(2026, 12, 18)]),
        # in July nobody is written to: what falls into it is said in June, and once
        (date(2026, 7, 31), [date(2026, 6, 1), date(2026, 6, 30)]),
    ],
)
def test_the_end_of_a_mandate_is_warned_of_in_time_and_once_each(last_day: date, days: list[date]) -> None:
    play = until(last_day)
    play.wait_until(datetime(2027, 3, 1, tzinfo=UTC))
    assert warned(play) == days


def test_a_warning_asks_the_coordinator_for_a_renewal_by_the_last_day_of_the_mandate() -> None:
    play = until(date(2026, 5, 29))
    play.wait(90)
    (asked,) = play.initiative.of_duty("renew_mandate")
    assert (asked.seat, asked.owed_by, asked.subject) == (None, "actor-coordinator", "mandate-1.P60D")
    assert play.initiative.calendar.due_day(asked.due) == date(2026, 5, 29)
    play.wait(30)
    first, second = play.initiative.of_duty("renew_mandate")
    assert (first.state, second.state) == (ObligationState.RELEASED, ObligationState.OPEN)


def test_whoever_starts_late_is_warned_at_once_and_of_the_newest_only() -> None:
    play = until(date(2026, 1, 30))
    play.wait(1)
    assert warned(play) == [date(2026, 1, 12)]
    assert [o.subject for o in play.initiative.of_duty("renew_mandate")] == ["mandate-1.P30D"]
    play.wait(30)
    assert len(warned(play)) == 2
