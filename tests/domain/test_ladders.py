"""When the steps of a ladder are taken, which are left out, and that every ladder ends."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.ladders import moments, next_step
from domain.operating_model import Addressee, CalendarRule, LadderStep, StepAction
from domain.spans import Span, Unit
from operating_models.pin import pin

RULE = CalendarRule("Europe/Helsinki", "FI", (("07-01", "07-31"), ("12-20", "01-06")), ("09:00", "16:00"))
CALENDAR = Calendar(RULE, pin("Europe/Helsinki", "FI", date(2026, 1, 1)))
PACED = Calendar(RULE, CALENDAR.pin, day_milliseconds=2000)
OPENED = datetime(2026, 9, 1, 9, tzinfo=UTC)  # a Tuesday


def step(offset: str, action: StepAction = StepAction.REMIND) -> LadderStep:
    return LadderStep(Span.parse(offset), action, None if action is StepAction.LAPSE else Addressee.HOLDER)


def lapse(offset: str) -> LadderStep:
    return step(offset, StepAction.LAPSE)


NORMAL = (step("-5wd"), step("-1wd"), step("+1wd"), step("+3wd"), step("+5wd"), lapse("+15wd"))


def taken_on(steps: tuple[LadderStep, ...], due: str, opened: datetime = OPENED) -> list[tuple[int, str]]:
    deadline = CALENDAR.due(opened, Span.parse(due))
    found = moments(steps, CALENDAR, opened, deadline)
    return [(index, f"{CALENDAR.local(instant):%Y-%m-%d %H:%M}") for index, instant in found]


def test_the_steps_go_out_at_nine_around_the_due_day() -> None:
    assert taken_on(NORMAL, "P14D") == [
        (0, "2026-09-08 09:00"),
        (1, "2026-09-14 09:00"),
        (2, "2026-09-16 09:00"),
        (3, "2026-09-18 09:00"),
        (4, "2026-09-22 09:00"),
        (5, "2026-10-06 09:00"),
    ]


def test_a_step_within_two_working_days_of_the_opening_is_left_out() -> None:
    assert [index for index, _ in taken_on(NORMAL, "8wd")] == [0, 1, 2, 3, 4, 5]  # first step on the third day
    assert [index for index, _ in taken_on(NORMAL, "7wd")] == [1, 2, 3, 4, 5]
    assert [index for index, _ in taken_on(NORMAL, "1wd")] == [3, 4, 5]
    friday_night = datetime(2026, 9, 4, 20, tzinfo=UTC)
    assert taken_on((step("-2wd"), step("-1wd"), lapse("1wd")), "4wd", friday_night)[0] == (1, "2026-09-09 09:00")


def test_a_lapse_is_never_left_out_and_never_before_the_deadline() -> None:
    due = CALENDAR.due(OPENED, Span.parse("1wd"))
    assert moments((lapse("0wd"),), CALENDAR, OPENED, due) == ((0, due),)
    assert moments((lapse("-5wd"),), CALENDAR, OPENED, due) == ((0, due),)
    assert taken_on((lapse("+1wd"),), "0wd") == [(0, "2026-09-02 09:00")]


def test_no_step_overtakes_the_one_written_above_it_and_none_follows_a_lapse() -> None:
    assert taken_on((step("-1wd"), step("-5wd"), lapse("1wd"), step("2wd")), "P14D") == [
        (0, "2026-09-14 09:00"),
        (1, "2026-09-14 09:00"),
        (2, "2026-09-16 09:00"),
    ]


def test_a_step_that_would_fall_into_a_quiet_season_waits_for_its_end() -> None:
    late = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert taken_on((step("+1wd"), lapse("+2wd")), "P17D", late) == [(0, "2027-01-07 09:00"), (1, "2027-01-08 09:00")]


def test_with_pace_only_steps_at_or_before_the_opening_are_left_out() -> None:
    due = PACED.due(OPENED, Span.parse("5wd"))
    found = moments(NORMAL, PACED, OPENED, due)
    assert found[0] == (1, OPENED + timedelta(seconds=8))
    assert found[-1] == (5, OPENED + timedelta(seconds=40))


def test_the_next_step_is_the_first_not_yet_considered() -> None:
    due = CALENDAR.due(OPENED, Span.parse("7wd"))
    found = moments(NORMAL, CALENDAR, OPENED, due)
    assert next_step(NORMAL, CALENDAR, OPENED, due, 0) == found[0] == next_step(NORMAL, CALENDAR, OPENED, due, 1)
    assert next_step(NORMAL, CALENDAR, OPENED, due, 2) == found[1]
    assert next_step(NORMAL, CALENDAR, OPENED, due, 6) is None


offsets = st.builds(Span, st.integers(-40, 40), st.sampled_from(Unit))
rungs = st.lists(offsets.map(lambda offset: LadderStep(offset, StepAction.REMIND, Addressee.HOLDER)), max_size=6)
ladders = st.builds(lambda steps, last: (*steps, LadderStep(last, StepAction.LAPSE)), rungs, offsets)
openings = st.datetimes(datetime(2026, 1, 1), datetime(2033, 12, 31), timezones=st.just(UTC))
dues = st.builds(Span, st.integers(0, 60), st.sampled_from(Unit))
calendars = st.sampled_from((CALENDAR, PACED))


@given(ladders, calendars, openings, dues)
def test_whoever_never_answers_meets_each_step_once_and_then_the_lapse(
    steps: tuple[LadderStep, ...], calendar: Calendar, opened: datetime, span: Span
) -> None:
    due = calendar.due(opened, span)
    walked, taken = [], 0
    while (moment := next_step(steps, calendar, opened, due, taken)) is not None:
        walked.append(moment)
        taken = moment[0] + 1
    assert tuple(walked) == moments(steps, calendar, opened, due)
    assert walked == sorted(walked) == sorted(walked, key=lambda moment: moment[1])
    assert walked[-1][0] == len(steps) - 1
    assert walked[-1][1] >= due


@given(ladders, openings, dues)
def test_letters_of_a_ladder_go_out_in_the_window_and_not_on_the_heels_of_the_invitation(
    steps: tuple[LadderStep, ...], opened: datetime, span: Span
) -> None:
    for _, instant in moments(steps, CALENDAR, opened, CALENDAR.due(opened, span))[:-1]:
        assert CALENDAR.in_window(instant)
        assert CALENDAR.working_days_between(opened, instant) > 2
