"""Scales: round numbers for an axis, and where a value lies on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_DIGITS: Final = 12
_SMALLEST: Final = 1e-9
_FAR: Final = 0.7
"""An axis begins at nought unless the lowest value is more than this share of the highest."""


@dataclass(frozen=True)
class Scale:
    """An axis between two values, drawn between two coordinates (`first` for the lower value)."""

    low: float
    high: float
    first: float
    last: float

    def at(self, value: float) -> float:
        """Where a value lies; at the end of the axis, where it lies beyond."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return self.first + (self.last - self.first) * min(max(share, 0.0), 1.0)


def round_ticks(values: Iterable[float], about: int = 4, *, whole: bool = False) -> tuple[float, ...]:
    """Round numbers, evenly spaced, the first not above any value and the last not below: two at least.

    From nought on, unless values are negative or all far from it. `whole`: no fractions between them.
    """
    known = list(values)
    low, high = min(known, default=0.0), max(known, default=1.0)
    if 0 <= low <= _FAR * high or low == high == 0:
        low = 0.0
    elif _FAR * low >= high and high <= 0:
        high = 0.0
    if low == high:
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if low else (0.0, 1.0)
    step = _step((high - low) / about)
    step = max(round(step), 1) if whole else step
    first, last = floor(low / step), ceil(high / step)
    return tuple(round(number * step, _DIGITS) for number in range(first, max(last, first + 1) + 1))


def written(value: float, decimal_mark: str = ".") -> str:
    """A round number in digits, without noughts at its end."""
    whole, _, fraction = f"{value:.{_DIGITS}f}".partition(".")
    kept = fraction.rstrip("0")
    return f"{whole}{decimal_mark}{kept}" if kept else whole


def _step(rough: float) -> float:
    """The next round number."""
    if rough <= _SMALLEST:
        return _SMALLEST
    size: float = 10.0 ** floor(log10(rough))
    return next((size * step for step in _STEPS if size * step >= rough * 0.999), size * 10)
