"""What can be asked while an initiative convenes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class Reply(StrEnum):
    """The three answers to an invitation. Declining needs no reason; `deputy` passes it on to the personal deputy."""

    YES = "yes"
    NO = "no"
    DEPUTY = "deputy"


@dataclass(frozen=True)
class AnswerInvitation(Command, kind="convening.answer_invitation"):
    """Answer the invitation for the speaker's seat."""

    ANSWERS = "answer_invitation"
    reply: Reply
    reason: Sealed | None = None


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
