"""Quiet hours as people write them; hours that would keep every letter for ever are refused."""

from __future__ import annotations

import pytest

from domain.correspondence.quiet_hours import quiet_hours
from domain.refusals import Malformed


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("20:00", "09:00", ("20:00", "09:00")),
        (" 8.30 ", "9.15", ("08:30", "09:15")),
        ("23:59", "0:00", ("23:59", "00:00")),
        ("20:00", "20.00", None),
        ("", "", None),
        (None, None, None),
        ("  ", None, None),
    ],
)
def test_times_are_read_as_people_write_them(first: str | None, last: str | None, said: object) -> None:
    assert quiet_hours(first, last) == said


@pytest.mark.parametrize(
    ("first", "last", "path"),
    [
        ("20:00", "", "quiet_until"),
        ("", "9:00", "quiet_from"),
        ("24:00", "9:00", "quiet_from"),
        ("20:60", "9:00", "quiet_from"),
        ("ilta", "9:00", "quiet_from"),
        ("20:00", "9", "quiet_until"),
        ("00:00", "23:59", "quiet_until"),
    ],
)
def test_half_hours_no_times_and_too_many_hours_are_refused_with_their_place(first: str, last: str, path: str) -> None:
    with pytest.raises(Malformed) as refusal:
        quiet_hours(first, last)
    assert refusal.value.path == path
    assert refusal.value.remedy
