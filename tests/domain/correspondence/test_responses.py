"""What works, against a count by brute force; and what is told to those who do not coordinate it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.correspondence.responses import (
    LEAST,
    Days,
    Question,
    Response,
    Rungs,
    Sectors,
    Sent,
    responded,
    without_small_numbers,
)

START = datetime(2026, 1, 12, 8, tzinfo=UTC)
SECTORS = ("association", "company", "informal", "leader", "municipality")
ACTIONS = ("", "remind", "remind", "nudge", "offer", "escalate", "reminded")
HOURS = st.integers(0, 24 * 40)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    opened = START + timedelta(hours=draw(HOURS))
    rungs = draw(st.lists(st.integers(0, 6), max_size=5))
    letters = tuple(
        Sent(opened + timedelta(hours=draw(HOURS)), None if rung == 6 else rung, ACTIONS[rung]) for rung in rungs
    )
    answered = draw(st.none() | HOURS)
    came = None if answered is None else opened + timedelta(hours=answered)
    return Question(draw(st.sampled_from(SECTORS)), opened, came, letters)


HISTORIES = st.lists(questions(), max_size=30)


def on_day(question: Question, at: datetime | None, day: int) -> bool:
    return at is not None and timedelta(days=day) <= at - question.opened_at < timedelta(days=day + 1)


def came_behind(question: Question, rung: int) -> bool:
    """Whether an answer came while a letter of this step was the last one that had gone out; -1: before any."""
    if question.answered_at is None:
        return False
    gone = sorted(
        (one.at, 6 if one.rung is None else one.rung) for one in question.letters if one.at <= question.answered_at
    )
    return (gone[-1][1] if gone else -1) == rung


def counted(asked: list[Question]) -> Response:
    """The same, one number after the other, each by going through everything."""
    days, rungs, sectors = [], [], []
    for day in range(41):
        answers = sum(on_day(q, q.answered_at, day) for q in asked)
        reminders = sum(on_day(q, one.at, day) for q in asked for one in q.letters if one.rung is None or one.rung > 0)
        days += [Days(day, day, answers, reminders)] if answers or reminders else []
    for rung in range(-1, 7):
        letters = sum(one.rung == (None if rung == 6 else rung) for q in asked for one in q.letters)
        answers = sum(came_behind(q, rung) for q in asked)
        actions = (ACTIONS[rung],) if rung and letters else ()
        number = max([0, *(one.last for one in rungs)]) + 1 if rung == 6 else rung  # to all: behind all ladders
        rungs += [Rungs(number, number, actions, letters, answers)] if letters or answers else []
    for sector in SECTORS:
        mine = [q for q in asked if q.sector == sector]
        sectors += [Sectors((sector,), len(mine), sum(q.answered_at is not None for q in mine))] if mine else []
    answered = sum(q.answered_at is not None for q in asked)
    return Response(len(asked), answered, tuple(days), tuple(rungs), tuple(sectors))


@given(HISTORIES)
def test_the_response_is_what_counting_everything_gives(asked: list[Question]) -> None:
    assert responded(asked) == counted(asked)


@given(HISTORIES)
def test_small_numbers_are_told_with_others_and_nothing_is_lost(asked: list[Question]) -> None:
    exact = responded(asked)
    told = without_small_numbers(exact)
    if len(asked) < LEAST:
        assert told == Response(len(asked), None, (), (), ())
        return
    assert (told.asked, told.answered) == (exact.asked, exact.answered)
    answered = exact.answered or 0
    for parts in (told.by_day, told.by_step):
        assert sum(part.answers for part in parts) == answered
        assert all(part.answers == 0 or part.answers >= LEAST or len(parts) == 1 for part in parts)
        bounds = [bound for part in parts for bound in (part.first, part.last)]
        assert bounds == sorted(bounds)
    assert sum(part.reminders for part in told.by_day) == sum(part.reminders for part in exact.by_day)
    assert sum(part.letters for part in told.by_step) == sum(part.letters for part in exact.by_step)
    assert sum(part.asked for part in told.by_sector) == exact.asked
    assert sum(part.answers for part in told.by_sector) == answered
    assert all(part.asked >= LEAST for part in told.by_sector)
    assert sorted(one for part in told.by_sector for one in part.sectors) == sorted({q.sector for q in asked})


def test_an_answer_before_any_letter_is_not_counted_behind_the_first_one() -> None:
    early, later = START + timedelta(hours=1), START + timedelta(days=2)
    asked = [Question("leader", START, early, (Sent(later),)), Question("leader", START, later, (Sent(early),))]
    assert responded(asked).by_step == (Rungs(-1, -1, (), 0, 1), Rungs(0, 0, (), 2, 1))


def test_of_two_sectors_a_small_one_cannot_be_worked_out_from_the_whole() -> None:
    asked = [Question("company", START)] + [Question("leader", START, START)] * 4
    assert without_small_numbers(responded(asked)).by_sector == (Sectors(("company", "leader"), 5, 4),)
