"""`talkoot phone-list` shows whom to call and why, and `talkoot called` keeps how it went."""

from __future__ import annotations

import copy

import pytest

from tests.cli.commands import Answering, run

CALL = {"said": "Soitettu 24.11., ei vastausta.", "note": "Soita illalla."}
LINE = {
    "initiative": "i1",
    "title": "Kylätalo [nuorille]",
    "obligation": "convening.1/answer_invitation/seat_1",
    "organisation": "Kylä ry",
    "role": "puheenjohtaja",
    "asked": "Vastatkaa kutsuun. Aika päättyi 16.11.2026.",
    "takes": "Vastaamiseen menee noin 2 minuuttia.",
    "people": [
        {"contact": "edustaja Maija, 040 123 4567", "said": "Ei tiedetä, onko kirjettä avattu."},
        {"contact": "varaedustaja (nimeä ei ole), numeroa ei ole", "said": "Häneltä ei ole vielä kysytty kirjeellä."},
    ],
    "calls": [CALL],
    "answers": [{"say": "talkoot say i1 convening/answer-invitation for_seat=seat_1 channel=phone 'reply=yes|no'"}],
}
CALLED = "/phone-list/i1/called?language=fi"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Answering:
    answering = Answering({"/phone-list": {"lines": [copy.deepcopy(LINE)], "cursor": "more"}, CALLED: CALL})
    monkeypatch.setattr("cli.phoning.client_for", lambda *_: answering)
    return answering


def test_a_line_says_whom_to_call_why_by_which_number_and_how_the_answer_is_entered(api: Answering) -> None:
    said = run("phone-list").out
    for part in (
        "Kylä ry (puheenjohtaja): Kylätalo [nuorille]",
        "edustaja Maija, 040 123 4567. Ei tiedetä, onko kirjettä avattu.",
        "varaedustaja (nimeä ei ole), numeroa ei ole. Häneltä",
        "Aika päättyi 16.11.2026. Vastaamiseen menee noin 2 minuuttia.",
        "Soitettu 24.11., ei vastausta. Soita illalla.",
        "for_seat=seat_1 channel=phone 'reply=yes|no'",
        "talkoot called i1 convening.1/answer_invitation/seat_1 no_answer",
        "There are more: --cursor more",
    ):
        assert part in said, part


def test_plain_finnish_can_be_asked_for_as_everywhere(api: Answering) -> None:
    assert run("phone-list", "--language", "fi-selko").code == 0
    assert run("phone-list", "--language", "savo").code == 2


def test_an_empty_list_says_so(api: Answering) -> None:
    api.answers["/phone-list"] = {"lines": [], "cursor": None}
    assert run("phone-list").out.strip() == "Nobody needs to be called."


def test_how_a_call_went_is_sent_with_what_was_said_of_it_alone(api: Answering) -> None:
    about = ("called", "i1", LINE["obligation"])
    assert run(*about, "no_answer").out.strip() == CALL["said"]
    run(*about, "call_back", "--again-on", "2026-12-01", "--note", "Illalla", "--idempotency-key", "call of today")
    (path, first, _), (_, second, key) = api.posted
    assert (path, first) == (CALLED, {"obligation": LINE["obligation"], "result": "no_answer"})
    assert second == first | {"result": "call_back", "again_on": "2026-12-01", "note": "Illalla"}
    assert key == "call of today"


def test_a_result_that_is_none_is_refused(api: Answering) -> None:
    assert run("called", "i1", "o", "perhaps").code == 2
    assert api.posted == []
