"""What happens to an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.events import Event
from domain.matters.application.commands import FundersAnswer, Requirement
from domain.sealed import Sealed


class ApplicationEvent(Event):
    """Whatever happens to the application."""

    MATTER = "application"


@dataclass(frozen=True)
class CallNamed(ApplicationEvent, kind="call.named"):
    """The call and its hard deadline: the local `day` and `time`, which was `assumed` if the call says none."""

    title: Sealed
    funder: str
    day: date
    time: str
    zone: str
    assumed: bool
    deadline: datetime
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True)
class CallChanged(ApplicationEvent, kind="call.changed"):
    """The funder changed the call for the `change`-th time; it reads so now. `former` is the deadline it had before."""

    change: int
    source: Sealed
    funder: str
    day: date
    time: str
    zone: str
    assumed: bool
    deadline: datetime
    former: datetime
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True)
class SectionAllotted(ApplicationEvent, kind="section.allotted"):
    """A section was given to its owner and deputy, to answer these requirements."""

    section: str
    title: Sealed
    owner: str
    deputy: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class SectionChanged(ApplicationEvent, kind="section.changed"):
    """These seats answer for the section now, and it answers these requirements. `title`: it has a new one."""

    section: str
    owner: str
    deputy: str
    answers: tuple[str, ...]
    title: Sealed | None = None


@dataclass(frozen=True)
class SectionWritten(ApplicationEvent, kind="section.written"):
    """The `version`-th text of a section, written by a seat or (None) by the coordinator."""

    section: str
    version: int
    text: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class CommentsOpened(ApplicationEvent, kind="comments.opened"):
    """The `round`-th round of comments on the whole draft."""

    round: int


@dataclass(frozen=True)
class SectionCommented(ApplicationEvent, kind="section.commented"):
    """A seat commented on a section, and `objects` or not."""

    comment: str
    section: str
    seat: str
    text: Sealed
    objects: bool


@dataclass(frozen=True)
class NothingCommented(ApplicationEvent, kind="section.not_commented"):
    """A seat has nothing to add in this round."""

    seat: str
    round: int


@dataclass(frozen=True)
class CommentAnswered(ApplicationEvent, kind="comment.answered"):
    """An objection got its answer, from a seat or (None) from the coordinator."""

    objection: str
    text: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class EndorsingOpened(ApplicationEvent, kind="endorsing.opened"):
    """The text with this hash is open for endorsement, for the `endorsing`-th time."""

    endorsing: int
    text_sha256: str


@dataclass(frozen=True)
class ApplicationEndorsed(ApplicationEvent, kind="application.endorsed"):
    """An organisation endorses the text. `replaces` is what its seat had said before."""

    seat: str
    text_sha256: str
    reason: Sealed | None = None
    replaces: bool | None = None


@dataclass(frozen=True)
class ApplicationNotEndorsed(ApplicationEvent, kind="application.not_endorsed"):
    """An organisation does not endorse the text. `replaces` is what its seat had said before."""

    seat: str
    text_sha256: str
    reason: Sealed | None = None
    replaces: bool | None = None


@dataclass(frozen=True)
class DraftingResumed(ApplicationEvent, kind="drafting.resumed"):
    """The text is open for changes again."""

    endorsing: int


@dataclass(frozen=True)
class ApplicationFrozen(ApplicationEvent, kind="application.frozen"):
    """The text is frozen: `text_sha256` stands for all of it, `covered` says which section covers which requirement."""

    text_sha256: str
    covered: dict[str, str]


@dataclass(frozen=True)
class DeadlinePassed(ApplicationEvent, kind="deadline.passed"):
    """The deadline of the call has passed, and nothing has been submitted as far as is known here."""

    deadline: datetime


@dataclass(frozen=True)
class ApplicationSubmitted(ApplicationEvent, kind="application.submitted"):
    """The frozen text was submitted: the funder's receipt. `late`: the receipt is of after the deadline;
    `before_freeze`: it is of before the text was frozen here, as where Talkoot could not be reached.
    """

    number: str
    at: datetime
    text_sha256: str
    late: bool
    seat: str | None = None
    before_freeze: bool | None = None


@dataclass(frozen=True)
class ApplicationDecided(ApplicationEvent, kind="application.decided"):
    """The funder decided. `replaces` is what an earlier decision said, such as one that was appealed against."""

    answer: FundersAnswer
    reference: str
    day: date
    reason: Sealed | None = None
    replaces: FundersAnswer | None = None


@dataclass(frozen=True)
class CycleStarted(ApplicationEvent, kind="cycle.started"):
    """The granted application has started this initiative, of this operating model, which goes on from here."""

    initiative: str
    model: str
