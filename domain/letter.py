"""Letters: whom a step speaks to and in which voice, and what there is to say. The words are found elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from domain.events import Because
from domain.facts import NeedAnswer

INVITATION = "invitation"
HANDED_OVER = "handed_over"
READ_BACK = "read_back"
WITHDRAWN = "withdrawn"
REMINDED = "reminded"
"""The step, with an entry's number behind, by which a coordinator reminds everybody."""

FIRST_STEPS = (INVITATION, HANDED_OVER, *Because)
"""What a step is called, up to its first dot, with which a duty comes to somebody."""

TOLD = "told"
"""The kind of a letter that tells of an exit, or of a change of the model, and asks nothing."""

MODEL_CHANGED, BY_TWO = "model_changed", "two"
"""The step of a letter that tells of a change of the model, and by whom such a change is made."""

CALLED = "open_call"
"""The kind of a letter to somebody who sent a need to an open call, and has no seat."""

CONFIRM, ANSWERED = "confirm", "answered"
"""The steps of such letters: that the need is to be confirmed, and (with an entry's number behind) how it was
answered.
"""

UNDELIVERED = "undelivered"
"""The kind of a letter that tells whoever coordinates that an address of the register takes no mail."""

OWED_BY_NOBODY = (TOLD, CALLED, UNDELIVERED)
"""Kinds of letters that ask nothing of those who take part, and also go out while an initiative rests or has ended."""
TAKEN_IN, RESULTS, GROUND_LAPSED = "taken_in", "results", "ground_lapsed"
"""What is told, beside exits: another initiative goes on as part of this one; what an evaluation found; a ground that
stood only until a day stands no more.
"""


def told_of(phase: str, seq: int, seat: str) -> str:
    """What stands for the obligation in such a letter: the phase, the entry that tells of the exit, and its reader's
    seat (empty: the coordinator).
    """
    return "/".join(part for part in (f"{phase}.{seq}", TOLD, seat) if part)


@dataclass(frozen=True)
class ToldOf:
    """The parts of it."""

    phase: str
    seq: int
    seat: str | None

    @classmethod
    def of(cls, about: str) -> Self | None:
        """What a letter about this tells of; None for a letter about an obligation."""
        head, kind, *seat = about.split("/")
        if kind != TOLD:
            return None
        phase, _, seq = head.rpartition(".")
        return cls(phase, int(seq), seat[0] if seat else None)


class Voice(StrEnum):
    """How a letter speaks: to whom a seat's duty lies with, to the deputy, or to the coordinator."""

    INVITATION = "invitation"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    REMINDER = "reminder"
    NUDGE = "nudge"
    OFFER = "offer"
    TASK = "task"
    TASK_HANDED_OVER = "task_handed_over"
    TASK_REMINDER = "task_reminder"
    ESCALATION = "escalation"
    READ_BACK = "read_back"
    WITHDRAWN = "withdrawn"
    TOLD = "told"
    OFFERED = "offered"
    CALLED = "called"
    UNDELIVERED = "undelivered"

    @property
    def opens_a_door(self) -> bool:
        """Whether the letter carries a personal link, with which its reader answers for a seat."""
        return self not in _WITHOUT_A_DOOR

    @property
    def is_first(self) -> bool:
        """Whether it is the first word of a matter: rather twice than never. A reminder is rather late than twice."""
        return self not in (Voice.REMINDER, Voice.NUDGE, Voice.OFFER, Voice.TASK_REMINDER, Voice.ESCALATION)

    @property
    def goes_into_a_calendar(self) -> bool:
        """Whether its reader is to keep its day in mind; when others are waited for, that day is theirs."""
        return self not in (Voice.NUDGE, Voice.OFFER, *_TELLING)


_TELLING = (Voice.ESCALATION, Voice.READ_BACK, Voice.TOLD, Voice.CALLED, Voice.UNDELIVERED)
_TASKS = (Voice.TASK, Voice.TASK_HANDED_OVER, Voice.TASK_REMINDER)
_WITHOUT_A_DOOR = (*_TASKS, Voice.ESCALATION, Voice.OFFERED, Voice.UNDELIVERED)
"""To those who coordinate, or are asked to: they come with a key."""


@dataclass(frozen=True)
class Lies:
    """With whom an obligation of a seat (None: of a role) lies: `owed_by`, who stands in for `principal` if that is
    somebody.
    """

    seat: str | None
    owed_by: str | None
    principal: str | None = None


def voice_of(step: str, lies: Lies, *, actor: str, coordinates: bool) -> Voice:
    """The voice of a letter to `actor`, who `coordinates` the initiative or does not, about an obligation as it lies.

    `step` is `invitation`, `handed_over`, `withdrawn`, `<n>.<action>`, or a cause of handing over, `read_back` or
    `reminded` with a number behind. A step meant for a deputy whom the seat does not have reached the coordinator, and
    speaks as an escalation.
    """
    kind, stands_in = step.partition(".")[0], bool(lies.principal) and actor == lies.owed_by
    if kind == READ_BACK:
        return Voice.READ_BACK
    if kind == WITHDRAWN:
        return Voice.WITHDRAWN
    if lies.seat is None:
        if stands_in and kind in FIRST_STEPS:
            return Voice.TASK_HANDED_OVER
        if not coordinates:
            return Voice.OFFERED
        return Voice.TASK if kind == INVITATION else Voice.TASK_REMINDER
    if kind in FIRST_STEPS:
        return Voice.HANDED_OVER if stands_in else _FIRST[kind]
    if actor == lies.owed_by:
        return Voice.REMINDER
    if coordinates:
        return Voice.ESCALATION
    return Voice.NUDGE if step.endswith(".nudge") else Voice.OFFER


_FIRST = {
    INVITATION: Voice.INVITATION,
    HANDED_OVER: Voice.HANDED_OVER,
    Because.AWAY: Voice.HANDED_OVER,
    Because.BACK: Voice.RETURNED,
    Because.SEAT_PASSED: Voice.INVITATION,
}


@dataclass(frozen=True)
class Ahead:
    """What comes if nobody answers: whether the ladder `reminds` its reader, and then asks the deputy. `has_deputy`
    tells whether the reader has somebody to pass the matter on to, and `hands_on` that their page does so.
    """

    reminds: bool
    has_deputy: bool
    deputy_next: bool
    hands_on: bool = False


@dataclass(frozen=True)
class Wrote:
    """What was entered for a seat: the kind of the event that it led to, its words and numbers by name, and the text
    that came with it, None for none or once erased. `corrects`: it stands in the place of an earlier answer.
    """

    kind: str
    said: dict[str, str]
    text: str | None = field(default=None, repr=False)
    corrects: bool = False


@dataclass(frozen=True)
class Envelope:
    """What a message is sent with, whatever it says: its Message-ID in angle brackets, and the address (https) whose
    POST stops reminders, None where there is nothing to stop.
    """

    message_id: str
    unsubscribe: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class InCalendar:
    """How a matter stands in calendars, as a meeting or as a due day: an id that stays, how often it was changed since,
    and the IANA zone in which its days and moments are local.
    """

    uid: str
    sequence: int
    zone: str
    is_meeting: bool = False


@dataclass(frozen=True, kw_only=True)
class Common:
    """What every letter says, before words. `languages` begins with the reader's choice.

    `message_id` and `follows` (the first letter of this matter to the same reader) are in angle brackets. `link` is
    the one link. `organisation` and `role` are those of the seat, empty where none is concerned. `reply_to` is the
    coordinator's address and `phone` their number, None where there is none; `weekly` tells that the reader has chosen
    one letter a week instead of one a day.
    """

    message_id: str
    follows: str | None
    initiative_id: str
    languages: tuple[str, ...]
    weekly: bool = False
    name: str | None = field(repr=False)
    address: str = field(repr=False)
    reply_to: str | None = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    initiative: str = field(repr=False)
    backbone: str
    organisation: str
    role: str
    link: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LetterFacts(Common):
    """What a letter says that asks something. Days are local, titles by language.

    `mandate` is the meeting that gave the one under which it is asked. `about` is the id of the one thing of several
    that it is about (a need `n4`), empty where there is none, and `written` what people wrote of it, empty if nothing
    and None once erased. `wrote` is what a letter reads back, which can be corrected up to the day `due_on`, and
    `meets_at` the local moment of the meeting that it is about, if it is about one, with its `agenda`; `moved` tells
    that its reader was asked to another moment before. `in_calendar` is None where it belongs into no calendar.
    """

    voice: Voice
    duty: str
    phase_titles: dict[str, str]
    duty_titles: dict[str, str]
    asked_on: date
    due_on: date
    overdue: bool
    ahead: Ahead
    mandate: str = ""
    about: str = ""
    written: str | None = field(default=None, repr=False)
    wrote: Wrote | None = None
    meets_at: datetime | None = None
    moved: bool = False
    agenda: str | None = field(default=None, repr=False)
    in_calendar: InCalendar | None = None


@dataclass(frozen=True, kw_only=True)
class ExitFacts(Common):
    """What a letter says that tells of an exit, by what it was taken (`by`), under which mandate (its reference); or of
    something else, by its own name instead of an exit's; news that nobody decided has an empty `by`.

    `to_titles` are those of the phase that follows, if one does; `until` is the last day of a hold or a condition.
    `other` is the title of the initiative that this one goes on in, or that goes on in this one, `ground` the name of a
    ground. `reason`, `conditions` and `thanks` (also results) are what was written; None: nothing, or nothing is left.
    """

    phase_titles: dict[str, str]
    exit: str
    by: str
    decided_on: date
    mandate: str
    opens_a_door: bool
    to_titles: dict[str, str] = field(default_factory=dict)
    until: date | None = None
    other: str = field(default="", repr=False)
    ground: str = ""
    reason: str | None = field(default=None, repr=False)
    conditions: str | None = field(default=None, repr=False)
    thanks: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class CallFacts(Common):
    """What a letter says to somebody who sent a need to an open call. `written` is what they wrote, None once erased.

    It asks to confirm it, up to the local day `held_until`; or tells how it was answered, with the reason, and until
    which local day it is parked.
    """

    written: str | None = field(repr=False)
    held_until: date | None = None
    answer: NeedAnswer | None = None
    parked_until: date | None = None
    reason: str | None = field(default=None, repr=False)
