"""What all pictures have: an id that is theirs alone on a page, a title, a description, the same facts as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How something stands, as the macro `state` of pages shows it: by shape, word and colour."""

    GOOD = "good"
    PART = "part"
    OPEN = "open"  # ahead
    MISSING = "missing"  # asked for and not there
    SOON = "soon"
    LATE = "late"
    FAILED = "failed"
    PAUSED = "paused"


@dataclass(frozen=True)
class Table:
    """The facts of a picture in words: the head, and rows that begin with what they are about. Empty: there is none.

    `opens` is the line that opens it, `caption` its name.
    """

    opens: str = ""
    caption: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture of a page. The ids of its parts begin with `id`, so that must not be given twice on a page.

    `title` and `description` are what a screen reader says instead of it; all words are in the reader's language.
    """

    id: str
    title: str
    description: str
    table: Table = field(default_factory=Table)
