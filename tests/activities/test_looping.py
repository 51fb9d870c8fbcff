"""What the loops beside a worker have in common: they go on whatever happens, and rest ever longer while it does."""

from __future__ import annotations

import asyncio

import pytest
import structlog
from structlog.testing import capture_logs

from activities.channels import ChannelAway
from activities.looping import back_off, for_ever
from models.engine import DatabaseAway

log = structlog.get_logger(__name__)


async def rested(monkeypatch: pytest.MonkeyPatch, *turns: float | Exception) -> list[float]:
    """How long a loop rests after each of these turns; it is cancelled then."""
    rests, left = list[float](), list(turns)

    async def turn() -> float:
        what = left.pop(0)
        if isinstance(what, Exception):
            raise what
        return what

    async def sleep(seconds: float) -> None:
        rests.append(seconds)
        if not left:
            raise asyncio.CancelledError

    monkeypatch.setattr("activities.looping.asyncio.sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await for_ever(turn, said="bread waits", longest=5, log=log)
    return rests


async def test_the_rest_doubles_with_each_failure_and_begins_anew_after_a_turn_that_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = DatabaseAway("away")
    assert await rested(monkeypatch, 0.5, away, away, ValueError("odd"), away, 0, ChannelAway("away")) == [
        *(0.5, 1, 2, 4, 5),
        *(0, 1),
    ]


async def test_what_is_away_is_told_and_a_fault_of_our_own_without_what_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with capture_logs() as told:
        await rested(monkeypatch, ChannelAway("no mail server"), ValueError("Aino"))
    assert [(one["event"], one["log_level"], one["because"]) for one in told] == [
        ("bread waits", "warning", "no mail server"),
        ("bread waits", "error", "ValueError"),
    ]


def test_a_day_of_failures_is_no_number_too_large() -> None:
    assert back_off(100_000, 30.0) == 30.0
