"""Working days, deadlines and slots of 2026–2032, against dates worked out by hand from the almanac."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from pydantic import TypeAdapter

from domain.calendar import Calendar
from domain.operating_model import CalendarRule
from domain.spans import Span
from operating_models.pin import pin

QUIET = (("07-01", "07-31"), ("12-20", "01-06"))
RULE = CalendarRule(zone="Europe/Helsinki", holidays="FI", quiet=QUIET, send=("09:00", "16:00"))
CALENDAR = Calendar(RULE, pin("Europe/Helsinki", "FI", date(2026, 1, 1)))
WITHOUT_SEASONS = replace(CALENDAR, rule=replace(RULE, quiet=()))

# Easter falls on 5.4.2026, 28.3.2027, 16.4.2028, 1.4.2029, 21.4.2030, 13.4.2031 and 28.3.2032. For each year: the last
# working day before Good Friday, Ascension Day, Midsummer Eve, Independence Day, July and Christmas, and the next one.
NEXT_WORKING_DAY = """
2026-04-02 2026-04-07  2026-05-13 2026-05-15  2026-06-18 2026-06-22
2026-12-04 2026-12-07  2026-06-30 2026-08-03  2026-12-18 2027-01-07
2027-03-25 2027-03-30  2027-05-05 2027-05-07  2027-06-24 2027-06-28
2027-12-03 2027-12-07  2027-06-30 2027-08-02  2027-12-17 2028-01-07
2028-04-13 2028-04-18  2028-05-24 2028-05-26  2028-06-22 2028-06-26
2028-12-05 2028-12-07  2028-06-30 2028-08-01  2028-12-19 2029-01-08
2029-03-29 2029-04-03  2029-05-09 2029-05-11  2029-06-21 2029-06-25
2029-12-05 2029-12-07  2029-06-29 2029-08-01  2029-12-19 2030-01-07
2030-04-18 2030-04-23  2030-05-29 2030-05-31  2030-06-20 2030-06-24
2030-12-05 2030-12-09  2030-06-28 2030-08-01  2030-12-19 2031-01-07
2031-04-10 2031-04-15  2031-05-21 2031-05-23  2031-06-19 2031-06-23
2031-12-05 2031-12-08  2031-06-30 2031-08-01  2031-12-19 2032-01-07
2032-03-25 2032-03-30  2032-05-05 2032-05-07  2032-06-24 2032-06-28
2032-12-03 2032-12-07  2032-06-30 2032-08-02  2032-12-17 2033-01-07
"""

# Weekdays of the year less the holidays that fall on one, quiet seasons apart.
WORKING_DAYS = {2026: 252, 2027: 253, 2028: 251, 2029: 251, 2030: 251, 2031: 251, 2032: 254}

# The clock changes on the last Sunday of March and of October. For each: the Sunday, its length in hours, the slots of
# 09:00 on the working days before and after it.
CLOCK_CHANGES = [
    ("2026-03-29", 23, "2026-03-27T07:00Z", "2026-03-30T06:00Z"),
    ("2026-10-25", 25, "2026-10-23T06:00Z", "2026-10-26T07:00Z"),
    ("2027-03-28", 23, "2027-03-25T07:00Z", "2027-03-30T06:00Z"),
    ("2027-10-31", 25, "2027-10-29T06:00Z", "2027-11-01T07:00Z"),
    ("2028-03-26", 23, "2028-03-24T07:00Z", "2028-03-27T06:00Z"),
    ("2028-10-29", 25, "2028-10-27T06:00Z", "2028-10-30T07:00Z"),
    ("2029-03-25", 23, "2029-03-23T07:00Z", "2029-03-26T06:00Z"),
    ("2029-10-28", 25, "2029-10-26T06:00Z", "2029-10-29T07:00Z"),
    ("2030-03-31", 23, "2030-03-29T07:00Z", "2030-04-01T06:00Z"),
    ("2030-10-27", 25, "2030-10-25T06:00Z", "2030-10-28T07:00Z"),
    ("2031-03-30", 23, "2031-03-28T07:00Z", "2031-03-31T06:00Z"),
    ("2031-10-26", 25, "2031-10-24T06:00Z", "2031-10-27T07:00Z"),
    ("2032-03-28", 23, "2032-03-25T07:00Z", "2032-03-30T06:00Z"),
    ("2032-10-31", 25, "2032-10-29T06:00Z", "2032-11-01T07:00Z"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


def span(text: str) -> Span:
    return Span.parse(text)


@pytest.mark.parametrize(("before", "after"), re.findall(r"(\S+) (\S+)", NEXT_WORKING_DAY))
def test_the_next_working_day_is_beyond_the_feast_or_season(before: str, after: str) -> None:
    assert CALENDAR.add(day(before), span("1wd")) == day(after)
    assert CALENDAR.add(day(after), span("-1wd")) == day(before)


@pytest.mark.parametrize(("year", "count"), WORKING_DAYS.items())
def test_a_year_has_as_many_working_days_as_the_almanac_says(year: int, count: int) -> None:
    new_year = date(year, 1, 1)
    days = [new_year + timedelta(days=n) for n in range((date(year + 1, 1, 1) - new_year).days)]
    assert sum(map(WITHOUT_SEASONS.is_working, days)) == count


@pytest.mark.parametrize(("sunday", "hours", "before", "after"), CLOCK_CHANGES)
def test_the_slot_stays_at_nine_when_the_clock_changes(sunday: str, hours: int, before: str, after: str) -> None:
    assert CALENDAR.next_slot(utc(before)) == utc(before)
    assert CALENDAR.next_slot(utc(before) + timedelta(seconds=1)) == utc(after)
    length = CALENDAR.instant(day(sunday) + timedelta(days=1), time()) - CALENDAR.instant(day(sunday), time())
    assert length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("opened", "rule", "due", "due_day"),
    [
        ("2026-09-01T12:00Z", "P14D", "2026-09-15T21:00Z", "2026-09-15"),
        ("2026-09-01T21:30Z", "P14D", "2026-09-16T21:00Z", "2026-09-16"),  # already 2 September in Helsinki
        ("2026-09-01T12:00Z", "5wd", "2026-09-08T21:00Z", "2026-09-08"),
        ("2026-06-20T12:00Z", "P14D", "2026-08-03T21:00Z", "2026-08-03"),  # 4 July is quiet, 1 August a Saturday
        ("2026-12-10T12:00Z", "P2W", "2027-01-07T22:00Z", "2027-01-07"),  # Christmas Eve
        ("2027-01-31T12:00Z", "P1M", "2027-03-01T22:00Z", "2027-03-01"),  # 28 February is a Sunday
        ("2028-01-31T12:00Z", "P1M", "2028-02-29T22:00Z", "2028-02-29"),
        ("2028-02-29T12:00Z", "P1Y", "2029-02-28T22:00Z", "2029-02-28"),
        ("2026-03-20T12:00Z", "P1W", "2026-03-27T22:00Z", "2026-03-27"),  # the last deadline of winter time
        ("2026-10-16T12:00Z", "5wd", "2026-10-23T21:00Z", "2026-10-23"),
        ("2026-10-19T12:00Z", "5wd", "2026-10-26T22:00Z", "2026-10-26"),
        ("2026-09-05T12:00Z", "0wd", "2026-09-07T21:00Z", "2026-09-07"),  # opened on a Saturday
    ],
)
def test_a_deadline_is_the_end_of_its_local_working_day(opened: str, rule: str, due: str, due_day: str) -> None:
    assert CALENDAR.due(utc(opened), span(rule)) == utc(due)
    assert CALENDAR.due_day(utc(due)) == day(due_day)


def test_outside_deadlines_and_the_review_after_harm_run_through_quiet_seasons() -> None:
    assert CALENDAR.outside_due(utc("2026-07-01T09:00Z"), span("5wd")) == utc("2026-07-08T21:00Z")
    assert CALENDAR.due(utc("2026-07-01T09:00Z"), span("5wd")) == utc("2026-08-07T21:00Z")
    assert CALENDAR.outside_due(utc("2026-12-20T09:00Z"), span("P4D")) == utc("2026-12-28T22:00Z")  # feasts still count


@pytest.mark.parametrize(
    ("due", "offset", "slot"),
    [
        ("2026-09-15T21:00Z", "-5wd", "2026-09-08T06:00Z"),
        ("2026-09-15T21:00Z", "0wd", "2026-09-15T06:00Z"),
        ("2026-09-15T21:00Z", "15wd", "2026-10-06T06:00Z"),
        ("2026-09-15T21:00Z", "-P2D", "2026-09-14T06:00Z"),  # from Sunday forward to Monday
        ("2026-08-03T21:00Z", "-P1D", "2026-08-03T06:00Z"),  # from the quiet season forward to the due day itself
        ("2026-07-15T21:00Z", "-P1D", "2026-06-30T06:00Z"),  # an outside deadline in July: backward, out of the season
        ("2026-07-15T21:00Z", "0wd", "2026-06-30T06:00Z"),
        ("2026-07-15T21:00Z", "1wd", "2026-08-03T06:00Z"),
    ],
)
def test_a_slot_lies_on_a_working_day_on_the_right_side_of_the_deadline(due: str, offset: str, slot: str) -> None:
    assert CALENDAR.slot(utc(due), span(offset)) == utc(slot)


def test_the_window_holds_its_start_and_not_its_end() -> None:
    assert CALENDAR.in_window(utc("2026-09-01T06:00Z"))
    assert CALENDAR.in_window(utc("2026-09-01T12:59:59Z"))
    assert not CALENDAR.in_window(utc("2026-09-01T13:00Z"))
    assert not CALENDAR.in_window(utc("2026-09-01T05:59:59Z"))
    assert not CALENDAR.in_window(utc("2026-06-19T09:00Z"))  # Midsummer Eve


def test_a_quiet_season_holds_both_its_ends_and_may_cross_the_year() -> None:
    for text in ("2026-07-01", "2026-07-31", "2026-12-20", "2026-12-31", "2027-01-01", "2027-01-06"):
        assert CALENDAR.is_quiet(day(text))
    for text in ("2026-06-30", "2026-08-01", "2026-12-19", "2027-01-07"):
        assert not CALENDAR.is_quiet(day(text))


def test_a_rule_without_any_working_day_makes_nobody_wait_for_ever() -> None:
    silent = replace(CALENDAR, rule=replace(RULE, quiet=(("01-01", "12-31"),)))
    assert silent.add(day("2026-09-01"), span("3wd")) == day("2026-09-04")
    assert silent.add(day("2026-09-01"), span("P3D")) == day("2026-09-04")


def test_beyond_the_pin_the_calendar_answers_with_plain_weekdays_and_the_last_known_offset() -> None:
    assert CALENDAR.add(day("2040-04-27"), span("2wd")) == day("2040-05-01")
    assert CALENDAR.due(utc("2040-06-01T12:00Z"), span("1wd")) == utc("2040-06-04T22:00Z")
    assert CALENDAR.due(utc("2020-01-01T12:00Z"), span("1wd")) == utc("2020-01-07T22:00Z")


def test_the_pin_is_short_when_less_than_two_years_of_it_remain() -> None:
    assert not CALENDAR.short_at(utc("2030-12-31T21:59Z"))
    assert CALENDAR.short_at(utc("2030-12-31T22:00Z"))
    longer = CALENDAR.extended(pin("Europe/Helsinki", "FI", day("2031-01-01")))
    assert not longer.short_at(utc("2030-12-31T22:00Z"))
    assert longer.add(day("2035-06-20"), span("P1D")) == day("2035-06-21")
    assert longer.add(day("2035-06-21"), span("P1D")) == day("2035-06-25")  # 22 June 2035 is Midsummer Eve


def test_a_calendar_survives_being_written_down() -> None:
    adapter = TypeAdapter(Calendar)
    assert adapter.validate_json(adapter.dump_json(CALENDAR)) == CALENDAR
