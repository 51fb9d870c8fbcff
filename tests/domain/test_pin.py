"""A pin answers for the wall clock of its zone, and is continued without touching what it has promised."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from domain.pin import Pin

SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
PIN = Pin(
    zone="Europe/Helsinki",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    holidays=(date(2026, 1, 1), date(2026, 12, 25)),
    offsets=((datetime(2025, 12, 31, tzinfo=UTC), 7200), (SPRING, 10800), (AUTUMN, 7200)),
)
LATER = Pin(
    zone="Europe/Helsinki",
    first=date(2026, 1, 1),
    last=date(2028, 12, 31),
    holidays=(date(2026, 5, 1), date(2026, 12, 31), date(2027, 1, 1)),
    offsets=((datetime(2025, 12, 31, tzinfo=UTC), 10800), (datetime(2027, 6, 1, tzinfo=UTC), 7200)),
)


def test_a_skipped_wall_time_moves_forward_by_the_skipped_hour() -> None:
    assert PIN.instant(date(2026, 3, 29), time(2, 59)) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert PIN.instant(date(2026, 3, 29), time(3, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert PIN.local(PIN.instant(date(2026, 3, 29), time(3, 30))) == datetime(2026, 3, 29, 4, 30)
    assert PIN.instant(date(2026, 3, 29), time(4)) == SPRING


def test_of_a_wall_time_shown_twice_the_first_is_meant() -> None:
    assert PIN.instant(date(2026, 10, 25), time(3, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert PIN.instant(date(2026, 10, 25), time(4)) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)
    assert PIN.local(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == datetime(2026, 10, 25, 3, 30)


def test_a_continued_pin_keeps_its_past_and_follows_the_later_one_beyond() -> None:
    joined = PIN.joined(LATER)
    assert (joined.first, joined.last) == (PIN.first, LATER.last)
    assert not joined.is_holiday(date(2026, 5, 1))
    assert not joined.is_holiday(date(2026, 12, 31))
    assert joined.is_holiday(date(2026, 12, 25))
    assert joined.is_holiday(date(2027, 1, 1))
    assert joined.local(datetime(2026, 12, 31, 21, 59, tzinfo=UTC)) == datetime(2026, 12, 31, 23, 59)
    assert joined.local(datetime(2026, 12, 31, 22, tzinfo=UTC)) == datetime(2027, 1, 1, 1)  # the offset of the later
    assert joined.offsets[-2:] == ((datetime(2026, 12, 31, 22, tzinfo=UTC), 10800), LATER.offsets[-1])


def test_a_change_of_the_clock_at_the_seam_is_the_later_ones_to_tell() -> None:
    seam = datetime(2026, 12, 31, 22, tzinfo=UTC)
    assert replace(PIN, offsets=(*PIN.offsets, (seam, 14400))).joined(LATER) == PIN.joined(LATER)


def test_a_pin_that_reaches_no_further_or_knows_another_zone_adds_nothing() -> None:
    assert PIN.joined(PIN) == PIN
    assert PIN.joined(replace(LATER, last=date(2026, 6, 1))) == PIN
    assert PIN.joined(replace(LATER, zone="Europe/Stockholm")) == PIN
    assert PIN.joined(LATER).joined(LATER) == PIN.joined(LATER)
