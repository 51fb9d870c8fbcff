"""How often a sign-in link can be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.staff.stays import LINK_LIFE


@dataclass(frozen=True)
class Bounds:
    """At most so many links for one address, and from one network address, within a while.

    The while of an address is the life of a link: whoever is refused for its sake has one in the mailbox that still
    opens, so that nobody is kept out by somebody who asks in their name.
    """

    for_one_address: int = 3
    from_one_network: int = 20
    while_of_address: timedelta = LINK_LIFE
    while_of_network: timedelta = timedelta(hours=1)


def free_at(asked: Sequence[datetime], most: int, within: timedelta, now: datetime) -> datetime | None:
    """When there is room again, of these askings; None while there is some. Whatever lies ahead of now is counted: a
    clock that was set back opens nothing.
    """
    recent = sorted(moment for moment in asked if moment > now - within)
    return recent[-most] + within if len(recent) >= most else None
