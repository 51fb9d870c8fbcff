"""What happens while an initiative convenes."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events import Event
from domain.phases.convening.commands import Reply
from domain.sealed import Sealed


@dataclass(frozen=True)
class InvitationAccepted(Event, kind="invitation.accepted"):
    """A seat takes part; `holder` is the actor who speaks for it. `replaces` is the seat's former answer."""

    seat: str
    holder: str
    replaces: Reply | None = None


@dataclass(frozen=True)
class InvitationDeclined(Event, kind="invitation.declined"):
    """A seat does not take part. It is no longer entitled, and stays visible. `instead` says who could be asked."""

    seat: str
    reason: Sealed | None = None
    replaces: Reply | None = None
    instead: Sealed | None = None


@dataclass(frozen=True)
class ReferralFollowed(Event, kind="referral.followed"):
    """The coordinator followed what a seat said when it declined: who could be asked instead."""

    seat: str
    note: Sealed


@dataclass(frozen=True)
class InvitationPassedOn(Event, kind="invitation.passed_on"):
    """The holder asked the personal deputy to answer instead."""

    seat: str
    deputy: str
    reason: Sealed | None = None
    replaces: Reply | None = None


@dataclass(frozen=True)
class ChairNamed(Event, kind="chair.named"):
    """The chair and the deputy chair are named."""

    chair: str
    deputy_chair: str


@dataclass(frozen=True)
class ChairVacated(Event, kind="chair.vacated"):
    """The chair or the deputy chair withdrew; both are to be named again."""

    seat: str


@dataclass(frozen=True)
class MinutesWritten(Event, kind="minutes.written"):
    """The minutes of the convening meeting are in the vault."""

    text: Sealed


@dataclass(frozen=True)
class GroundRulesWritten(Event, kind="ground_rules.written"):
    """The ground rules are in the vault, in their `version`-th wording of this round."""

    version: int
    text: Sealed


@dataclass(frozen=True)
class GroundRulesAgreed(Event, kind="ground_rules.agreed"):
    """The ground rules suit a seat."""

    seat: str
    version: int


@dataclass(frozen=True)
class GroundRulesObjected(Event, kind="ground_rules.objected"):
    """The ground rules do not suit a seat, for a reason; they are to be looked at again."""

    seat: str
    version: int
    reason: Sealed
