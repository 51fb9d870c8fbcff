"""What holds of every calendar, deadline and slot, whatever the day."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.operating_model import CalendarRule
from domain.spans import Span, Unit
from operating_models.pin import pin

RULE = CalendarRule("Europe/Helsinki", "FI", (("07-01", "07-31"), ("12-20", "01-06")), ("09:00", "16:00"))
CALENDAR = Calendar(RULE, pin("Europe/Helsinki", "FI", date(2026, 1, 1)))
PACED = Calendar(RULE, CALENDAR.pin, day_milliseconds=2000)

days = st.dates(date(2025, 6, 1), date(2034, 12, 31))
instants = st.datetimes(datetime(2025, 6, 1), datetime(2034, 12, 31), timezones=st.just(UTC))
counts = st.integers(0, 300)
units = st.sampled_from(Unit)
spans = st.builds(Span, st.integers(0, 100), units)
offsets = st.builds(Span, st.integers(-40, 40), units)
# Wall times every quarter of an hour on the fourteen days on which the clock changes, and on their neighbours.
CHANGES = [turn.date() for turn, _ in CALENDAR.pin.offsets[1:]]
changing_days = st.builds(lambda change, n: change + timedelta(days=n), st.sampled_from(CHANGES), st.integers(-1, 1))
quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


@given(days, counts)
def test_counting_working_days_back_undoes_counting_them_forth(start: date, count: int) -> None:
    assume(CALENDAR.is_working(start))
    there = CALENDAR.add(start, Span(count, Unit.WORKING_DAYS))
    assert CALENDAR.add(there, Span(-count, Unit.WORKING_DAYS)) == start


@given(days, spans)
def test_whatever_is_added_ends_on_a_working_day_no_earlier(start: date, span: Span) -> None:
    end = CALENDAR.add(start, span)
    assert end >= start
    assert CALENDAR.is_working(end)


@given(days, days, spans)
def test_who_starts_later_never_ends_earlier(one: date, other: date, span: Span) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.add(first, span) <= CALENDAR.add(second, span)


@given(days, counts, units)
def test_a_longer_span_never_ends_earlier(start: date, count: int, unit: Unit) -> None:
    assert CALENDAR.add(start, Span(count, unit)) <= CALENDAR.add(start, Span(count + 1, unit))


@given(instants, st.integers(1, 100))
def test_the_days_between_are_the_days_added(opened: datetime, count: int) -> None:
    due = CALENDAR.due(opened, Span(count, Unit.WORKING_DAYS))
    assert CALENDAR.working_days_between(opened, due - timedelta(microseconds=1)) == count
    assert CALENDAR.working_days_between(due, opened) == 0


@given(instants, spans)
def test_a_deadline_lies_after_its_opening_and_at_the_end_of_its_due_day(opened: datetime, span: Span) -> None:
    for due in (CALENDAR.due(opened, span), CALENDAR.outside_due(opened, span)):
        assert due > opened
        assert CALENDAR.local(due).time() == time()
        assert CALENDAR.due_day(due) == CALENDAR.local(due).date() - timedelta(days=1)
    assert CALENDAR.outside_due(opened, span) <= CALENDAR.due(opened, span)


@given(instants, offsets)
def test_every_slot_opens_the_window_of_a_working_day(due: datetime, offset: Span) -> None:
    slot = CALENDAR.slot(due, offset)
    assert CALENDAR.in_window(slot)
    assert not CALENDAR.in_window(slot - timedelta(microseconds=1))
    if offset.amount <= 0:
        assert CALENDAR.local(slot).date() <= CALENDAR.due_day(due)
    else:
        assert CALENDAR.local(slot).date() > CALENDAR.due_day(due)


@given(instants)
def test_no_slot_is_missed_between_an_instant_and_its_next_slot(instant: datetime) -> None:
    slot = CALENDAR.next_slot(instant)
    assert slot >= instant
    assert CALENDAR.next_slot(slot) == slot
    between = CALENDAR.working_days_between(instant, slot)
    assert between == (CALENDAR.local(slot).date() > CALENDAR.local(instant).date())


@given(instants)
def test_an_instant_has_one_wall_time_and_comes_back_from_it(instant: datetime) -> None:
    wall = CALENDAR.local(instant)
    back = CALENDAR.instant(wall.date(), wall.time())
    assert instant - back in (timedelta(), timedelta(hours=1))  # the hour shown twice: its first showing
    assert CALENDAR.local(back) == wall


@given(changing_days, quarters)
def test_a_wall_time_comes_back_from_its_instant_on_the_days_the_clock_changes(day: date, at: time) -> None:
    wall = datetime.combine(day, at)
    back = CALENDAR.local(CALENDAR.instant(day, at))
    skipped = day in CHANGES and day.month == 3 and at.hour == 3
    assert back == (wall + timedelta(hours=1) if skipped else wall)


@given(instants, counts, counts, st.sampled_from((Unit.DAYS, Unit.WORKING_DAYS)))
def test_with_pace_time_is_linear(opened: datetime, one: int, other: int, unit: Unit) -> None:
    due = PACED.due(opened, Span(one, unit))
    assert due == opened + timedelta(seconds=2 * one)
    assert PACED.due(due, Span(other, unit)) == PACED.due(opened, Span(one + other, unit))
    assert PACED.slot(due, Span(-one, unit)) == opened
    assert PACED.working_days_between(opened, due) == one
    assert PACED.outside_due(opened, Span(one, unit)) == due
    assert PACED.due(opened, Span(one, Unit.MONTHS)) == opened + timedelta(seconds=60 * one)


@given(instants)
def test_with_pace_there_is_no_quiet_day_window_or_slot(instant: datetime) -> None:
    assert PACED.next_slot(instant) == instant
    assert PACED.in_window(instant)
    assert not PACED.is_quiet(instant.date())
    assert PACED.is_working(instant.date())
