"""What can be asked while an initiative convenes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class Reply(StrEnum):
    """The answers to an invitation. Declining needs no reason; `deputy` passes it on to the personal deputy; `other`
    declines, and says who could be asked instead.
    """

    YES = "yes"
    NO = "no"
    DEPUTY = "deputy"
    OTHER = "other"


@dataclass(frozen=True)
class AnswerInvitation(Command, kind="convening.answer_invitation"):
    """Answer the invitation for the speaker's seat. `instead` says, with `other`, who could be asked: a task, an
    organisation or a person. The coordinator follows it; nobody is written to because of it.
    """

    ANSWERS = "answer_invitation"
    reply: Reply
    reason: Sealed | None = None
    instead: Sealed | None = None


@dataclass(frozen=True)
class FollowReferral(Command, kind="convening.follow_referral"):
    """Say what came of asking the one whom a seat named when it declined its invitation."""

    seat: str
    note: Sealed


@dataclass(frozen=True)
class NameChair(Command, kind="convening.name_chair"):
    """Name the chair and the deputy chair: two seats that accepted."""

    chair: str
    deputy_chair: str


@dataclass(frozen=True)
class WriteMinutes(Command, kind="convening.write_minutes"):
    """Give the minutes of the convening meeting."""

    ANSWERS = "write_minutes"
    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class WriteGroundRules(Command, kind="convening.write_ground_rules"):
    """Write how the partners work together, or write it anew: all that take part are asked whether it suits them."""

    ANSWERS = "write_ground_rules"
    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class ReviewGroundRules(Command, kind="convening.review_ground_rules"):
    """Say whether the ground rules suit the speaker's seat. An objection needs a reason; silence lets them stand."""

    ANSWERS = "review_ground_rules"
    agrees: bool
    reason: Sealed | None = None
