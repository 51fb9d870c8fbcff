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
            "expected a decimal number",
            path="value.number",
            remedy="write it as 12 or 3.5; leave it out when no value can be obtained",
        )
