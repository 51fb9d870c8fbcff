"""How long a session lasts, and a link by which one begins."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

IDLE: Final = timedelta(minutes=30)
"""A session that is not used for so long is over."""

LONGEST: Final = timedelta(hours=12)
"""A session is over so long after the sign-in, however much it is used: a working day, and not the next."""

LINK_LIFE: Final = timedelta(minutes=15)
"""Of a link that was asked for by letter."""

PRINTED_LIFE: Final = timedelta(hours=1)
"""Of an address that was printed on the machine itself."""

NOTED_EVERY: Final = timedelta(minutes=1)
"""How often it is written down that a session is used."""

REMEMBERED: Final = timedelta(days=1)
"""How long a session and a link are remembered from their beginning on, over or not: so that what was typed too late
finds its owner, and what was asked is counted.
"""

KEPT_FORM_LIFE: Final = timedelta(hours=1)
"""How long a form that came too late waits for whoever typed it."""


def ends_at(began: datetime, seen: datetime) -> datetime:
    """When a session that was used last at `seen` is over, if it is not used again."""
    return min(began + LONGEST, seen + IDLE)


def is_over(began: datetime, seen: datetime, now: datetime) -> bool:
    """Whether it is over. A clock that was set back ends nothing and prolongs nothing."""
    return now >= ends_at(began, seen)


def is_to_note(seen: datetime, now: datetime) -> bool:
    """Whether its use is to be written down."""
    return now - seen >= NOTED_EVERY
