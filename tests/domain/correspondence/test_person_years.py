"""10,000 years of people's letters by the real rules: never too many, never at a wrong hour, and each accounted for."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from domain.correspondence import budget
from domain.correspondence.piece import Piece
from domain.correspondence.windows import next_moment
from tests.domain.correspondence.person_years import PersonYear, Posted, by_chance
from tests.domain.correspondence.pieces import CALENDAR
from tests.fixtures.faults import SEED, sized

Note = Callable[[str, object], None]
YEARS = sized(150, 10_000)
ENDS = {"sent", "held", "answered", "lapsed", "superseded", "over_budget"}


def require_budget(year: PersonYear) -> None:
    """One message a day, or week: another one before that is there for something urgent in it, or for what would else
    come too late.
    """
    for (earlier, _), (later, parts) in zip(year.messages, year.messages[1:], strict=False):
        days = (CALENDAR.local(later).date() - CALENDAR.local(earlier).date()).days
        if days < year.manner.days:
            ordinary = next_moment(CALENDAR, CALENDAR.day_start(earlier, year.manner.days), quiet=year.manner.quiet)
            assert any(may_pass(part, later, ordinary) for part in parts), (earlier, later, parts)
    for about in {one.duty.about for one in year.letters}:
        require_three(
            [one for one in year.letters if one.duty.about == about and one.may_have_gone and one.asks_for_something]
        )


def require_three(asking: list[Posted]) -> None:
    """Three that asked somebody for one thing, and no more, however often it went away and came back. A deputy who was
    asked by others' steps before may get a fourth: the one with which the matter comes to them.
    """
    in_order = sorted(asking, key=lambda one: one.at or one.piece.due_at)
    first = next((one for one in in_order if one.step.partition(".")[0] in ("invitation", "away", "back")), None)
    assert len(in_order) <= 3 or (len(in_order) == 4 and in_order[3] is first), [one.step for one in in_order]


def require_hours(year: PersonYear) -> None:
    """In the window, or urgent; never at night or in their quiet hours."""
    for at, parts in year.messages:
        wall = CALENDAR.local(at)
        assert 7 <= wall.hour < 21
        assert not (year.manner.quiet and year.manner.quiet.covers(wall.time()))
        if not CALENDAR.in_window(at):
            later = next_moment(CALENDAR, at + timedelta(days=year.manner.days), quiet=year.manner.quiet)
            assert all(may_pass(part, at, later) for part in parts), (at, parts)


def require_in_time(year: PersonYear) -> int:
    """Nobody sets out in vain, or misses an outside deadline, for a rule of ours: what could have been said before has
    been. How many were said on another day than the message before, or before that deadline, only by passing the rule.
    """
    passed = 0
    for one in (one for one in year.letters if one.end == "sent"):
        assert one.at is not None
        event = one.piece.counted_on or (one.piece.due if one.piece.duty in budget.outside() else None)
        soonest = next_moment(CALENDAR, one.piece.due_at, urgent=True, quiet=year.manner.quiet)
        if event is None or event <= soonest:
            continue
        assert one.at < event, one
        if one.piece.counted_on is not None and soonest < (morning := CALENDAR.day_start(event, 0)):
            assert one.at < morning, one
            passed += not CALENDAR.in_window(one.at)
    return passed


def may_pass(part: Piece, at: datetime, ordinary: datetime) -> bool:
    """Whether a part may pass window and budget, if it may else go at the `ordinary` instant."""
    ends = [part.due] if part.due and part.duty in budget.outside() else []
    ends += [CALENDAR.day_start(part.counted_on, 0), part.counted_on] if part.counted_on else []
    return budget.is_urgent(part, at) or any(at < end <= ordinary for end in ends)


def require_account(year: PersonYear) -> None:
    """Every letter has one end, and is said in one message if that is `sent`; what is suppressed is answered, lapsed,
    or becomes the coordinator's until it is.
    """
    said = Counter(part.id for _, parts in year.messages for part in parts)
    assert set(said.values()) <= {1}
    for one in year.letters:
        assert one.end in ENDS, one
        assert one.may_have_gone == (one.piece.id in said)
        if one.end == "over_budget":
            assert one.at is not None
            assert one.duty.ended(one.at) is None  # it stands on the coordinator's list from now on
            assert one.duty.ended(one.duty.lapses) is not None  # and leaves it
        if one.end == "superseded":
            assert any(other.duty is one.duty and other.end not in (None, "superseded") for other in year.letters)


@pytest.mark.timeout(1800)
def test_nobody_gets_more_than_the_budget_or_at_a_wrong_hour_and_every_letter_has_an_end(record_property: Note) -> None:
    chance, ends, messages, together, passed = random.Random(SEED), Counter[str | None](), 0, 0, 0
    for _ in range(YEARS):
        year = by_chance(chance)
        year.live()
        require_budget(year)
        require_hours(year)
        require_account(year)
        passed += require_in_time(year)
        ends.update(one.end for one in year.letters)
        messages += len(year.messages)
        together += sum(len(parts) > 1 for _, parts in year.messages)
    assert set(ends) == ENDS, "something that chance should have brought about never happened"
    assert together > 0
    assert passed > 0
    record_property("person_years", YEARS)
    record_property("letters", dict(ends))
    record_property("messages", messages)


def test_a_message_too_many_would_be_found() -> None:
    year, chance = by_chance(random.Random(1)), random.Random(1)
    while len(year.messages) < 2:
        year = by_chance(chance)
        year.live()
    (at, _), part = year.messages[0], _plain(year)
    year.messages[1:1] = [(at, (part,))]
    with pytest.raises(AssertionError):
        require_budget(year)


def _plain(year: PersonYear) -> Piece:
    return next(one.piece for one in year.letters if one.piece.duty not in budget.outside())
