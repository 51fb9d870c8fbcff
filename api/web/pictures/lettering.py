"""How much room words take. A page is laid out by the browser, whose font is not known here: so as in DejaVu Sans, the
widest of those that the stylesheet may come to.
"""

from __future__ import annotations

from typing import Final

TEXT: Final = 14
"""The size of words in pictures; see `.t-pic text` in the stylesheet."""

_BOLD: Final = 1.13
_OTHER, _CAPITAL, _BROAD = 0.65, 0.78, 1.0
_SHARES: Final = dict.fromkeys("ijlIJ' .,’·:;|/f-", 0.36) | dict.fromkeys('trsczL()[]!–”"', 0.56)
_BROADEST: Final = frozenset("mMW@%—…")


def width_of(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """The width of a line of words at a size, in the units of the sheet."""
    return sum(map(_share, text)) * size * (_BOLD if bold else 1)


def wrapped(text: str, room: float, *, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """The words in lines that fit into the room, at most so many; what does not fit is cut, and ends in `…`."""
    found: list[str] = []
    left = text.split()
    while left and len(found) < lines:
        taken = _that_fit(left, room, bold=bold)
        found.append(" ".join(left[:taken]))
        left = left[taken:]
    if left:
        found[-1] = f"{found[-1]} {' '.join(left)}"
    return tuple(cut(line, room, bold=bold) for line in found)


def cut(text: str, room: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits into the room with `…` after it."""
    if width_of(text, bold=bold) <= room:
        return text
    kept = text
    while kept and width_of(f"{kept}…", bold=bold) > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def _that_fit(words: list[str], room: float, *, bold: bool) -> int:
    """How many of the words fit on a line; one at least."""
    fit = 1
    while fit < len(words) and width_of(" ".join(words[: fit + 1]), bold=bold) <= room:
        fit += 1
    return fit


def _share(letter: str) -> float:
    """The width of a letter, as a share of the size."""
    if letter in _BROADEST:
        return _BROAD
    return _SHARES.get(letter) or (_CAPITAL if letter.isupper() or letter in "w&+" else _OTHER)
