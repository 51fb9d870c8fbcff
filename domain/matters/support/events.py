"""What happens to requests for support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.events import Event
from domain.matters.support.commands import Helped, SupportLevel
from domain.sealed import Sealed


class SupportEvent(Event):
    """Whatever happens to support."""

    MATTER = "support"


@dataclass(frozen=True)
class SupportRequested(SupportEvent, kind="support.requested"):
    """Support was asked for, by these seats; none are named where the whole network asks."""

    request: str
    level: SupportLevel
    text: Sealed
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class RequestJoined(SupportEvent, kind="support.joined"):
    """Another seat asks for the same."""

    request: str
    seat: str


@dataclass(frozen=True)
class SupportPromised(SupportEvent, kind="support.promised"):
    """The seat `owner` (None: the backbone) gives the support by the local day `due`.

    `waited` is how many working days the request had waited for this, its first answer; None if it was no first one.
    """

    request: str
    owner: str | None = None
    due: date | None = None
    waited: int | None = None


@dataclass(frozen=True)
class RequestDeclined(SupportEvent, kind="support.declined"):
    """The support is not given, for this reason. `waited` as in `support.promised`."""

    request: str
    reason: Sealed
    waited: int | None = None


@dataclass(frozen=True)
class SupportGiven(SupportEvent, kind="support.given"):
    """The support was given, by a seat or (None) by the backbone; the note says what it was."""

    request: str
    note: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class SupportRated(SupportEvent, kind="support.rated"):
    """A seat that asked says whether it helped. `replaces` is what it had said before."""

    request: str
    seat: str
    helped: Helped
    note: Sealed | None = None
    replaces: Helped | None = None


@dataclass(frozen=True)
class RequestClosed(SupportEvent, kind="support.closed"):
    """All who were asked have said whether it helped, or their time is over: what they said stands."""

    request: str
