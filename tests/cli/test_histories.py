"""Histories on the command line: told row by row, page after page, and a result with what it stands on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cli import client
from tests.cli.commands import Seen, run

ROW = {"stream": "initiative:i1", "seq": 1, "time": "2026-03-02T10:00:00Z", "told": "Aloite alkoi.", "name": None}
ROW |= {"who": "koordinaattori", "type": "initiative.started"}
LATER = {**ROW, "stream": "letters:i1", "told": "Kirje lähti.", "who": "säännöt ja kello"}
CHAIN = {"initiative": "i1", "claim": "c1", "entry": 9, "text": "Nuoret tapaavat.", "seat": None, "seat_name": None}
CHAIN |= {"superseded_by": None, "verifiers": ["seat_9"], "entries": [3, 5, 9, 11]}
OBSERVED = {"observation": "o1", "entry": 5, "seat": "seat_1", "seat_name": "Kylä (sihteeri)", "superseded_by": 7}
SOURCE = {"indicator": "i1", "entry": 3, "definition": "Kävijöitä", "source": "Vihko", "owner": "s", "owner_name": None}
GIVEN = {"entry": 11, "verifier": "seat_9", "verifier_name": None, "verdict": "confirmed", "grounds": None}
CHAIN |= {"observations": [OBSERVED | {"value": {"number": None}, "source": SOURCE}]}
CHAIN |= {"verdicts": [GIVEN | {"superseded_by": None}]}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was asked of an API that has two pages of history, and one claim."""
    seen: list[tuple[str, dict[str, Any]]] = []

    def get(self: object, path: str, **query: Any) -> Any:
        seen.append((path, query))
        if path.endswith("/trace"):
            return CHAIN
        return {"entries": [LATER], "cursor": None} if "cursor" in query else {"entries": [ROW], "cursor": "next"}

    monkeypatch.setattr(client.Client, "get", get)
    return seen


def _told(*words: str) -> Seen:
    return run(*words, "--url", "http://127.0.0.1:1", "--key", "tk")


def test_a_history_is_told_over_all_its_pages_by_what_was_asked(asked: list[tuple[str, dict[str, Any]]]) -> None:
    seen = _told("timeline", "i1", "--seat", "seat_1", "--until", "2026-04-01T00:00:00Z", "--names")
    assert "Aloite alkoi." in seen.out
    assert "Kirje lähti." in seen.out
    (path, first), (_, second) = asked
    assert path == "/initiatives/i1/timeline"
    assert (first["seat"], first["until"], first["names"]) == ("seat_1", "2026-04-01T00:00:00Z", "true")
    assert second == first | {"cursor": "next"}


def test_without_an_initiative_the_house_is_told(asked: list[tuple[str, dict[str, Any]]]) -> None:
    assert len(json.loads(_told("timeline", "--json").out)) == 2
    assert asked[0][0] == "/house/timeline"


def test_a_claim_is_followed_link_by_link(asked: list[tuple[str, dict[str, Any]]]) -> None:
    out = _told("trace", "i1", "c1").out
    for said in ("Nuoret tapaavat.", "5 (superseded by 7)", "could not be obtained", "Kävijöitä / Vihko", "(erased)"):
        assert said in out
