"""A meeting as the rules know it, and who may call and chair it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationReleased
from domain.initiative import Initiative
from domain.matters.meetings.commands import Coming
from domain.obligations import Obligation
from domain.refusals import NotAsked, NotEntitled

POLL: Final = "answer_poll"
FIX: Final = "fix_meeting"
ATTEND: Final = "attend_meeting"
MINUTE: Final = "minute_meeting"
REVIEW: Final = "review_minutes"
OBJECTION: Final = "answer_objection"

_INVITATION: Final = "answer_invitation"

MOST: Final = 20
"""As many meetings as may be open at once in one initiative."""


class MeetingState(StrEnum):
    """Where an open meeting stands; one that was cancelled or closed is open no more."""

    POLLED = "polled"
    FIXED = "fixed"
    HELD = "held"
    MINUTED = "minuted"


@dataclass(frozen=True)
class PollAnswer:
    """The numbers of the proposals that suit a seat, and of those that do if need be."""

    suits: tuple[int, ...] = ()
    if_need_be: tuple[int, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """A meeting that is open. `polled` holds the answers to its poll, by seat, until its moment is fixed `at` the
    `version`-th time; `coming` what seats say of that version; `present` who was there, None while nobody has told.

    `minutes` counts the versions of the minutes; `objections` tells by seat whether its objection has been answered,
    `agreeing` are the seats that find the minutes right.
    """

    id: str
    state: MeetingState
    proposals: tuple[datetime, ...] = ()
    polled: dict[str, PollAnswer] = field(default_factory=dict)
    at: datetime | None = None
    version: int = 0
    coming: dict[str, Coming] = field(default_factory=dict)
    present: tuple[str, ...] | None = None
    minutes: int = 0
    objections: dict[str, bool] = field(default_factory=dict)
    agreeing: tuple[str, ...] = ()


def known(meetings: Mapping[str, Meeting], meeting: str, *states: MeetingState, else_say: str) -> Meeting:
    """The open meeting of this id in one of these states. Raises NotAsked, with the sentence for another state."""
    if meeting not in meetings:
        raise NotAsked(f"no meeting '{meeting}' is open", path="meeting", remedy="name one of the open meetings")
    if meetings[meeting].state not in states:
        raise NotAsked(else_say, path="meeting", remedy="look at the meeting for what it waits for now")
    return meetings[meeting]


def require_caller(initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled unless the chair, the deputy chair or the coordinator speaks: those who call meetings."""
    if said.by.seat is None or said.by.seat not in initiative.chairs:
        require_coordinator(said)


def require_chair(initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled unless the chair or the deputy chair speaks; the coordinator while there is no chair."""
    if not initiative.chairs:
        require_coordinator(said)
    elif said.by.seat not in initiative.chairs:
        raise NotEntitled("this is the chair's to do", remedy="ask the chair or the deputy chair")


def partners(initiative: Initiative) -> tuple[str, ...]:
    """The seats that are asked to meetings: those that take part, or while a phase invites, those that have not
    declined.
    """
    invites = _INVITATION in initiative.rule.obligations
    return initiative.now_in.standing(initiative).entitled if invites else initiative.active


def chair(initiative: Initiative) -> str | None:
    """The seat that owes what a chair owes; None while there is none, so that the coordinator does."""
    return next(iter(initiative.chairs), None)


def duties(initiative: Initiative, duty: str, meeting: str) -> tuple[Obligation, ...]:
    """What is or was owed about a meeting. Of what is asked again, the subject has a number behind it: `m1.2`."""
    return tuple(owed for owed in initiative.of_duty(duty) if (owed.subject or "").partition(".")[0] == meeting)


def spared(initiative: Initiative, duty: str, meeting: str) -> tuple[Event, ...]:
    """Nobody owes this about the meeting any more."""
    return tuple(ObligationReleased(owed.id) for owed in duties(initiative, duty, meeting) if owed.state.answerable)
