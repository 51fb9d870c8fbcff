"""Response over time: steps where the day is known, slopes where it is not, reminders with how many."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from api.web.pictures.response import Days
from api.web.pictures.shapes import line
from tests.api.web.pictures.samples import response
from tests.api.web.pictures.sheets import require_readable
from tests.fixtures.profiles import examples


@st.composite
def _days(draw: st.DrawFn) -> tuple[Days, ...]:
    found, at = [], 0
    for _ in range(draw(st.integers(0, 12))):
        first = at + draw(st.integers(0, 40))
        last = first + draw(st.integers(0, 20))
        found.append(Days(first, last, draw(st.integers(0, 200)), draw(st.integers(0, 2000)), "", ""))
        at = last + 1
    return tuple(found)


@examples(60)
@given(_days(), st.integers(0, 5000))
def test_whenever_answers_came_the_picture_is_readable(days: tuple[Days, ...], more: int) -> None:
    asked = sum(day.answers for day in days) + more
    answered = asked - more
    require_readable(
        replace(response(), asked=asked, days=days, total=f"vastauksia {answered}", limit=f"kysymyksiä {asked}").drawn
    )


def test_days_that_are_told_together_are_a_slope_and_no_step() -> None:
    together = replace(response(), days=(Days(0, 6, 6, 0, "", ""),)).drawn
    (curve,) = [shape for shape in together.shapes if shape.css == "now" and not shape.dash]
    assert curve.path.count("L") == 1

    on_a_day = replace(response(), days=(Days(3, 3, 6, 0, "", ""),)).drawn
    (curve,) = [shape for shape in on_a_day.shapes if shape.css == "now" and not shape.dash]
    assert curve.path.count("L") == 2


def test_reminders_of_neighbouring_days_are_drawn_as_one_with_their_sum() -> None:
    days = (Days(0, 0, 1, 0, "", ""), Days(7, 7, 2, 8, "", ""), Days(8, 8, 0, 3, "", ""), Days(60, 60, 0, 4, "", ""))
    texts = [label.text for label in replace(response(), days=days).drawn.labels]
    assert "11" in texts
    assert "4" in texts
    assert line(((0, 0), (1, 1)), "now", 1).path == "M0 0L1 1"
