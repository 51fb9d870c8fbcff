"""Rights of people over what is known of them, and how long it is kept. Nobody is named who was erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class PersonErased(HouseEvent, kind="person.erased"):
    """Somebody was erased, of whom nothing is told: so many texts went, so many are held, so many doors closed.

    `by_term`: because the time was over for which they are kept, not on request.
    """

    erasure: str
    texts: int
    held: int
    letters: int
    links: int
    keys: int
    by_term: bool = False


@dataclass(frozen=True, kw_only=True)
class ErasureCompleted(HouseEvent, kind="person.erasure_completed"):
    """What was held of an erasure is held no longer, and has gone too."""

    erasure: str
    texts: int


@dataclass(frozen=True, kw_only=True)
class HoldSet(HouseEvent, kind="hold.set"):
    """The law keeps texts until this day (included): those of somebody, those that an initiative's ledger refers to, or
    of both what is in both.
    """

    hold: str
    of_a_person: bool
    ends_on: date
    initiative: str | None = None


@dataclass(frozen=True, kw_only=True)
class HoldLifted(HouseEvent, kind="hold.lifted"):
    """A hold has ended before its day."""

    hold: str


@dataclass(frozen=True, kw_only=True)
class PersonRestricted(HouseEvent, kind="person.restricted"):
    """What is known of a person is kept, and nothing else is done with it."""

    person: str


@dataclass(frozen=True, kw_only=True)
class RestrictionLifted(HouseEvent, kind="person.restriction_lifted"):
    """What is known of a person is used again."""

    person: str


@dataclass(frozen=True, kw_only=True)
class PersonExported(HouseEvent, kind="person.exported"):
    """All that is known of a person was taken out for them."""

    person: str


@dataclass(frozen=True, kw_only=True)
class RetentionApplied(HouseEvent, kind="retention.applied"):
    """What was kept long enough has gone: so many people, notes of calls, texts of ended initiatives, and erasures that
    a hold had kept open.
    """

    people: int
    notes: int
    texts: int
    completed: int
