"""Rates: how many messages may go in a minute, and when one comes again that a mail server did not want for now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

_MINUTE = timedelta(minutes=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
_SPREAD = 0.25
MOST_ATTEMPTS = len(_BACK_OFF) + 1


@dataclass(frozen=True)
class Rate:
    """A limit of so many a minute, also as many at once. `used` is the instant at which all that has gone is made up
    for; `promised` the last one at which somebody was told to come again.
    """

    a_minute: int
    used: datetime = _LONG_AGO
    promised: datetime = _LONG_AGO

    def take(self, now: datetime) -> Rate | None:
        """The limit after one more has gone; None if it has to wait."""
        used = max(self.used, now) + self._each
        return None if used - now > _MINUTE else replace(self, used=used)

    def room(self, now: datetime) -> int:
        """How many may go at once."""
        return int((_MINUTE - max(self.used - now, timedelta())) / self._each)

    def promise(self, now: datetime) -> Rate:
        """The limit once somebody was told to wait, until `promised`: each has a moment of their own."""
        soonest = self.used - _MINUTE + self._each
        return replace(self, promised=max(self.promised + self._each if self.promised > now else now, soonest))

    @property
    def _each(self) -> timedelta:
        return _MINUTE / self.a_minute


def back_off(attempts: int, whose: str) -> timedelta:
    """How long to wait after so many attempts (from 1): longer each time, and up to a quarter more, which follows from
    what waits, so that what was refused together does not come again together.
    """
    step = _BACK_OFF[min(attempts, len(_BACK_OFF)) - 1]
    digest = hashlib.sha256(f"{whose}/{attempts}".encode()).digest()
    return step * (1 + _SPREAD * int.from_bytes(digest[:2], "big") / 65536)
