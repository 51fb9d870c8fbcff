"""Forms: what each answer says, what is missing from it, and what of a posted body is read at all."""

from __future__ import annotations

from typing import Any

import pytest

from api.web.fields import UNKNOWN
from api.web.filling import Typed, body_from, read, typed_in
from api.web.forms import FORMS
from domain.phases.evaluation.commands import CONDITIONS

RATED = dict.fromkeys(CONDITIONS, "2")
SAID: list[tuple[str, str, dict[str, str], str, dict[str, Any]]] = [
    ("submit_need", "", {"answer": "need", "text": "Kyyti."}, "submit_need", {"text": "Kyyti."}),
    ("submit_need", "", {"answer": "nothing", "text": "left over"}, "nothing_to_raise", {}),
    ("confirm_statement", "2", {"answer": "yes"}, "confirm_statement", {"agrees": True, "statement": 2}),
    (
        "confirm_statement",
        "1",
        {"answer": "no", "remark": "Ei aivan."},
        "confirm_statement",
        {"agrees": False, "remark": "Ei aivan.", "statement": 1},
    ),
    ("answer_invitation", "", {"answer": "yes", "reason": "left over"}, "answer_invitation", {"reply": "yes"}),
    ("answer_invitation", "", {"answer": "no"}, "answer_invitation", {"reply": "no"}),
    ("answer_invitation", "", {"answer": "no", "reason": " Ei ehdi. "}, "answer_invitation", {"reason": "Ei ehdi."}),
    ("answer_invitation", "", {"answer": "deputy"}, "answer_invitation", {"reply": "deputy"}),
    ("write_minutes", "1", {"text": "Läsnä\r\nkaikki."}, "write_minutes", {"text": "Läsnä\nkaikki."}),
    ("make_commitment", "", {"answer": "nothing"}, "no_commitment", {}),
    ("make_commitment", "", {"answer": "promise", "activity": "a1", "text": "Ajan."}, "make_commitment", {}),
    ("endorse_plan", "1", {"answer": "no", "reason": "Liian kallis."}, "endorse_plan", {"endorses": False}),
    ("answer_pulse", "1", {"progress": "1", "energy": "4", "worry": ""}, "answer_pulse", {"progress": 1, "energy": 4}),
    ("observe", "i2.3", {"answer": "figure", "number": "3,5"}, "report_observation", {"indicator": "i2"}),
    ("observe", "i1.1", {"answer": "no_figure"}, "report_observation", {"indicator": "i1"}),
    ("settle_commitment", "c3", {"answer": "broken"}, "settle_commitment", {"commitment": "c3", "state": "broken"}),
    (
        "settle_commitment",
        "c3",
        {"answer": "released", "because": "resources"},
        "settle_commitment",
        {"commitment": "c3", "state": "released", "because": "resources"},
    ),
    ("settle_commitment", "c3", {"answer": "released"}, "settle_commitment", {"commitment": "c3", "state": "released"}),
    (
        "settle_commitment",
        "c3",
        {"answer": "kept", "because": "left over"},
        "settle_commitment",
        {"commitment": "c3", "state": "kept"},
    ),
    ("answer_release", "a2.1", {"answer": "replan"}, "answer_release", {"activity": "a2", "answer": "replan"}),
    ("answer_rubric", "", RATED | {"backbone_support": UNKNOWN}, "answer_rubric", {"common_agenda": 2}),
    ("verify_claim", "c1.2", {"answer": "not_shown", "grounds": "Laskin."}, "verify_claim", {"claim": "c1"}),
    ("accept_hand_over", "1", {"answer": "no"}, "accept_hand_over", {"accepts": False}),
    ("check_in", "3", {"answer": "stopped", "note": "Loppui."}, "answer_check_in", {"condition": "stopped"}),
    ("give_support", "r2.3", {"note": "Autoimme."}, "give_support", {"request": "r2", "note": "Autoimme."}),
    ("rate_support", "r2", {"answer": "partly"}, "rate_support", {"request": "r2", "helped": "partly"}),
    (
        "answer_poll",
        "m1",
        {"date_1": "if_need_be", "date_2": "does_not", "date_3": "suits", "date_4": ""},
        "answer_poll",
        {"meeting": "m1", "suits": [3], "if_need_be": [1]},
    ),
    ("attend_meeting", "m1.2", {"answer": "deputy"}, "attend_meeting", {"meeting": "m1", "coming": "deputy"}),
    ("minute_meeting", "m1", {"text": "Sovittiin."}, "minute_meeting", {"meeting": "m1", "text": "Sovittiin."}),
    ("review_minutes", "m1", {"answer": "right", "reason": "left over"}, "review_minutes", {"agrees": True}),
    ("review_minutes", "m1", {"answer": "wrong", "reason": "Päivä."}, "review_minutes", {"reason": "Päivä."}),
    (
        "answer_objection",
        "m1.seat-04",
        {"answer": "noted", "text": "Merkittiin."},
        "answer_objection",
        {"meeting": "m1", "seat": "seat-04", "answer": "noted"},
    ),
    ("write_section", "s2.1", {"text": "Tavoite."}, "write_section", {"section": "s2", "text": "Tavoite."}),
    ("comment_draft", "1", {"answer": "no_comment", "text": "left over"}, "no_comment", {}),
    (
        "comment_draft",
        "1",
        {"answer": "comment", "section": "s1", "text": "Hyvä.", "objection": "left over"},
        "comment_section",
        {"section": "s1", "text": "Hyvä."},
    ),
    (
        "comment_draft",
        "1",
        {"answer": "objection", "against": "s1", "objection": "Ei käy."},
        "comment_section",
        {"section": "s1", "text": "Ei käy.", "objects": True},
    ),
    ("answer_comment", "k1.1", {"text": "Muutimme."}, "answer_comment", {"objection": "k1", "text": "Muutimme."}),
    ("endorse_application", "1", {"answer": "no", "reason": "Liian kallis."}, "endorse", {"endorses": False}),
    ("vote", "1", {"answer": "abstain"}, "cast_ballot", {"choice": "abstain", "vote": 1}),
]


@pytest.mark.parametrize(("duty", "subject", "typed", "verb", "says"), SAID)
def test_an_answer_says_its_command(
    duty: str, subject: str, typed: dict[str, str], verb: str, says: dict[str, Any]
) -> None:
    filled = read(FORMS[duty], typed)
    assert not filled.problems
    said = body_from(FORMS[duty], filled, subject, "fi")
    assert not isinstance(said, Typed)
    command, body = said
    assert command.KIND.partition(".")[2] == verb
    told = body.model_dump(mode="json", exclude_unset=True)
    assert {**told, **says} == told
    assert told["language"] == "fi"
    assert "left over" not in told.values()


def figure(typed: str) -> Any:
    said = body_from(FORMS["observe"], Typed({"answer": "figure", "number": typed}), "i1.1", "fi")
    assert not isinstance(said, Typed)
    return said[1].model_dump()["value"]["number"]


def test_figures_are_read_as_they_are_written_in_either_language() -> None:
    assert [figure(typed) for typed in ("12", "3,5", "3.5", "-2", "\u22122")] == ["12", "3.5", "3.5", "-2", "-2"]


def test_a_figure_that_could_not_be_had_is_no_zero() -> None:
    said = body_from(FORMS["observe"], Typed({"answer": "no_figure", "number": "0"}), "i1.1", "fi")
    assert not isinstance(said, Typed)
    assert said[1].model_dump()["value"]["number"] is None


MISSING: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("answer_invitation", {}, {"answer": "choose"}),
    ("answer_invitation", {"answer": "perhaps"}, {"answer": "choose"}),
    ("submit_need", {"answer": "need", "text": " \n"}, {"text": "write"}),
    ("make_commitment", {"answer": "promise"}, {"activity": "choose", "text": "write"}),
    ("answer_pulse", {"progress": "5", "energy": "3"}, {"progress": "choose"}),
    ("observe", {"answer": "figure", "number": "kolme"}, {"number": "figure"}),
    ("observe", {"answer": "figure"}, {"number": "figure"}),
    ("answer_rubric", RATED | {"common_agenda": ""}, {"common_agenda": "choose"}),
    ("verify_claim", {"answer": "partly"}, {"grounds": "write"}),
    ("write_minutes", {}, {"text": "write"}),
    ("answer_poll", {"date_1": "perhaps"}, {"date_1": "choose"}),
    ("review_minutes", {"answer": "wrong"}, {"reason": "write"}),
]


@pytest.mark.parametrize(("duty", "typed", "problems"), MISSING)
def test_what_is_missing_is_named_and_what_was_typed_is_kept(
    duty: str, typed: dict[str, str], problems: dict[str, str]
) -> None:
    filled = read(FORMS[duty], typed)
    assert filled.problems == problems
    assert {name: filled.values[name] for name in typed} == {name: text.strip() for name, text in typed.items()}


def test_a_text_that_cannot_be_kept_comes_back() -> None:
    for text in ("a\x07b", "a" * 20_001):
        filled = read(FORMS["write_minutes"], {"text": text})
        assert body_from(FORMS["write_minutes"], filled, "", "fi") == Typed({"text": text}, {"text": "unreadable"})


def test_a_reason_that_is_none_comes_back() -> None:
    typed = {"answer": "released", "because": "laziness", "note": ""}
    said = body_from(FORMS["settle_commitment"], read(FORMS["settle_commitment"], typed), "c3", "fi")
    assert said == Typed(typed, {"because": "unreadable"})


def test_only_a_form_is_read() -> None:
    assert typed_in(b"answer=yes&text=a+b%C3%A4&answer=no") == {"answer": "yes", "text": "a bä"}
    assert typed_in("ä=1".encode()) == {}
    assert typed_in(b"&".join(b"a%d=1" % n for n in range(310))) == {}
    assert typed_in(b"text=a%00b&%00=1") == {"text": "ab", "\0": "1"}
