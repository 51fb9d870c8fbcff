"""How often a sign-in link can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.staff.stays import LINK_LIFE


@dataclass(frozen=True)
class Bounds:
    """At most so many links for one e-mail address, and from one network address, within a while.

    The while of an address is the life of a link: whoever is refused for its sake has one in the mailbox that still
    opens, so that nobody is kept out by somebody who asks in their name. A network may be that of a whole municipality
    on a Monday morning.
    """

    for_one_address: int = 3
    within: timedelta = LINK_LIFE
    from_one_network: int = 100
    within_of_network: timedelta = timedelta(hours=1)
