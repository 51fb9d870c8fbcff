"""Mandates: valid on their days, for their holder, acts, places and themes, and for nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mandates import PLACE, WORD, Mandate, is_reference, is_scope
from domain.refusals import MandateOutOfDate, MandateOutOfScope

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
MANDATE = Mandate("m1", "council", "backbone", ("start",), ("297", "420"), ("youth",), FIRST, LAST, "3/2025 § 12")
FITTING = {"act": "start", "holder": "backbone", "place": "420", "theme": "youth", "day": date(2027, 6, 1)}


def test_what_the_mandate_covers_is_allowed() -> None:
    MANDATE.require(**FITTING)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_the_last_day_are_valid(day: date) -> None:
    assert MANDATE.valid_on(day)


@given(st.dates())
def test_a_day_is_valid_if_it_lies_between_them(day: date) -> None:
    assert MANDATE.valid_on(day) == (day in {FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)})


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_day_outside_is_refused_with_the_days(day: date) -> None:
    with pytest.raises(MandateOutOfDate, match=r"2026-01-01 to 2028-12-31") as refused:
        MANDATE.require(**{**FITTING, "day": day})  # type: ignore[arg-type]
    assert (refused.value.path, bool(refused.value.remedy)) == ("mandate", True)


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"act": "stop"}, "mandate"),
        ({"holder": "someone"}, "backbone"),
        ({"place": "091"}, "place"),
        ({"theme": "culture"}, "theme"),
    ],
)
def test_what_it_does_not_cover_is_refused_where_it_was_named(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(MandateOutOfScope) as refused:
        MANDATE.require(**{**FITTING, **changed})
    assert (refused.value.path, bool(refused.value.remedy)) == (path, True)


@pytest.mark.parametrize("scope", ["acts", "places", "themes"])
def test_a_star_covers_all_of_one_scope_and_nothing_of_the_others(scope: str) -> None:
    narrow = {"acts": ("a",), "places": ("b",), "themes": ("c",)}
    mandate = Mandate("m1", "council", "backbone", **{**narrow, scope: ("*",)}, **_rest())  # type: ignore[arg-type]
    asked = {"act": "a", "place": "b", "theme": "c", "holder": "backbone", "day": FIRST}
    mandate.require(**{**asked, scope[:-1]: "anything"})  # type: ignore[arg-type]
    for other in {"acts", "places", "themes"} - {scope}:
        with pytest.raises(MandateOutOfScope):
            mandate.require(**{**asked, other[:-1]: "anything"})  # type: ignore[arg-type]


def _rest() -> dict[str, Any]:
    return {"valid_from": FIRST, "valid_until": LAST, "meeting_reference": "3/2025 § 12"}


def test_an_empty_scope_covers_nothing() -> None:
    mandate = Mandate("m1", "council", "backbone", (), ("*",), ("*",), **_rest())
    with pytest.raises(MandateOutOfScope):
        mandate.require(**FITTING)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["3/2025 § 12", "Järjestöneuvosto (ylim.) 3/2026, 4 §: 1.2.", "1"])
def test_a_reference_names_a_meeting(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize(
    "text", ["", "Vuosikokous", "a@b.fi 1", "1\n2", "1\t2", "<b>1</b>", "1" * 81, "§ ٣", "1 \u200b", "1; 2"]
)
def test_a_reference_has_no_room_for_texts_of_another_kind(text: str) -> None:
    assert not is_reference(text)


def test_a_scope_is_a_word_or_everything() -> None:
    assert all(is_scope(text, WORD) for text in ("youth", "village_culture2", "*"))
    assert not any(is_scope(text, WORD) for text in ("", "Youth", "two words", "youth\n", "2nd", "ä", "a" * 65, "**"))
    assert is_scope("297", PLACE)
    assert not is_scope("٢٩٧", PLACE)
