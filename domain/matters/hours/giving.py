"""Giving hours: by the seat whose volunteers gave them, or entered for it; corrected by a new entry."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from domain.commands import Said
from domain.entitlement import require_active, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.mandates import WORD
from domain.matters.hours.commands import CorrectHours, GiveHours, SetRate, Work
from domain.matters.hours.events import HoursGiven, RateSet
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from domain.sealed import Sealed

if TYPE_CHECKING:
    from domain.matters.hours.state import Hours

OLDEST: Final = timedelta(days=366)
"""How long ago hours may have been given: a year's report is the last in which they could be claimed."""

MOST_PEOPLE: Final = 500
LONGEST_EVIDENCE: Final = 120
"""Characters: a reference fits, a list of names does not."""

MOST_CENTS: Final = 100_000
MOST_CALLS: Final = 10
_A_DAY: Final = 24 * 60


def give(state: Hours, initiative: Initiative, said: Said, command: GiveHours) -> tuple[Event, ...]:
    """Take in what a seat's volunteers gave. Raises NotEntitled, UnknownSeat, Malformed, NotAsked for an activity that
    the plan has not.
    """
    seat = require_active(initiative, said).id
    if command.minutes < 1:
        raise Malformed("nothing was given", path="minutes", remedy="say how many minutes each gave")
    return (_given(state, initiative, said, seat, command),)


def correct(state: Hours, initiative: Initiative, said: Said, command: CorrectHours) -> tuple[Event, ...]:
    """Take in a new entry in the place of one of the same seat. Raises as `give`, and NotAsked for an entry that can
    not, or no longer, be corrected.
    """
    seat, entered = require_active(initiative, said).id, state.correctable.get(command.entry)
    if entered is None:
        raise NotAsked(
            f"there is no entry '{command.entry}' to correct",
            path="entry",
            remedy="name the newest entry of what was given; one that was corrected has its place taken",
        )
    if entered.seat != seat:
        raise NotEntitled("another seat gave these hours", path="entry", remedy="ask that seat")
    return (_given(state, initiative, said, seat, command, command.entry),)


def set_rate(state: Hours, said: Said, command: SetRate) -> tuple[Event, ...]:
    """Take in the rate of a call. Raises NotEntitled, Malformed, NotAsked for one call too many, AlreadyAnswered."""
    require_coordinator(said)
    if not re.fullmatch(WORD, command.call):
        raise Malformed(
            "a call is named in a word", path="call", remedy="write small letters, digits and _, such as leader_2026"
        )
    if not 0 <= command.cents_an_hour <= MOST_CENTS:
        raise Malformed("this is no rate for an hour", path="cents_an_hour", remedy="write it in cents: 1500 is 15 €")
    if state.rates.get(command.call) == command.cents_an_hour:
        raise AlreadyAnswered("this is the rate of the call already", path="cents_an_hour")
    if command.call not in state.rates and len(state.rates) >= MOST_CALLS:
        raise NotAsked(f"{MOST_CALLS} calls have their rates", path="call", remedy="change the rate of one of them")
    return (RateSet(command.call, command.cents_an_hour),)


def _given(
    state: Hours,
    initiative: Initiative,
    said: Said,
    seat: str,
    command: GiveHours | CorrectHours,
    replaces: str | None = None,
) -> HoursGiven:
    _require_day(command.day, initiative.calendar.local(said.received_at).date())
    if not 0 <= command.minutes <= _A_DAY:
        raise Malformed("a day has no such minutes", path="minutes", remedy="say how many minutes each gave that day")
    if not 1 <= command.people <= MOST_PEOPLE:
        raise Malformed("this is no number of people", path="people", remedy=f"between 1 and {MOST_PEOPLE}")
    _require_work(initiative, command.work, command.activity)
    _require_reference(command.evidence)
    return HoursGiven(
        entry=f"h{initiative.next_number('entry', state.entries)}",
        seat=seat,
        work=command.work,
        day=command.day,
        minutes=command.minutes,
        people=command.people,
        activity=command.activity,
        evidence=command.evidence,
        replaces=replaces,
    )


def _require_day(day: date, today: date) -> None:
    if not today - OLDEST <= day <= today:
        raise Malformed("hours were given today or within the year before", path="day", remedy="name such a day")


def _require_work(initiative: Initiative, work: Work, activity: str | None) -> None:
    if work is not Work.ACTIVITY:
        if activity is not None:
            raise Malformed("this was given to no activity", path="activity", remedy="leave it out")
    elif activity is None:
        raise Malformed("an activity is to be named", path="activity", remedy="name one of the plan's")
    elif activity not in initiative.facts.activities:
        raise NotAsked(f"the plan has no activity '{activity}'", path="activity", remedy="name one of the plan's")


def _require_reference(evidence: Sealed | None) -> None:
    if evidence is not None and evidence.length > LONGEST_EVIDENCE:
        raise Malformed(
            f"a reference has at most {LONGEST_EVIDENCE} characters",
            path="evidence",
            remedy="say where it is written down, and keep the list there",
        )
