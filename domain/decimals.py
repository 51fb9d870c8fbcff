"""Measured numbers: decimal text, never floats, so that what was reported is what is kept."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.facts import Value
from domain.refusals import Malformed

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


def require_decimal(value: Value, path: str = "value") -> None:
    """Raise Malformed at the number unless it is decimal text, or None: a value that could not be obtained."""
    if value.number is not None and not _DECIMAL.fullmatch(value.number):
        raise Malformed(
            "expected a decimal number as text",
            path=f"{path}.number",
            remedy=f'send {_meant(value.number)}; where no value can be obtained, send {{"number": null}}',
        )


def require_contract(*, baseline: Value | None, target: Value | None, low: Value | None, high: Value | None) -> None:
    """Raise Malformed unless a measurement contract's values are numbers, and its target lies within its bounds."""
    for path, value in (("baseline", baseline), ("target", target), ("low", low), ("high", high)):
        if value is not None:
            require_decimal(value, path)
            if value.number is None and path != "baseline":
                raise Malformed("a target or bound is a number", path=path, remedy="leave it out where there is none")
    numbers = [Decimal(v.number) for v in (low, target, high) if v is not None and v.number is not None]
    if numbers != sorted(numbers):
        raise Malformed(
            "the target does not lie within the bounds", path="target", remedy="let low, target and high ascend"
        )


def _meant(text: str) -> str:
    """How it is to be written: the number itself where it is one by another custom, else an example."""
    plainly = text.strip().replace("\u2212", "-").replace(",", ".")
    meant = plainly if _DECIMAL.fullmatch(plainly) else "3.5"
    return f'{{"number": "{meant}"}}'
