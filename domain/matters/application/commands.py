"""What can be asked about an application, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class RequirementKind(StrEnum):
    """What a requirement of a call asks for."""

    TEXT = "text"
    BUDGET = "budget"
    ATTACHMENT = "attachment"
    COMMITMENT = "commitment"


@dataclass(frozen=True)
class Requirement:
    """What a call asks for. Its `id` is a word of the call, such as `goals`; `mandatory` ones must be covered."""

    id: str
    kind: RequirementKind
    mandatory: bool = True


class FundersAnswer(StrEnum):
    """What the funder has decided."""

    GRANTED = "granted"
    PARTLY = "partly_granted"
    REFUSED = "refused"


@dataclass(frozen=True)
class NameCall(Command, kind="application.name_call"):
    """Name the call that is applied to: its funder, what it requires, and its hard deadline, which nothing here moves.

    `day` and `time` (such as `16:15`) are local to the zone of the initiative; where the call says no time of day,
    leave it out: the end of the day (23:59) is assumed, and marked so.
    """

    JOINT = True
    title: Sealed
    funder: str
    day: date
    requirements: tuple[Requirement, ...]
    time: str | None = None
    zone: str | None = None


@dataclass(frozen=True)
class ChangeCall(Command, kind="application.change_call"):
    """Take down that the funder has changed the call, as `source` tells: the whole call as it reads now."""

    JOINT = True
    source: Sealed
    funder: str
    day: date
    requirements: tuple[Requirement, ...]
    time: str | None = None
    zone: str | None = None


@dataclass(frozen=True)
class AllotSection(Command, kind="application.allot_section"):
    """Give a section of the application to the seats that own it and stand in for the owner.

    `answers` are the requirements of the call that it answers.
    """

    JOINT = True
    title: Sealed
    owner: str
    deputy: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangeSection(Command, kind="application.change_section"):
    """Give a section to other seats, let it answer other requirements, or call it otherwise. What is left out stays."""

    JOINT = True
    section: str
    owner: str | None = None
    deputy: str | None = None
    answers: tuple[str, ...] | None = None
    title: Sealed | None = None


@dataclass(frozen=True)
class WriteSection(Command, kind="application.write_section"):
    """Write a section, or write it anew: the last version counts, and all are kept. Its owner or deputy does."""

    JOINT = True
    section: str
    text: Sealed


@dataclass(frozen=True)
class OpenComments(Command, kind="application.open_comments"):
    """Ask every seat that takes part for comments on the whole draft."""


@dataclass(frozen=True)
class CommentSection(Command, kind="application.comment_section"):
    """Comment on a section, for the speaker's seat. An objection must be answered before the text is endorsed."""

    section: str
    text: Sealed
    objects: bool = False


@dataclass(frozen=True)
class NoComment(Command, kind="application.no_comment"):
    """Say that the speaker's seat has nothing to add to the draft."""


@dataclass(frozen=True)
class AnswerComment(Command, kind="application.answer_comment"):
    """Answer an objection, as the owner or deputy of its section, or as the coordinator."""

    JOINT = True
    objection: str
    text: Sealed


@dataclass(frozen=True)
class OpenEndorsing(Command, kind="application.open_endorsing"):
    """Hold the text as it is, and ask every organisation that takes part whether it endorses it."""


@dataclass(frozen=True)
class Endorse(Command, kind="application.endorse"):
    """Say whether the organisation of the speaker's seat endorses the text.

    `text_sha256` is the text that was read; None means the one that is open now.
    """

    endorses: bool
    reason: Sealed | None = None
    text_sha256: str | None = None


@dataclass(frozen=True)
class ResumeDrafting(Command, kind="application.resume_drafting"):
    """Take the text back for changes; it is to be endorsed anew, and frozen anew."""


@dataclass(frozen=True)
class Freeze(Command, kind="application.freeze"):
    """Freeze the endorsed text: every mandatory requirement is covered, and one hash stands for all of it."""


@dataclass(frozen=True)
class RecordSubmission(Command, kind="application.record_submission"):
    """Take down the funder's receipt: its `number` and the instant `at` which it was received, and the seat that
    submitted it (None: the backbone).
    """

    number: str
    at: datetime
    seat: str | None = None


@dataclass(frozen=True)
class RecordDecision(Command, kind="application.record_decision"):
    """Take down what the funder decided, on which local day, and by which reference."""

    JOINT = True
    answer: FundersAnswer
    reference: str
    day: date
    reason: Sealed | None = None


@dataclass(frozen=True)
class StartCycle(Command, kind="application.start_cycle"):
    """Start the cycle that was applied for, of this operating model: an initiative with the mandate, place, theme and
    the seats that took part, which names this one as where it comes from. It starts once, however often asked.
    """

    model: str
    model_version: str | None = None
