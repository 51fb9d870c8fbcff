"""Figures of the log: how old its last checkpoint and anchor are, also where none has ever left the house."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.log_watch import LogStanding
from stack.log_figures import log_figures

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def figures(**said: datetime | None) -> dict[str, float]:
    known: dict[str, datetime | None] = {"waiting_since": None, "signed_at": None, "anchored_at": None} | said
    return {one.name: one.samples[0].value for one in log_figures(LogStanding(size=7, **known), NOW)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ({}, 0),
        ({"begun_at": NOW - 30 * HOUR}, 30),
        ({"begun_at": NOW - 30 * HOUR, "anchored_at": NOW - 2 * HOUR}, 2),
    ],
)
def test_an_anchor_that_never_left_is_as_old_as_the_first_checkpoint(said: dict[str, datetime], hours: int) -> None:
    assert figures(**said)["talkoot_log_anchor_age_seconds"] == hours * 3600


def test_what_waits_for_its_place_and_the_last_signature_are_told_in_seconds() -> None:
    told = figures(waiting_since=NOW - timedelta(seconds=3), signed_at=NOW - HOUR)
    assert told["talkoot_log_oldest_waiting_seconds"] == 3
    assert told["talkoot_log_checkpoint_age_seconds"] == 3600
    assert told["talkoot_log_entries"] == 7


def test_entries_that_no_checkpoint_covers_are_counted_also_before_the_first_one() -> None:
    assert figures()["talkoot_log_unsigned_entries"] == 7
    signed = LogStanding(size=7, waiting_since=None, signed_at=NOW, anchored_at=None, signed_size=7)
    assert {one.name: one.samples[0].value for one in log_figures(signed, NOW)}["talkoot_log_unsigned_entries"] == 0
