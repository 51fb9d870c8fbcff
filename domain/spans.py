"""Spans of time as an operating model writes them: `30wd`, `-5wd`, `P14D`, `P2W`, `P3M`, `P1Y`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.refusals import ModelInvalid

_WORKING_DAYS = re.compile(r"([+-]?)([0-9]{1,4})wd")
_ISO = re.compile(r"(-?)P([0-9]{1,4})([DWMY])")


class Unit(StrEnum):
    """What a span counts."""

    WORKING_DAYS = "wd"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Span:
    """A signed number of working days, calendar days or calendar months. Weeks are 7 days, years 12 months."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str, *, path: str = "") -> Span:
        """Read `Nwd` (sign allowed) or one ISO 8601 date duration of days, weeks, months or years.

        Raises ModelInvalid with `path` for anything else, also `4 kk` and mixed durations.
        """
        if match := _WORKING_DAYS.fullmatch(text):
            sign, number = match.groups()
            return cls(int(f"{sign}{number}"), Unit.WORKING_DAYS)
        if match := _ISO.fullmatch(text):
            sign, number, letter = match.groups()
            factor, unit = {
                "D": (1, Unit.DAYS),
                "W": (7, Unit.DAYS),
                "M": (1, Unit.MONTHS),
                "Y": (12, Unit.MONTHS),
            }[letter]
            return cls(int(f"{sign}{number}") * factor, unit)
        raise ModelInvalid(
            f"'{text}' is not a span of time",
            path=path,
            remedy="write working days as 30wd, or days, weeks, months, years as P14D, P2W, P3M, P1Y",
        )

    def __str__(self) -> str:
        """The span as a model would write it."""
        if self.unit is Unit.WORKING_DAYS:
            return f"{self.amount}wd"
        sign, amount = ("-", -self.amount) if self.amount < 0 else ("", self.amount)
        return f"{sign}P{amount}{'D' if self.unit is Unit.DAYS else 'M'}"
