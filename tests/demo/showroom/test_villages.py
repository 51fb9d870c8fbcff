"""Seven villages of North Savo, one for each phase of the cycle, each with people enough for every gate."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from demo.cast import REGION, public_bodies
from demo.showroom.leaving import STEPS
from demo.showroom.opening import MODEL
from demo.showroom.villages import SEATS, Village, villages
from domain import ladders
from domain.calendar import Calendar
from domain.operating_model import StepAction
from operating_models.load import published
from operating_models.pin import pin

SHOWROOM = published()[MODEL]
OPENED = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CALENDAR = Calendar(SHOWROOM.calendar, pin("Europe/Helsinki", "FI", date(2026, 1, 1)), SHOWROOM.day_milliseconds)
each_village = pytest.mark.parametrize("village", villages(), ids=lambda village: village.name)


def test_every_phase_of_the_cycle_has_its_village() -> None:
    assert [village.phase for village in villages()] == list(SHOWROOM.phases)


def test_every_phase_before_the_last_can_be_left() -> None:
    assert [*STEPS, villages()[-1].phase] == list(SHOWROOM.phases)


@each_village
def test_a_village_lies_in_a_municipality_of_the_region(village: Village) -> None:
    assert village.municipality in {one["code"] for one in REGION["municipalities"]}
    assert village.leader in {one.key for one in public_bodies()}


@each_village
def test_seats_of_a_village_are_held_by_organisations_that_are_entered(village: Village) -> None:
    known = {one.key: one.sector for one in (*public_bodies(), *village.organisations())}
    sectors = Counter(known[seat.organisation] for seat in village.seats())
    assert [seat.key for seat in village.seats()] == [village.seat(kind) for kind in SEATS]
    assert SHOWROOM.phases["convening"].gate.sectors.keys() <= sectors.keys()


def test_nobody_is_named_twice() -> None:
    people = [name for village in villages() for seat in village.seats() for name in (seat.holder, seat.deputy)]
    assert len(set(people)) == len(people)


@pytest.mark.parametrize("phase", SHOWROOM.phases)
def test_a_reminder_the_deputys_turn_and_an_escalation_are_seen_within_a_minute(phase: str) -> None:
    for kind, rule in SHOWROOM.phases[phase].obligations.items():
        steps = SHOWROOM.ladders[rule.ladder]
        due = CALENDAR.due(OPENED, rule.due)
        taken = {steps[index].action: at - OPENED for index, at in ladders.moments(steps, CALENDAR, OPENED, due)}
        assert taken[StepAction.REMIND] <= timedelta(seconds=10), kind
        assert taken[StepAction.OFFER] <= timedelta(seconds=40), kind
        assert taken[StepAction.ESCALATE] <= timedelta(minutes=1), kind
        assert taken[StepAction.LAPSE] > timedelta(hours=3), kind
