"""What happens while needs are identified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.events import Event
from domain.facts import NeedAnswer, Value
from domain.sealed import Sealed
from domain.seats import Sector


@dataclass(frozen=True)
class NeedSubmitted(Event, kind="need.submitted"):
    """A need was raised by a seat, or entered for someone of `sector` without one (`seat` None). What came by the open
    call was `held` under that id before.
    """

    need: str
    sector: Sector
    text: Sealed
    seat: str | None = None
    held: str | None = None


@dataclass(frozen=True)
class NothingRaised(Event, kind="need.not_raised"):
    """A seat has no need to raise, and owes no reason."""

    seat: str


@dataclass(frozen=True)
class NeedSupported(Event, kind="need.supported"):
    """A seat stands behind a need of another."""

    need: str
    seat: str


@dataclass(frozen=True)
class NeedMerged(Event, kind="need.merged"):
    """A need became part of another; both stay visible. `replaces` is its former answer."""

    need: str
    into: str
    replaces: NeedAnswer | None = None


@dataclass(frozen=True)
class NeedAnswered(Event, kind="need.answered"):
    """A need was answered by itself; if it was part of another, it no longer is. `until` is a local day."""

    need: str
    answer: NeedAnswer
    reason: Sealed
    until: date | None = None
    replaces: NeedAnswer | None = None


@dataclass(frozen=True)
class ProblemStated(Event, kind="problem.stated"):
    """The shared problem was stated for the `statement`-th time in this round; `affected` seats are asked about it."""

    statement: int
    text: Sealed
    affected: tuple[str, ...]


@dataclass(frozen=True)
class StatementConfirmed(Event, kind="statement.confirmed"):
    """An affected seat was understood right. `replaces` is whether it had agreed before, None for a first answer."""

    seat: str
    statement: int
    remark: Sealed | None = None
    replaces: bool | None = None


@dataclass(frozen=True)
class StatementDisputed(Event, kind="statement.disputed"):
    """An affected seat was not understood right. `replaces` is whether it had agreed before, None for a first."""

    seat: str
    statement: int
    remark: Sealed | None = None
    replaces: bool | None = None


@dataclass(frozen=True)
class BaselineSettled(Event, kind="baseline.settled"):
    """Where things stand at the outset; `replaces` is the value settled on before."""

    subject: Sealed
    value: Value
    replaces: Value | None = None


@dataclass(frozen=True)
class NeedSplit(Event, kind="need.split"):
    """A need is no longer part of another, and waits for an answer of its own."""

    need: str
    out_of: str


@dataclass(frozen=True)
class ClusterWorded(Event, kind="cluster.worded"):
    """A need and its parts were put into words for the `wording`-th time; these seats are asked about it."""

    need: str
    wording: int
    text: Sealed
    seats: tuple[str, ...]


@dataclass(frozen=True)
class WordingConfirmed(Event, kind="wording.confirmed"):
    """A seat was understood right. `replaces` is whether it had agreed before, None for a first answer."""

    need: str
    seat: str
    wording: int
    replaces: bool | None = None


@dataclass(frozen=True)
class WordingCorrected(Event, kind="wording.corrected"):
    """A seat was not understood right, and says what is different. `replaces` as in `wording.confirmed`."""

    need: str
    seat: str
    wording: int
    correction: Sealed
    replaces: bool | None = None


@dataclass(frozen=True)
class CommunitiesListed(Event, kind="communities.listed"):
    """Most of the window is over, and nobody of these municipalities and sectors was heard; call these `seats`."""

    municipalities: tuple[str, ...]
    sectors: tuple[Sector, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True)
class CommunitiesCalled(Event, kind="communities.called"):
    """The silent were called."""

    note: Sealed | None = None


@dataclass(frozen=True)
class CallOpened(Event, kind="open_call.opened"):
    """Anybody with the call's address may tell of a need; opened for the `call`-th time in this round."""

    call: int


@dataclass(frozen=True)
class CallClosed(Event, kind="open_call.closed"):
    """The call takes no more needs."""

    call: int


@dataclass(frozen=True)
class HeldWaits(Event, kind="open_call.waits"):
    """Something was sent to the open call, and waits to be confirmed or taken in."""


@dataclass(frozen=True)
class HeldDiscarded(Event, kind="open_call.discarded"):
    """What was held was not taken in, for a reason; its text was deleted."""

    held: str
    reason: Sealed
