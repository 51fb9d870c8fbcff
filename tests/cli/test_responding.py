"""`talkoot response` shows what works."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.commands import Answering, run

FEW: dict[str, Any] = {"asked": 2, "answered": None, "by_day": [], "by_step": [], "by_sector": []}
FOUND = {
    "asked": 12,
    "answered": 7,
    "by_day": [{"first": 0, "last": 3, "answers": 7, "reminders": 9}],
    "by_step": [
        {"first": -1, "last": -1, "actions": [], "letters": 0, "answers": 4},
        {"first": 0, "last": 2, "actions": ["remind"], "letters": 12, "answers": 3},
    ],
    "by_sector": [{"sectors": ["company", "leader"], "asked": 12, "answers": 7}],
}


@pytest.fixture(autouse=True)
def api(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"/response": FEW, "/initiatives/i1/response": FOUND}
    monkeypatch.setattr("cli.responding.client_for", lambda *_: Answering(answers))


def test_days_steps_and_sectors_are_shown() -> None:
    said = run("response", "i1").out
    for part in ("12 asked, 7 answered.", "before any", "0–2", "0–3", "company, leader"):
        assert part in said


def test_of_too_few_nothing_more_is_told() -> None:
    assert run("response").out.strip() == "2 asked: too few to tell more."
