"""`talkoot letters` says whether letters go out, pauses them and lets them go on."""

from __future__ import annotations

import pytest

from tests.cli.commands import Answering, run

PAUSED = {"paused": True, "since": "2026-01-12T08:00:00Z", "by": "person:per_1"}
GOING = {"paused": False, "since": None, "by": None}


def test_the_pause_is_told_with_who_made_it_and_its_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"/letters/pause": PAUSED, "/letters/resume": GOING, "/letters/sending": PAUSED}
    monkeypatch.setattr("cli.sending.client_for", lambda *_: Answering(answers))
    for asked in ("pause", "status"):
        said = run("letters", asked).out
        assert "Paused since 2026-01-12T08:00:00Z by person:per_1" in said
    assert "Letters go out." in run("letters", "resume").out
