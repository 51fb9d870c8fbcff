"""What the phone list shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from api.phone_ways import Way
from domain.correspondence.silences import Why
from models.states import CallResult, LetterState


@dataclass(frozen=True)
class LetterTold:
    """A letter about the duty to one of those who may answer, and what became of it. `opened_at` None: it is not known
    to have been opened.
    """

    step: str
    due_at: datetime
    state: LetterState
    reason: str | None
    sent_at: datetime | None
    opened_at: datetime | None


@dataclass(frozen=True)
class Callee:
    """Somebody who may answer: as `holder` of the seat, as `coordinator`, or as `deputy` of either. `why` nothing is
    heard, None where no letter has asked yet; `said` is the same as a sentence. Name and number are None where the
    register has none, or once erased; `contact` says them with the role, in words.
    """

    actor: str
    role: str
    name: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    contact: str = field(repr=False)
    why: Why | None
    said: str
    letters: tuple[LetterTold, ...]


@dataclass(frozen=True)
class CallMade:
    """A call, how it went, and in words; `again_on` is the local day on which to call again. The note is None where
    none was made, or once erased.
    """

    id: str
    obligation: str
    actor: str
    called_at: datetime
    result: CallResult
    again_on: date | None
    said: str
    note: str | None = field(repr=False)


@dataclass(frozen=True)
class PhoneLine:
    """One duty to call about: since when, why nothing is heard, whom to call (first the one it lies with), what is
    asked and by when, how long it takes, the calls so far, and how the answer is entered. `seat` is None for what those
    who coordinate owe themselves: then `organisation` is theirs, and they answer, or whoever stands in for them.
    """

    initiative: str
    title: str | None = field(repr=False)
    obligation: str
    duty: str
    seat: str | None
    organisation: str
    role: str
    since: datetime
    due: datetime
    due_day: date
    why: Why
    asked: str
    takes: str
    people: tuple[Callee, ...]
    calls: tuple[CallMade, ...]
    answers: tuple[Way, ...]


@dataclass(frozen=True)
class PhoneList:
    """A page of the phone list, the longest overdue first; `cursor` asks for the next one, None after the last. A page
    may be shorter than was asked for, and another one follow.
    """

    lines: tuple[PhoneLine, ...]
    cursor: str | None
