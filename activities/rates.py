"""The pace of a dispatcher: so many messages a minute in all, and to the addresses of one domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.correspondence.rates import Rate

IN_ALL, OF_A_DOMAIN = 1200, 300
_MOST_DOMAINS = 1000


@dataclass
class Rates:
    """Limits of one process, and what it has sent. Domains are kept in memory only, for a minute."""

    in_all: Rate = field(default_factory=lambda: Rate(IN_ALL))
    of_a_domain: int = OF_A_DOMAIN
    _domains: dict[str, Rate] = field(default_factory=dict)

    @classmethod
    def of(cls, in_all: int, of_a_domain: int) -> Rates:
        """These limits, with nothing sent yet."""
        return cls(Rate(in_all), of_a_domain)

    def room(self, now: datetime) -> int:
        """How many messages may go now."""
        return self.in_all.room(now)

    def take(self, domain: str, now: datetime) -> datetime | None:
        """Count a message to a domain; or the instant at which it may come again, where there have been too many."""
        theirs = self._domains.get(domain) or Rate(self.of_a_domain)
        taken, in_all = theirs.take(now), self.in_all.take(now)
        if taken is not None and in_all is not None:
            self._domains[domain], self.in_all = taken, in_all
            return None
        waiting = (self.in_all if taken else theirs).promise(now)
        if taken:
            self.in_all = waiting
        else:
            self._domains[domain] = waiting
        self._forget(now)
        return waiting.promised

    def _forget(self, now: datetime) -> None:
        if len(self._domains) > _MOST_DOMAINS:
            busy = {name: rate for name, rate in self._domains.items() if max(rate.used, rate.promised) > now}
            self._domains = busy
