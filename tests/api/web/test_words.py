"""The words of pages: the same in every language, for every form and every refusal, and in the voice of the house."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from api.answering import ANSWERS
from api.web.cards import CHANGEABLE, REPEATABLE
from api.web.desk import ENTERED
from api.web.fields import UNKNOWN, Shape
from api.web.forms import FORMS
from api.web.words import LANGUAGES, day, moment, time_left, words_in
from domain.exiting import MERGED
from domain.matters.application.commands import FundersAnswer
from domain.operating_model import ExitKind
from domain.phases.establishment.events import Conclusion as Outcome
from domain.phases.evaluation.conclusions import Conclusion
from domain.spans import Unit


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All texts by their path."""
    if not isinstance(words, dict):
        yield path, words
        return
    for key, inner in words.items():
        yield from leaves(inner, f"{path}.{key}")


def blanks(text: object) -> list[str | None]:
    """The names of what is put into a sentence."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(str(text)) if name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same_things(language: str) -> None:
    here, there = dict(leaves(words_in(language))), dict(leaves(words_in("fi")))
    assert here.keys() == there.keys()
    assert {path for path, text in here.items() if bool(text) != bool(there[path])} == set()
    assert {path: blanks(text) for path, text in here.items()} == {path: blanks(text) for path, text in there.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("duty", FORMS)
def test_every_form_has_its_words(language: str, duty: str) -> None:
    words = words_in(language)["form"][duty]
    answers = {option for field in FORMS[duty].fields if field.shape is Shape.CHOICE for option in field.options}
    assert set(words["answers"]) == answers
    assert set(words["fields"]) == {field.name for field in FORMS[duty].fields if field.name != "answer"}
    reasons = {field.name: set(field.options) for field in FORMS[duty].fields if field.shape is Shape.LIST}
    told = {name: set(field["options"]) for name, field in words["fields"].items() if "options" in field}
    assert told == {name: options for name, options in reasons.items() if options}
    scales = {field.name for field in FORMS[duty].fields if field.shape is Shape.SCALE}
    assert {name for name, field in words["fields"].items() if "ends" in field} == scales


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_rules_know_has_a_word(language: str) -> None:
    words = words_in(language)
    assert {*Outcome, *FundersAnswer, MERGED, "stopped_well", "other"} == set(words["outcome"])
    assert {*ExitKind, "end"} == set(words["reading"]["exit"])
    assert set(Conclusion) == set(words["reading"]["conclusion"])
    assert {unit.name.lower() for unit in Unit} == set(words["reading"]["rhythm"])
    assert set(REPEATABLE) == set(words["until"]["again"]) == set(words["until"]["nothing"])
    assert {duty for duty, form in words["form"].items() if "begin" in form} == set(REPEATABLE)
    assert {*ENTERED, "yours", "others", "by"} == set(words["given"])
    assert UNKNOWN in words["scale"]


def test_every_duty_of_a_seat_has_a_form() -> None:
    assert set(FORMS) == set(ANSWERS)
    assert set(CHANGEABLE) | set(REPEATABLE) | {
        "write_minutes",
        "write_ground_rules",
        "comment_plan",
        "give_support",
        "minute_meeting",
        "answer_objection",
        "answer_comment",
        "secret_vote",
    } == set(FORMS)


def test_no_jargon_and_no_blame_in_finnish() -> None:
    said = " ".join(str(text).lower() for _, text in leaves(words_in("fi")))
    unwanted = ("portti", "velvoite", "obligaatio", "prosessi", "laiminly", "kesken", "arkipäiv")
    assert [word for word in unwanted if word in said] == []


def test_days_and_moments_are_written_with_their_weekday() -> None:
    when = datetime(2026, 11, 24, 9, 42)
    assert moment("fi", when) == "tiistaina 24.11.2026 klo\N{NO-BREAK SPACE}9.42"
    assert moment("en", when) == "Tuesday 24 November 2026 at 9:42"
    assert day("fi", when.date()) == "tiistaina 24.11.2026"


def test_time_left_is_told_in_words_until_it_is_over() -> None:
    today = date(2026, 11, 24)
    left = [time_left("fi", today, date(2026, 11, day)) for day in (23, 24, 25, 28)]
    assert left == ["", "tänään", "huomenna", "4 päivää aikaa"]
    assert time_left("en", today, date(2026, 11, 28)) == "4 days left"
