"""`talkoot absence` tells every initiative, under one key, and shows what each said."""

from __future__ import annotations

import pytest

from tests.cli.commands import Answering, run

TOLD = {"initiative": "i1", "seat": "seat_1", "told": True, "refused": "", "detail": "", "remedy": ""}
REFUSED = TOLD | {"initiative": "i2", "told": False, "detail": "this initiative has another coordinator"}


def test_an_absence_is_sent_once_and_what_became_of_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Answering({"/register/persons/per_1/absence": [TOLD, REFUSED]})
    monkeypatch.setattr("cli.absences.client_for", lambda *_: client)
    until = "2026-08-01T00:00:00+03:00"
    said = run("absence", "per_1", "--until", until, "--idempotency-key", "summer").out
    assert client.posted == [("/register/persons/per_1/absence", {"until": until}, "summer")]
    assert "another coordinator" in said
    assert "i1" in said
