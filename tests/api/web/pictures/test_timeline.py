"""The timeline: whatever happens when, its words do not lie on one another."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.web.pictures.signs import Sign
from api.web.pictures.timeline import Bar, Lane, Mark, Moment, Span, Timeline
from tests.api.web.pictures.samples import day, timeline
from tests.api.web.pictures.sheets import WORDS_OF_ALL_LENGTHS, require_readable
from tests.fixtures.profiles import examples

BEGINS = day(11, 9)
MOMENTS = st.floats(-5, 400).map(lambda days: BEGINS + timedelta(days=days))
WORDS = st.sampled_from(WORDS_OF_ALL_LENGTHS)
LANES = st.builds(
    Lane,
    WORDS,
    st.lists(st.builds(Bar, MOMENTS, MOMENTS, st.sampled_from(Span)), max_size=3).map(
        lambda bars: tuple(bar for bar in bars if bar.start <= bar.end)
    ),
    st.lists(st.builds(Mark, MOMENTS, st.sampled_from(Sign), WORDS), max_size=8).map(tuple),
)


@examples(60)
@given(st.lists(LANES, max_size=5), MOMENTS, MOMENTS, st.lists(MOMENTS, max_size=12), st.lists(WORDS, max_size=6))
def test_a_timeline_of_whatever_is_readable(lanes, today, deadline, ticks, meanings) -> None:  # type: ignore[no-untyped-def]
    drawn = Timeline(
        id="line",
        title="t",
        description="d",
        begins=BEGINS,
        ends=BEGINS + timedelta(days=390),
        lanes=tuple(lanes),
        days=(),
        ticks=tuple(Moment(at, f"{at.day}.{at.month}.") for at in ticks),
        today=Moment(today, f"tänään {today.day}.{today.month}."),
        deadline=Moment(deadline, "takaraja to 7.1.2027"),
        legend=tuple(zip(Sign, meanings, strict=False)),
    ).drawn
    require_readable(drawn)


def test_today_stands_over_its_own_line_and_hides_no_other_day() -> None:
    drawn = timeline().drawn
    texts = [label.text for label in drawn.labels]

    assert "tänään 24.11." in texts
    assert "23.11." not in texts
    assert "16.11." in texts


def test_what_an_instant_tells_is_left_out_of_the_picture_only_where_there_is_no_room() -> None:
    assert "2 vastausta myöhässä" in [label.text for label in timeline().drawn.labels]
    assert "ke 9.12. klo 17.30" in [label.text for label in timeline().drawn.labels]
