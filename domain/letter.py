"""Letters: whom a step speaks to and in which voice, and what there is to say. The words are found elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

INVITATION = "invitation"
HANDED_OVER = "handed_over"


class Voice(StrEnum):
    """How a letter speaks: to whom a seat's duty lies with, to the deputy, or to the coordinator."""

    INVITATION = "invitation"
    HANDED_OVER = "handed_over"
    REMINDER = "reminder"
    NUDGE = "nudge"
    OFFER = "offer"
    TASK = "task"
    TASK_REMINDER = "task_reminder"
    ESCALATION = "escalation"

    @property
    def opens_a_door(self) -> bool:
        """Whether the letter carries a personal link, with which its reader answers for a seat."""
        return self not in (Voice.TASK, Voice.TASK_REMINDER, Voice.ESCALATION)

    @property
    def is_first(self) -> bool:
        """Whether it is the first word of a matter: rather twice than never. A reminder is rather late than twice."""
        return self in (Voice.INVITATION, Voice.HANDED_OVER, Voice.TASK)


def voice_of(step: str, *, actor: str, owed_by: str | None, seat: str | None, coordinator: str) -> Voice:
    """The voice of a letter to `actor` about an obligation of `seat` (None: of a role) that lies with `owed_by`.

    `step` is `invitation`, `handed_over` or `<n>.<action>`. A step meant for a deputy whom the seat does not have
    reached the coordinator, and speaks as an escalation.
    """
    if seat is None:
        return Voice.TASK if step == INVITATION else Voice.TASK_REMINDER
    if step in (INVITATION, HANDED_OVER):
        return Voice(step)
    if actor == owed_by:
        return Voice.REMINDER
    if actor == coordinator:
        return Voice.ESCALATION
    return Voice.NUDGE if step.endswith(".nudge") else Voice.OFFER


@dataclass(frozen=True)
class Ahead:
    """What comes if nobody answers: so many reminders at most, then a letter to the deputy. `has_deputy` tells whether
    the reader has somebody to pass the matter on to.
    """

    reminders: int
    has_deputy: bool
    deputy_next: bool


@dataclass(frozen=True)
class LetterFacts:
    """All that a letter says, before words. Days are local, titles by language, `languages` the reader's choice first.

    `message_id` and `follows` (the first letter of this matter to the same reader) are in angle brackets. `link` is
    the one link. `organisation` and `role` are those of the seat, empty where none is concerned. `about` is the id of
    the one thing of several that it is about (a need `n4`), empty where there is none, and `written` what people wrote
    of it, None once erased.
    """

    message_id: str
    follows: str | None
    voice: Voice
    duty: str
    languages: tuple[str, ...]
    name: str | None = field(repr=False)
    address: str = field(repr=False)
    reply_to: str | None = field(repr=False)
    initiative: str = field(repr=False)
    backbone: str
    organisation: str
    role: str
    phase_titles: dict[str, str]
    duty_titles: dict[str, str]
    asked_on: date
    due_on: date
    overdue: bool
    ahead: Ahead
    link: str = field(repr=False)
    about: str = ""
    written: str | None = field(default=None, repr=False)
