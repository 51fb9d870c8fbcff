"""How much one key, personal link, session or network address may ask for; and how often an address may guess.

Nearly all is counted in memory. A process gives out a share of each limit by itself; only what goes beyond it is taken
from the count that all processes share (`models/rate_limits.py`), as much at once as the share. So who asks as people
do never causes a write, and no answer one of its own. Wrong keys and links are counted there one by one, after their
answer has gone, so that its time does not tell which of them was once right. Whoever has come in by a key or link goes
on by it while a neighbour behind the same address is guessing.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

import structlog

from api.problems import TooMany
from models.engine import Database, DatabaseAway
from models.keys import KeyRing
from models.rate_limits import Allowance, allow
from models.sender_marks import mark_of_network

K = TypeVar("K")
T = TypeVar("T")
log = structlog.get_logger(__name__)
_MINUTE = timedelta(minutes=1)
_GUESSING = 10 * _MINUTE
_SHARES = 8
_MOST_REMEMBERED = 20_000
_WRONG, _VAIN = "wrong", "vain"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class By(StrEnum):
    """By whom requests are counted: what they come with, or else the network address that they come from."""

    KEY = "key"
    LINK = "link"
    SESSION = "session"
    ADDRESS = "address"


@dataclass(frozen=True)
class RequestLimits:
    """How many requests in a minute, by a session as by a link, and how many different wrong keys, links and sessions
    from one address in ten.
    """

    by_key: int = 6000
    by_link: int = 300
    by_address: int = 1200
    wrong_ones: int = 60

    def of(self, by: By) -> int:
        """The limit for whoever is counted so."""
        return {By.KEY: self.by_key, By.ADDRESS: self.by_address}.get(by, self.by_link)


@dataclass
class _Count:
    """What one process knows of a subject: what it gave out of its own share, as the instant at which that is made up
    for; what it still has of what it took from all; and until when nothing is left. What lies further ahead than any
    window was said by a clock that has been set right since.
    """

    used: datetime = _LONG_AGO
    taken: int = 0
    shut_until: datetime = _LONG_AGO
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_shut(self, now: datetime) -> bool:
        """Whether nothing is left."""
        return now < self.shut_until <= now + 2 * _GUESSING

    def gives(self, share: int, now: datetime) -> bool:
        """Whether there is one left here, which is taken."""
        if self.taken:
            self.taken -= 1
            return True
        used = (self.used if now < self.used <= now + 2 * _MINUTE else now) + _MINUTE / share
        if used - now > _MINUTE:
            return False
        self.used = used
        return True


class Throttle:
    """The limits of one process, and what it has counted."""

    def __init__(self, database: Database, keys: KeyRing, limits: RequestLimits) -> None:
        self.database, self.keys, self.limits = database, keys, limits
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        self._guessed: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._opened: OrderedDict[str, None] = OrderedDict()

    async def require(self, by: By, subject: str, source: str, now: datetime) -> None:
        """Count a request from a network address (`source`). Raises TooMany."""
        for name in (_WRONG, _VAIN) if subject not in self._opened else ():
            shut = self._counts.get((name, source))
            if shut is not None and shut.is_shut(now):
                raise _too_many("too many wrong keys or links came from your network", shut.shut_until, now)
        most = self.limits.of(by)
        count = await self._counted(by, subject, most, now)
        if count.is_shut(now):
            raise _too_many(f"more than {most} requests in a minute by this {by}", count.shut_until, now)

    def opened(self, token: str) -> None:
        """A key or link that is right came, as a hash."""
        _remember(self._opened, token, None)

    async def vain(self, token: str, source: str, now: datetime) -> None:
        """A request came to nothing, so that nobody knows whether its key or link is right: of those that were never
        seen to be, an address may send as many as requests without any.
        """
        if token not in self._opened:
            await self._counted(_VAIN, source, self.limits.by_address, now)

    async def guessed(self, token: str, source: str, now: datetime) -> None:
        """A wrong key or link came, as a hash; the same one again is no new guess."""
        self._opened.pop(token, None)
        if (token, source) in self._guessed:
            return
        _remember(self._guessed, (token, source), None)
        found = await self._asked(_WRONG, self._mark(source), self.limits.wrong_ones, _GUESSING, now)
        if not found.granted:
            self._count(_WRONG, source).shut_until = found.again_at
            log.warning("guessing is slowed", source=self._mark(source)[:8], until=found.again_at.isoformat())

    async def _counted(self, name: str, subject: str, most: int, now: datetime) -> _Count:
        """Count one of so many in a minute; what is known of the subject then."""
        count, share = self._count(name, subject), max(1, most // _SHARES)
        if not count.is_shut(now) and not count.gives(share, now):
            async with count.turn:
                await self._take(count, name, subject, most, share, now)
        return count

    async def _take(self, count: _Count, name: str, subject: str, most: int, share: int, now: datetime) -> None:
        """Take from what all processes share; or note until when nothing is left."""
        if count.is_shut(now) or count.gives(share, now):  # somebody took it while we waited
            return
        marked = self._mark(subject) if name in (By.ADDRESS, _VAIN) else subject
        found = await self._asked(name, marked, most, _MINUTE, now, cost=share)
        if found.granted:
            count.taken = share - 1
        else:
            count.shut_until = found.again_at

    async def _asked(
        self, name: str, subject: str, most: int, window: timedelta, now: datetime, *, cost: int = 1
    ) -> Allowance:
        """What the shared count says; while it cannot be asked nobody is kept out."""
        try:
            return await self.database.write(
                lambda session: allow(session, name, subject, most, window, now, cost=cost), lasting=False
            )
        except DatabaseAway:
            return Allowance(granted=True, again_at=now)

    def _count(self, name: str, subject: str) -> _Count:
        return _remember(self._counts, (name, subject), self._counts.get((name, subject)) or _Count())

    def _mark(self, address: str) -> str:
        return mark_of_network(self.keys, address)


def _remember(kept: OrderedDict[K, T], key: K, value: T) -> T:
    """Keep it as the newest; the oldest goes when there are too many."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _MOST_REMEMBERED:
        kept.popitem(last=False)
    return value


def _too_many(reason: str, until: datetime, now: datetime) -> TooMany:
    left = Allowance(granted=False, again_at=until).seconds_left(now)
    refusal = TooMany(reason, remedy=f"wait {left} seconds")
    refusal.retry_after = left
    return refusal
