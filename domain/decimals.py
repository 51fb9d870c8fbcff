"""Measured numbers: decimal text, never floats, so that what was reported is what is kept."""

from __future__ import annotations

import re

from domain.facts import Value
from domain.refusals import Malformed

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


def require_decimal(value: Value) -> None:
    """Raise Malformed at `value.number` unless it is decimal text, or None: a value that could not be obtained."""
    if value.number is not None and not _DECIMAL.fullmatch(value.number):
        raise Malformed(
            "expected a decimal number as text",
            path="value.number",
            remedy=f'send {_meant(value.number)}; where no value can be obtained, send {{"number": null}}',
        )


def _meant(text: str) -> str:
    """How it is to be written: the number itself where it is one by another custom, else an example."""
    plainly = text.strip().replace("\u2212", "-").replace(",", ".")
    meant = plainly if _DECIMAL.fullmatch(plainly) else "3.5"
    return f'{{"number": "{meant}"}}'
