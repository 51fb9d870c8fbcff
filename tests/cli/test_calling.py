"""`talkoot call` shows where an open call is, and what waits in it."""

from __future__ import annotations

import pytest

from tests.cli.commands import Answering, run

HELD = {
    "id": "h1",
    "length": 26,
    "text": "Illalla ei pääse [kotiin].",
    "place": None,
    "received_at": "2026-01-12T08:00:00Z",
    "expires_at": "2026-02-02T08:00:00Z",
    "has_address": True,
    "confirmed": False,
}
CLOSED = {"open": False, "address": None, "until": None, "held": []}
OPEN = {
    "open": True,
    "address": "https://talkoot.example/call/abc",
    "until": "2026-02-23T22:00:00Z",
    "held": [HELD, HELD | {"id": "h2", "has_address": False}, HELD | {"id": "h3", "confirmed": True}],
}


def shown(monkeypatch: pytest.MonkeyPatch, view: object) -> str:
    monkeypatch.setattr("cli.calling.client_for", lambda *_: Answering({"/initiatives/i1/open-call": view}))
    return run("call", "i1").out


def test_an_open_call_is_shown_with_its_address_and_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(monkeypatch, OPEN)
    assert "Open until 2026-02-24 00:00:00: https://talkoot.example/call/abc" in said
    assert said.count("Illalla ei pääse [kotiin].") == 3
    assert [word in said for word in ("not yet", "no address", "yes")] == [True] * 3


def test_whoever_is_not_told_the_address_reads_who_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = [HELD | {"text": None}, HELD | {"text": None, "length": None}]
    said = shown(monkeypatch, OPEN | {"address": None, "held": closed})
    assert "its coordinator has the address" in said
    assert "(26 characters, for its coordinator to read)" in said
    assert "gone" in said


def test_where_no_call_is_open_it_says_how_one_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "talkoot say ID need_identification.open_call" in shown(monkeypatch, CLOSED)
