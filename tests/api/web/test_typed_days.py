"""Days that people type: both ways of writing one, and none that no calendar reaches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.typed_days import typed_day


@pytest.mark.parametrize("text", ["2026-07-01", "1.7.2026", " 01.07.2026. "])
def test_a_day_is_read_as_browsers_send_it_and_as_people_write_it(text: str) -> None:
    assert typed_day(text) == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text", ["", "31.2.2026", "31.12.9999", "1.1.0001", "0001-01-01", "1.7.26", "huomenna", "１.7.2026"]
)
def test_what_is_no_day_and_what_nobody_means_is_none(text: str) -> None:
    assert typed_day(text) is None


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_day_or_none(text: str) -> None:
    day = typed_day(text)
    assert day is None or 1900 <= day.year < 3000
