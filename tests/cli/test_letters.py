"""`talkoot letters` tells why, shows the balance, and says what became of a held letter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.commands import Answering, run

PATH = "/initiatives/i1/letters"
SENT = {
    "id": "l1",
    "state": "sent",
    "model": "m@1.0.0",
    "rule": "ladders.gentle.0",
    "told": ["Muistutus.", "Se lähti."],
}
NEVER = {"id": None, "state": "never", "model": "m@1.0.0", "rule": None, "told": ["Vuoroa ei tullut."]}
ROW = {"due": 2, "sent": 1, "waiting": 1, "closes": True, "reasons": {"suppressed.answered": 3}}
ANSWERS: dict[str, Any] = {
    PATH: [SENT, NEVER],
    f"{PATH}/l1": {"letter": SENT, "next": None, "text": "Muistutus.\nSe lähti.\nMuita vaiheita ei tule."},
    f"{PATH}/balance": {"initiative": "i1", "total": ROW, "obligations": {"convening.1/x": ROW}},
    "/letters/balance": ROW | {"closes": False},
    f"{PATH}/l1/settle": [SENT],
}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Answering:
    answering = Answering(ANSWERS)
    monkeypatch.setattr("cli.letters.client_for", lambda *_: answering)
    return answering


def test_all_steps_about_somebody_are_told_with_the_rule_of_each(api: Answering) -> None:
    shown = run("letters", "why", "i1", "--person", "per_1").out
    assert "l1  sent  m@1.0.0 ladders.gentle.0" in shown
    assert "(no letter)  never" in shown
    assert "  Vuoroa ei tullut." in shown


def test_one_letter_is_told_with_what_comes_next(api: Answering) -> None:
    assert "Muita vaiheita ei tule." in run("letters", "why", "i1", "--letter", "l1").out


@pytest.mark.parametrize("asked", [(), ("--letter", "l1", "--seat", "s1")])
def test_it_has_to_be_said_whose_letters_are_meant(api: Answering, asked: tuple[str, ...]) -> None:
    seen = run("letters", "why", "i1", *asked)
    assert (seen.code, seen.out) == (1, "")
    assert "letter" in seen.err


def test_the_balance_is_shown_by_obligation_and_for_all(api: Answering) -> None:
    shown = run("letters", "balance", "i1").out
    assert "convening.1/x" in shown
    assert "suppressed.answered: 3" in shown
    assert "The balance closes." in shown
    assert "does not close" in run("letters", "balance").out


def test_what_became_of_a_held_letter_is_sent_as_it_was_said(api: Answering) -> None:
    assert "l1  sent" in run("letters", "settle", "i1", "l1", "--as", "not_sent").out
    assert [(path, body) for path, body, _ in api.posted] == [(f"{PATH}/l1/settle", {"as": "not_sent"})]
