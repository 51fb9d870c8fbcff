"""Canonical JSON: one text per value, and nothing outside the profile."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.canonical import canonical, sha256_of
from tests.fixtures.values import keys, words

leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | words
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))


@given(values)
def test_a_value_survives_its_canonical_text(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(keys, values, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_keys_leaves_no_trace(value: dict[str, Any], random: Any) -> None:
    items = list(value.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(value)
    assert sha256_of(dict(items)) == sha256_of(value)


@given(values, values)
def test_different_values_have_different_texts(one: Any, other: Any) -> None:
    assert (canonical(one) == canonical(other)) == (same(one, other))


def same(one: Any, other: Any) -> bool:
    """Equal, and true not taken for 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def test_the_text_is_compact_sorted_and_in_its_own_letters() -> None:
    assert canonical({"b": [1, None, True], "a": "Säräisniemi"}) == '{"a":"Säräisniemi","b":[1,null,true]}'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "a\u0301",
        "\ud800",
        "line\nbreak",
        "\x00",
        b"bytes",
        (1, 2),
        {1: "a"},
        {"ä": 1},
        {"a": [{"b": 0.5}]},
        {"a": {"b": "a\u0301"}},
    ],
)
def test_what_is_outside_the_profile_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical(value)


@pytest.mark.parametrize("value", [2**53 - 1, -(2**53) + 1, "á", "", {}, []])
def test_what_is_just_inside_the_profile_is_written(value: Any) -> None:
    assert json.loads(canonical(value)) == value
