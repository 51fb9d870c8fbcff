"""A clause's result, and how sentences name people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

COORDINATOR = "coordinator"
_NAMED = 5  # as many as a sentence holds; all of them are in `missing`


@dataclass(frozen=True)
class Clause:
    """One clause's result, in whole seats, sectors, municipalities, votes, ratings or duties.

    `missing` names seats, sectors or roles that it waits for, of whom one is enough if `either`; `remedy` says in words
    what would meet it, and is empty once it is met. `at` is when time alone will have met it, if that is all it waits
    for. `excepted`: it counts as met by a reasoned exception, whatever it has.
    """

    clause: str
    have: int
    need: int
    met: bool
    missing: tuple[str, ...] = ()
    remedy: str = ""
    at: datetime | None = None
    excepted: bool = False
    either: bool = False


def named(who: tuple[str, ...]) -> str:
    """The first few by name, and how many more."""
    more = len(who) - _NAMED
    return ", ".join(who[:_NAMED]) + (f" and {more} more" if more > 0 else "")
