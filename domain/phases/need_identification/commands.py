"""What can be asked while needs are identified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.commands import Command
from domain.facts import Value
from domain.sealed import Sealed
from domain.seats import Sector


@dataclass(frozen=True)
class SubmitNeed(Command, kind="need_identification.submit_need"):
    """Raise a need for the speaker's seat, or, by the coordinator, for someone of `sector` who holds no seat."""

    ANSWERS = "submit_need"
    text: Sealed
    sector: Sector | None = None


@dataclass(frozen=True)
class NothingToRaise(Command, kind="need_identification.nothing_to_raise"):
    """Say that the speaker's seat has no need to raise. It asks for no reason."""

    ANSWERS = "submit_need"


@dataclass(frozen=True)
class SupportNeed(Command, kind="need_identification.support_need"):
    """Stand behind a need that another raised, for the speaker's seat."""

    need: str


@dataclass(frozen=True)
class MergeNeeds(Command, kind="need_identification.merge_needs"):
    """Answer `need` by making it part of the need `into`."""

    need: str
    into: str


class OwnAnswer(StrEnum):
    """What a need can be answered by itself. That it is part of another is said by `MergeNeeds`, which names that."""

    TAKEN_UP = "taken_up"
    PARKED = "parked"
    DECLINED = "declined"


@dataclass(frozen=True)
class AnswerNeed(Command, kind="need_identification.answer_need"):
    """Answer a need: taken up, parked until a local day, or declined, with a reason.

    `until` is given with `parked` only. To make the need part of another, merge the two instead.
    """

    JOINT = True
    need: str
    answer: OwnAnswer
    reason: Sealed
    until: date | None = None


@dataclass(frozen=True)
class StateProblem(Command, kind="need_identification.state_problem"):
    """State the shared problem, or restate it."""

    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class ConfirmStatement(Command, kind="need_identification.confirm_statement"):
    """Say for the speaker's seat whether the statement understood it right.

    `statement` is the number of the statement that was read; None means the present one.
    """

    ANSWERS = "confirm_statement"
    agrees: bool
    remark: Sealed | None = None
    statement: int | None = None


@dataclass(frozen=True)
class SettleBaseline(Command, kind="need_identification.settle_baseline"):
    """Say where things stand before anything is done: what is measured, and its value or that there is none."""

    JOINT = True
    subject: Sealed
    value: Value


@dataclass(frozen=True)
class SplitNeed(Command, kind="need_identification.split_need"):
    """Undo a merge: the need stands by itself again, and is owed an answer of its own."""

    need: str


@dataclass(frozen=True)
class WordCluster(Command, kind="need_identification.word_cluster"):
    """Say in words what a need and those merged into it have in common. Whoever raised them is asked whether that is
    what they meant.
    """

    JOINT = True
    need: str
    text: Sealed


@dataclass(frozen=True)
class ConfirmWording(Command, kind="need_identification.confirm_wording"):
    """Say for the speaker's seat whether the wording of a cluster understood it; if not, the correction."""

    need: str
    agrees: bool
    correction: Sealed | None = None


@dataclass(frozen=True)
class ReportCalls(Command, kind="need_identification.report_calls"):
    """Tell that the silent communities were called. What a seat said is entered in its name."""

    JOINT = True
    note: Sealed | None = None


@dataclass(frozen=True)
class OpenCall(Command, kind="need_identification.open_call"):
    """Open a call that anybody with its address can answer; `GET …/open-call` tells the address."""


@dataclass(frozen=True)
class CloseCall(Command, kind="need_identification.close_call"):
    """Close the open call: its address opens nothing any more. What it holds can still be taken in."""


@dataclass(frozen=True)
class AskReview(Command, kind="need_identification.ask_review"):
    """Ask the coordinator to look through what the open call holds. Whenever something is sent to it, this is said by
    itself.
    """


@dataclass(frozen=True)
class TakeInHeld(Command, kind="need_identification.take_in_held"):
    """Make what was sent to the open call, and is `held`, a need like any other; of a resident, if no sector is named.

    Its text, and how many are `left` then, the list of those held tells.
    """

    REGISTERED = ("text", "left")
    held: str
    text: Sealed
    left: int
    sector: Sector | None = None


@dataclass(frozen=True)
class DiscardHeld(Command, kind="need_identification.discard_held"):
    """Let go of what is `held` with a reason, which its sender can read. Its text is deleted."""

    JOINT = True
    REGISTERED = ("left",)
    held: str
    reason: Sealed
    left: int
