"""The back-plan on the calendar: latest safe days around holidays, quiet seasons and both clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.backplan import Backplan, backplan
from domain.calendar import Calendar
from domain.planning import Milestone, days_behind, days_needed
from operating_models.pin import pin
from tests.domain.test_planning import USUAL, plans
from tests.fixtures.rules import MODEL

HELSINKI = ZoneInfo("Europe/Helsinki")
CALENDAR = Calendar(MODEL.calendar, pin("Europe/Helsinki", "FI", date(2025, 1, 1)))
SEED = datetime(2025, 9, 30, 20, 59, tzinfo=UTC)  # 23.59 in Helsinki


def laid(
    now: datetime, deadline: datetime = SEED, milestones: tuple[Milestone, ...] = USUAL, reached: tuple[str, ...] = ()
) -> Backplan:
    return backplan(milestones, 2, reached, CALENDAR, deadline, now)


def in_helsinki(day: date, at: time = time(12)) -> datetime:
    return datetime.combine(day, at, HELSINKI).astimezone(UTC)


def test_the_seeds_deadline_has_its_full_draft_four_weeks_before_and_is_itself_not_moved() -> None:
    plan = laid(in_helsinki(date(2025, 8, 4)))
    assert {one.id: one.latest_day.isoformat() for one in plan.milestones} == {
        "full_draft": "2025-09-02",
        "comments": "2025-09-16",
        "endorsements": "2025-09-23",
        "freeze": "2025-09-24",
        "submit": "2025-09-26",
    }
    assert plan.deadline == SEED
    assert plan.of("submit").latest == datetime(2025, 9, 26, 21, 0, tzinfo=UTC)


def test_slack_is_told_in_working_days_and_shrinks_by_one_on_each_of_them_alone() -> None:
    monday, tuesday, sunday = date(2025, 8, 4), date(2025, 8, 5), date(2025, 8, 10)
    slack = laid(in_helsinki(monday)).slack
    assert slack == 11
    assert laid(in_helsinki(tuesday)).slack == slack - 1
    assert laid(in_helsinki(sunday)).slack == laid(in_helsinki(date(2025, 8, 8))).slack
    assert {one.slack for one in laid(in_helsinki(monday)).milestones} == {slack}


def test_what_has_been_reached_takes_no_time_any_more() -> None:
    late = in_helsinki(date(2025, 9, 8))
    assert laid(late).slack == -14
    plan = laid(late, reached=("full_draft",))
    assert (plan.slack, plan.of("full_draft").slack, plan.of("full_draft").reached) == (-4, None, True)


def test_a_plan_that_is_late_says_what_may_be_shortened_and_to_what() -> None:
    plan = laid(in_helsinki(date(2025, 9, 8)), reached=("full_draft",))
    assert (plan.shorten, plan.short_by, plan.late) == ({"comments": 6}, 0, None)


def test_an_impossible_plan_says_which_milestone_comes_too_late_and_by_how_many_days() -> None:
    plan = laid(in_helsinki(date(2025, 9, 16)))
    assert plan.slack == -20
    assert plan.shorten == {"full_draft": 5, "comments": 5, "submit": 1}
    assert (plan.short_by, plan.late) == (9, "full_draft")


def test_a_finished_plan_has_no_slack_to_tell() -> None:
    plan = laid(in_helsinki(date(2025, 9, 29)), reached=tuple(one.id for one in USUAL))
    assert (plan.slack, plan.shorten, plan.short_by) == (None, {}, 0)


def working_days_back(day: date, number: int) -> date:
    """The oracle: one day back at a time, counting the working ones."""
    while number:
        day -= timedelta(days=1)
        number -= CALENDAR.is_working(day)
    return day


moments = st.builds(
    in_helsinki, st.dates(date(2025, 2, 1), date(2028, 12, 31)), st.builds(time, st.integers(0, 23), st.integers(0, 59))
)


@given(plans(), moments, st.integers(1, 4))
def test_every_latest_day_is_found_by_counting_back_day_by_day(
    plan: tuple[Milestone, ...], deadline: datetime, margin: int
) -> None:
    found = backplan(plan, margin, (), CALENDAR, deadline, deadline - timedelta(days=30))
    assert found.deadline == deadline
    for one in found.milestones:
        day = working_days_back(deadline.astimezone(HELSINKI).date(), margin + days_behind(plan)[one.id])
        assert one.latest_day == day
        assert one.latest == datetime.combine(day + timedelta(days=1), time(), HELSINKI).astimezone(UTC)


@given(plans(), moments, st.integers(-30, 300))
def test_slack_is_how_many_working_days_one_may_wait_and_still_reach_everything(
    plan: tuple[Milestone, ...], deadline: datetime, before: int
) -> None:
    now = deadline - timedelta(days=before)
    found = backplan(plan, 2, (), CALENDAR, deadline, now)
    assert found.slack is not None
    last = working_days_back(deadline.astimezone(HELSINKI).date(), 2)
    start = working_days_back(last + timedelta(days=1), days_needed(plan) + 1)  # the day behind which work must begin
    today = now.astimezone(HELSINKI).date()
    between = sum(
        CALENDAR.is_working(min(today, start) + timedelta(days=n)) for n in range(1, abs((start - today).days) + 1)
    )
    assert found.slack == (between if start >= today else -between)
    assert min(one.slack for one in found.milestones if one.slack is not None) == found.slack


@pytest.mark.parametrize(
    ("day", "at", "latest"),
    [
        (
            date(2026, 3, 30),
            time(3, 30),
            datetime(2026, 3, 26, 22, 0, tzinfo=UTC),
        ),  # the day after the clock goes forward
        (date(2026, 10, 26), time(3, 30), datetime(2026, 10, 22, 21, 0, tzinfo=UTC)),  # the day after it goes back
        (date(2026, 4, 7), time(16, 15), datetime(2026, 4, 1, 21, 0, tzinfo=UTC)),  # the Tuesday after Easter
        (date(2026, 8, 3), time(12), datetime(2026, 6, 29, 21, 0, tzinfo=UTC)),  # the first Monday after July
    ],
)
def test_clock_changes_holidays_and_quiet_seasons_lie_between_and_carry_no_work(
    day: date, at: time, latest: datetime
) -> None:
    only = (Milestone("submit", 1),)
    found = backplan(only, 2, (), CALENDAR, in_helsinki(day, at), latest - timedelta(days=30))
    assert found.of("submit").latest == latest


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 20), (date(2026, 10, 25), 21)])
def test_a_deadline_on_the_day_of_a_clock_change_keeps_its_time_of_day(day: date, hours: int) -> None:
    assert CALENDAR.instant(day, time(23, 59)) == datetime.combine(day, time(hours, 59), UTC)


def test_at_a_pace_every_day_is_as_long_as_the_pace_says() -> None:
    paced = replace(CALENDAR, day_milliseconds=1000)
    now = SEED - timedelta(seconds=40)
    found = backplan(USUAL, 2, (), paced, SEED, now)
    assert found.slack == 10
    assert found.of("full_draft").latest == SEED - timedelta(seconds=20)
