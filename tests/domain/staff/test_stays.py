"""How long a session lasts, by hypothesis and at its edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Role
from domain.refusals import Malformed
from domain.staff.asking import Bounds
from domain.staff.roles import ROLES, first_of, require_staff
from domain.staff.stays import IDLE, LINK_LIFE, LONGEST, ends_at, is_over, is_to_note

BEGAN = datetime(2026, 3, 2, 8, tzinfo=UTC)
minutes = st.integers(0, 24 * 60).map(lambda number: timedelta(minutes=number))


@given(st.lists(minutes, max_size=40))
def test_a_session_lives_as_long_as_it_is_used_and_never_longer_than_half_a_day(uses: list[timedelta]) -> None:
    seen = BEGAN
    for at in sorted(BEGAN + use for use in uses):
        if is_over(BEGAN, seen, at):
            assert at - seen >= IDLE or at - BEGAN >= LONGEST
            break
        seen = at
    assert ends_at(BEGAN, seen) == min(seen + IDLE, BEGAN + LONGEST)


@given(minutes, minutes)
def test_once_over_it_stays_over(seen: timedelta, later: timedelta) -> None:
    end = ends_at(BEGAN, BEGAN + seen)
    assert is_over(BEGAN, BEGAN + seen, end)
    assert is_over(BEGAN, BEGAN + seen, end + later)
    assert not is_over(BEGAN, BEGAN + seen, end - timedelta(microseconds=1))


def test_a_clock_that_was_set_back_ends_nothing_and_notes_nothing() -> None:
    assert not is_over(BEGAN, BEGAN, BEGAN - timedelta(hours=1))
    assert not is_to_note(BEGAN, BEGAN - timedelta(hours=1))


@pytest.mark.parametrize(("seconds", "noted"), [(0, False), (59, False), (60, True)])
def test_its_use_is_noted_once_a_minute(seconds: int, noted: bool) -> None:
    assert is_to_note(BEGAN, BEGAN + timedelta(seconds=seconds)) is noted


def test_whoever_is_bounded_for_an_address_has_a_link_that_lives() -> None:
    assert Bounds().within <= LINK_LIFE


def test_of_several_roles_the_one_that_may_least_comes_first() -> None:
    assert first_of({Role.ADMIN, Role.COORDINATOR}) is Role.COORDINATOR
    assert first_of({Role.ADMIN, Role.AUDITOR}) is Role.AUDITOR


@pytest.mark.parametrize("role", Role)
def test_seats_and_the_public_are_no_staff(role: Role) -> None:
    if role in ROLES:
        require_staff(role)
    else:
        with pytest.raises(Malformed, match="no role of staff"):
            require_staff(role)
