"""Times for people are Helsinki's, whatever zone the machine is set to; those for programs are left as they came."""

from __future__ import annotations

import json
import time

import pytest

from cli.tables import as_printed, moment


@pytest.fixture(autouse=True)
def machine_elsewhere(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        ("2026-01-12T08:00:00Z", "2026-01-12 10:00:00"),
        ("2026-07-01T08:00:00.123456+00:00", "2026-07-01 11:00:00"),
        ("2026-12-31T22:30:00Z", "2027-01-01 00:30:00"),
    ],
)
def test_an_instant_is_shown_in_helsinkis_time(instant: str, shown: str) -> None:
    assert moment(instant) == shown


@pytest.mark.parametrize("text", ["2026-01-12", "Talkoot", "To do", ""])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert moment(text) == text


def test_json_keeps_what_came() -> None:
    assert json.loads(as_printed({"at": "2026-01-12T08:00:00Z"})) == {"at": "2026-01-12T08:00:00Z"}
