"""The budget: a message a day or week, three letters about one thing, and what is urgent by rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.correspondence import budget
from domain.letter import Voice
from tests.domain.correspondence.pieces import CALENDAR, PACED, helsinki, piece


@pytest.mark.parametrize(
    ("last", "days", "free"),
    [
        ("2026-01-12 09:00", budget.DAILY, "2026-01-13 00:00"),
        ("2026-01-12 23:59", budget.DAILY, "2026-01-13 00:00"),
        ("2026-03-28 23:30", budget.DAILY, "2026-03-29 00:00"),
        ("2026-10-24 15:00", budget.WEEKLY, "2026-10-31 00:00"),  # the week has an hour more
    ],
)
def test_another_message_may_come_once_the_local_day_or_week_is_over(last: str, days: int, free: str) -> None:
    assert budget.free_at(CALENDAR, helsinki(last), days) == helsinki(free)


def test_with_pace_a_day_of_the_budget_is_a_day_of_the_pace() -> None:
    last = helsinki("2026-01-12 09:00")
    free = budget.free_at(PACED, last, budget.DAILY)
    assert free is not None
    assert timedelta() < free - last <= timedelta(seconds=2)
    assert budget.free_at(PACED, free, budget.DAILY) == free + timedelta(seconds=2)


def test_reminders_a_day_of_the_pace_apart_never_share_one() -> None:
    for shift in range(0, 2000, 130):
        first = helsinki("2026-01-12 09:00") + timedelta(milliseconds=shift)
        assert budget.free_at(PACED, first, budget.DAILY) <= first + timedelta(seconds=2)  # type: ignore[operator]


FIRST, REMINDERS, CAME_BACK = "invitation", ("0.remind", "1.remind"), ("back.7", "back.9")


@pytest.mark.parametrize(
    ("voice", "gone", "over"),
    [
        (Voice.REMINDER, (FIRST, "0.remind"), False),
        (Voice.REMINDER, (FIRST, *REMINDERS), True),
        (Voice.REMINDER, (FIRST, "0.remind", "reminded.8"), True),  # by hand is no less than by the ladder
        (Voice.RETURNED, (FIRST, "0.remind"), False),
        (Voice.RETURNED, (FIRST, *REMINDERS), True),  # the matter is known to them
        (Voice.REMINDER, (FIRST, *CAME_BACK), True),  # coming back begins no new count
        (Voice.INVITATION, (), False),
        (Voice.HANDED_OVER, ("2.nudge", "3.offer", "4.offer"), False),  # with it the matter comes to them
        (Voice.HANDED_OVER, ("2.nudge", "3.offer", "handed_over"), True),
        (Voice.TASK_REMINDER, (FIRST, *REMINDERS), True),
        (Voice.REMINDER, (FIRST, "read_back.4", "read_back.6", "withdrawn"), False),
        (Voice.READ_BACK, (FIRST, *REMINDERS), False),
        (Voice.WITHDRAWN, (FIRST, *REMINDERS), False),
        (Voice.TOLD, (FIRST, *REMINDERS), False),
    ],
)
def test_three_letters_ask_for_one_thing_and_no_more(voice: Voice, gone: tuple[str, ...], over: bool) -> None:
    assert budget.is_over(voice, gone) is over


@pytest.mark.parametrize(
    ("duty", "now", "urgent"),
    [
        ("attend_meeting", "2026-01-20 08:00", True),
        ("attend_meeting", "2026-01-20 18:01", False),  # it has begun
        ("attend_meeting", "2026-01-19 15:00", False),
        ("answer_invitation", "2026-01-20 08:00", False),  # a day that we have set ourselves
    ],
)
def test_what_an_outside_clock_ends_today_is_urgent(duty: str, now: str, urgent: bool) -> None:
    due = helsinki("2026-01-20 18:00")
    assert budget.is_urgent(piece(duty=duty, due=due), helsinki(now)) is urgent


def test_a_funders_deadline_a_meeting_and_the_review_of_harm_stand_on_outside_clocks() -> None:
    assert {"write_section", "endorse_application", "attend_meeting", "review_harm"} <= budget.outside()
    assert "answer_invitation" not in budget.outside()


def test_what_somebody_waits_for_is_urgent() -> None:
    assert budget.is_urgent(piece(due=None, voice=Voice.CALLED, awaited=True), helsinki("2026-07-18 08:00"))
