"""Measured numbers come as decimal text, and a refusal says how to write the one that was meant."""

from __future__ import annotations

import pytest

from domain.decimals import require_decimal
from domain.facts import Value
from domain.refusals import Malformed


@pytest.mark.parametrize("number", ["0", "12", "-0.25", "3.50", "9" * 15, None])
def test_decimal_text_and_what_could_not_be_obtained_are_taken(number: str | None) -> None:
    require_decimal(Value(number))


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        ("12,5", "12.5"),
        (" 1", "1"),
        ("\u22124", "-4"),
        ("1\n", "1"),
        ("x", "3.5"),
        ("", "3.5"),
        ("1e3", "3.5"),
        ("٣", "3.5"),
    ],
)
def test_anything_else_is_refused_with_the_number_as_it_is_to_be_written(number: str, meant: str) -> None:
    with pytest.raises(Malformed) as refused:
        require_decimal(Value(number))
    assert refused.value.path == "value.number"
    wanted = f'send {{"number": "{meant}"}}; where no value can be obtained, send {{"number": null}}'
    assert refused.value.remedy == wanted
