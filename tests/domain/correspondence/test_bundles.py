"""Bundles: what goes together, in which order, and what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.correspondence.bundles import MOST_PARTS, compose, in_order, outdated, whole_at
from domain.correspondence.piece import Manner
from domain.letter import Voice
from tests.domain.correspondence.pieces import MONDAY, PACED, helsinki, piece, quiet

DAY = timedelta(days=1)


def ids(pieces) -> list[str]:
    return [one.id for one in pieces]


def meeting_today(id_: str = "m", **given):
    return piece(id_, duty="attend_meeting", due=MONDAY + timedelta(hours=9), **given)


def test_nothing_due_makes_no_message() -> None:
    assert compose([], MONDAY).parts == ()


def test_all_that_is_due_goes_together_the_most_urgent_first_and_by_initiative() -> None:
    late, soon = helsinki("2026-02-10 00:00"), helsinki("2026-01-16 00:00")
    found = compose(
        [
            piece("a", initiative="i1", due=late),
            piece("b", initiative="i2", due=soon),
            piece("c", initiative="i2", due=None, voice=Voice.TOLD),
            meeting_today("d", initiative="i1"),
        ],
        MONDAY,
    )
    assert ids(found.parts) == ["d", "a", "b", "c"]
    assert found.waiting == {}


def test_after_a_message_the_next_waits_for_the_next_day_or_week() -> None:
    for manner, wait in ((Manner(), "2026-01-13 09:00"), (Manner(days=7), "2026-01-19 09:00")):
        found = compose([piece()], MONDAY, manner=manner, last=MONDAY - timedelta(hours=1))
        assert (found.parts, found.waiting) == ((), {"l1": helsinki(wait)})


def test_what_is_urgent_passes_the_budget_and_takes_along_what_may_be_read_now() -> None:
    found = compose([piece("a"), meeting_today()], MONDAY, last=MONDAY - timedelta(hours=1))
    assert ids(found.parts) == ["m", "a"]


@pytest.mark.parametrize(
    ("now", "meets", "goes"),
    [
        ("2026-01-12 10:00", "2026-01-13 08:30", "2026-01-12 10:00"),  # tomorrow's message goes at nine
        ("2026-01-12 10:00", "2026-01-13 18:00", "2026-01-12 10:00"),  # somebody may set out before they read it
        ("2026-01-12 10:00", "2026-01-14 08:30", "2026-01-13 09:00"),  # tomorrow's message is early enough
        ("2026-01-12 18:00", "2026-01-13 08:30", "2026-01-12 18:00"),
        ("2026-01-12 21:30", "2026-01-13 08:30", "2026-01-13 07:00"),  # never at night
        ("2026-01-12 21:30", "2026-01-13 06:30", "2026-01-13 09:00"),  # too late in any case
        ("2026-01-16 12:00", "2026-01-18 12:00", "2026-01-16 12:00"),  # over the weekend nothing would leave
    ],
)
def test_news_that_a_meeting_is_not_then_comes_before_its_day_though_todays_message_has_gone(
    now: str, meets: str, goes: str
) -> None:
    at, event = helsinki(now), helsinki(meets)
    off = piece(duty="attend_meeting", voice=Voice.WITHDRAWN, due_at=at, due=event, counted_on=event)
    moved = replace(off, voice=Voice.INVITATION, due=event + 30 * DAY)
    for news in (off, moved):
        found = compose([news], at, last=at - timedelta(hours=1))
        assert found.waiting.get("l1", at) == helsinki(goes)
        assert bool(found.parts) == (at == helsinki(goes))


def test_what_would_come_after_an_outside_deadline_passes_the_week_and_what_is_due_by_our_own_does_not() -> None:
    soon = MONDAY + 3 * DAY
    weekly, last = Manner(days=7), MONDAY - timedelta(hours=1)
    assert ids(compose([piece(duty="write_section", due=soon)], MONDAY, manner=weekly, last=last).parts) == ["l1"]
    assert compose([piece(due=soon)], MONDAY, manner=weekly, last=last).parts == ()
    assert compose([piece(duty="write_section", due=MONDAY + 9 * DAY)], MONDAY, manner=weekly, last=last).parts == ()


def test_news_that_would_else_come_too_late_is_never_the_part_for_which_there_is_no_room() -> None:
    many = [piece(f"l{n:02}", about=str(n), due=MONDAY + timedelta(hours=n)) for n in range(1, MOST_PARTS + 4)]
    event = MONDAY + DAY
    off = piece("off", duty="attend_meeting", voice=Voice.WITHDRAWN, due=event, counted_on=event)
    assert "off" in ids(compose([*many, off], MONDAY, last=MONDAY - timedelta(hours=1)).parts)
    assert compose([*many, off], MONDAY).waiting["off"] == MONDAY  # in the next message, at once


def test_what_is_urgent_outside_the_window_goes_alone() -> None:
    early = helsinki("2026-01-12 08:00")
    found = compose([piece("a", due_at=early), meeting_today(due_at=early)], early)
    assert ids(found.parts) == ["m"]
    assert found.waiting == {"a": helsinki("2026-01-13 09:00")}


def test_letters_wait_a_while_for_others_that_fall_due_with_them() -> None:
    gather = timedelta(seconds=15)
    assert compose([piece()], MONDAY, gather=gather).waiting == {"l1": MONDAY + gather}
    along = [piece("a", due_at=MONDAY - gather), piece("b", due_at=MONDAY)]
    assert ids(compose(along, MONDAY, gather=gather).parts) == ["a", "b"]
    assert ids(compose([meeting_today()], MONDAY, gather=gather).parts) == ["m"]
    assert ids(compose([piece(calendar=PACED)], MONDAY, gather=gather).parts) == ["l1"]


def test_a_message_has_so_many_parts_at_the_most_and_the_others_wait() -> None:
    many = [piece(f"l{n:02}", about=str(n), due=MONDAY + n * DAY) for n in range(1, MOST_PARTS + 4)]
    found = compose(many, MONDAY)
    assert ids(found.parts) == ids(many[:MOST_PARTS])
    assert set(found.waiting.values()) == {helsinki("2026-01-13 09:00")}


def test_of_several_letters_for_one_thing_the_newest_is_enough_and_a_first_one_stands_for_all() -> None:
    first = piece("f", voice=Voice.INVITATION, due_at=MONDAY - 9 * DAY)
    older, newer = piece("o", due_at=MONDAY - 4 * DAY), piece("n")
    other, told = piece("x", about="else"), piece("t", voice=Voice.READ_BACK)
    assert outdated([older, newer, other, told]) == {"o"}
    assert outdated([first, older, newer]) == {"o", "n"}


def test_a_message_that_goes_once_more_goes_whole_when_nothing_in_it_comes_at_a_wrong_hour() -> None:
    evening = helsinki("2026-01-12 18:00")
    urgent, plain = meeting_today(due_at=evening), piece("a")
    assert whole_at([urgent], evening, manner=Manner(), last=None) == evening
    assert whole_at([urgent, plain], evening, manner=Manner(), last=None) == helsinki("2026-01-13 09:00")
    news = piece("n", duty="attend_meeting", due=None, counted_on=helsinki("2026-01-13 08:00"), due_at=evening)
    assert whole_at([news], evening, manner=Manner(), last=None) == evening
    assert whole_at([plain], MONDAY, manner=Manner(), last=MONDAY) == helsinki("2026-01-13 09:00")
    assert whole_at([plain], MONDAY, manner=Manner(quiet=quiet("09:00-13:00")), last=None) == helsinki(
        "2026-01-12 13:00"
    )


def test_the_order_does_not_depend_on_the_order_given() -> None:
    some = [piece("a"), meeting_today("b"), piece("c", initiative="i2"), piece("d", voice=Voice.INVITATION)]
    assert in_order(some, MONDAY) == in_order(reversed(some), MONDAY)
    assert ids(in_order(some, MONDAY)) == ["b", "d", "a", "c"]
