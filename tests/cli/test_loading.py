"""`talkoot load` shows who is asked how much, and what of it is too much."""

from __future__ import annotations

import pytest

from tests.cli.commands import Answering, run

LOAD = {"duties": 13, "letters": 4, "seats": 2, "weeks": [3, 0, 1, 0]}
VIEW = {"of": "per_1", "name": "Maija", "load": LOAD, "beyond": [{"what": "duties", "amount": 13, "most": 12}]}
LIMITS = {"duties": 12, "letters": 15, "seats": 5, "week": 6}
ANSWERS = {
    "/load": {"limits": LIMITS, "guards": True, "loads": [VIEW]},
    "/load/per_1": {"load": VIEW, "to_come": [0, 2, 0, 0], "initiatives": ["i1", "i2"]},
}


@pytest.fixture(autouse=True)
def api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.loading.client_for", lambda *_: Answering(ANSWERS))


def test_all_are_shown_with_the_limits_and_what_is_beyond_them() -> None:
    said = run("load").out
    assert "Maija" in said
    assert "duties 13/12" in said
    assert "duties 12, letters 15, seats 5, week 6; a start beyond them is refused" in said


def test_one_person_is_shown_with_what_the_clock_brings() -> None:
    said = run("load", "per_1").out
    assert "weeks to come: 0, 2, 0, 0" in said
    assert "i1, i2" in said
