"""Events: what happened, in the past tense. Each phase declares its own; those of every initiative stand here."""

from domain.events.base import Event
from domain.events.course import (
    CalendarExtended,
    DeadlineExtended,
    InitiativeEnded,
    InitiativePaused,
    InitiativeResumed,
    InitiativeStarted,
    MandateRenewed,
    PhaseOpened,
    RuleOverridden,
    WindowMoved,
)
from domain.events.decisions import BallotCast, Choice, VoteCalled, VoteCounted
from domain.events.duties import (
    AnswerCameLate,
    Because,
    EntryReadBack,
    EverybodyReminded,
    ObligationFulfilled,
    ObligationHandedOver,
    ObligationLapsed,
    ObligationOpened,
    ObligationReleased,
    ObligationWithdrawn,
    ReminderDue,
    Spared,
)
from domain.events.exits import EverythingReleased, LessonWritten, PhaseExited, PhaseHeld, TakenBy
from domain.events.links import NeedTakenIn

__all__ = [
    "AnswerCameLate",
    "BallotCast",
    "Because",
    "CalendarExtended",
    "Choice",
    "DeadlineExtended",
    "EntryReadBack",
    "Event",
    "EverybodyReminded",
    "EverythingReleased",
    "InitiativeEnded",
    "InitiativePaused",
    "InitiativeResumed",
    "InitiativeStarted",
    "LessonWritten",
    "MandateRenewed",
    "NeedTakenIn",
    "ObligationFulfilled",
    "ObligationHandedOver",
    "ObligationLapsed",
    "ObligationOpened",
    "ObligationReleased",
    "ObligationWithdrawn",
    "PhaseExited",
    "PhaseHeld",
    "PhaseOpened",
    "ReminderDue",
    "RuleOverridden",
    "Spared",
    "TakenBy",
    "VoteCalled",
    "VoteCounted",
    "WindowMoved",
]
