"""Slack: how many working days are spare, as a bar from the mark of none; its words stand beside it in the row."""

from __future__ import annotations

from typing import Final

from api.web.pictures.drawing import Drawing
from api.web.pictures.shapes import line

_WIDTH, _HEIGHT, _NONE, _A_DAY = 104.0, 14.0, 32.0, 6.5
_MOST, _LEAST = 10, -4
_LITTLE: Final = 3


def drawn(days: int) -> Drawing:
    """The bar of so many spare days, negative if they are lacking. Beyond what it has room for it grows no longer."""
    middle, shown = _HEIGHT / 2, min(max(days, _LEAST), _MOST)
    css = "late" if days < 0 else "soon" if days <= _LITTLE else "now"
    whole = line(((2, middle), (_WIDTH - 2, middle)), "grid", 2)
    bar = line(((_NONE, middle), (_NONE + _A_DAY * shown, middle)), css, 6)
    mark = line(((_NONE, 2), (_NONE, _HEIGHT - 2)), "ink", 1.6)
    return Drawing(_WIDTH, _HEIGHT, (whole, bar, mark), ())
