"""The call: named once, changed by its funder alone and with a trace. Its deadline stands where the funder put it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.folding import after_all
from domain.initiative import Initiative
from domain.mandates import WORD
from domain.matters.application.commands import ChangeCall, NameCall, Requirement
from domain.matters.application.events import CallChanged, CallNamed, DraftingResumed
from domain.matters.application.milestones import (
    ANSWER,
    COMMENT,
    DRAFT,
    ENDORSE,
    NAME,
    REACH,
    WRITE,
    asked_anew,
    dated,
    given,
    spared,
)
from domain.matters.application.text import Call
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, TooEarly

if TYPE_CHECKING:
    from domain.matters.application.state import Application

ASSUMED: Final = "23:59"
"""The time of day that is assumed of a deadline that names none."""

MOST: Final = 100
FARTHEST: Final = timedelta(days=3 * 366)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def name(state: Application, initiative: Initiative, said: Said, command: NameCall, now: datetime) -> tuple[Event, ...]:
    """Name the call. Raises NotEntitled, AlreadyAnswered, Malformed."""
    require_coordinator(said)
    if state.call is not None:
        raise AlreadyAnswered("the call has been named", remedy="if its funder has changed it, say so by change-call")
    read = _read(initiative, command, now)
    named = CallNamed(
        command.title, command.funder, command.day, read.time, read.zone, read.assumed, read.deadline, read.requirements
    )
    then = after_all(initiative, (named,), now)
    draft = dated(state.after(named, now), then, REACH, now, subject=DRAFT)
    return (named, *given(initiative, NAME), *draft)


def change(
    state: Application, initiative: Initiative, said: Said, command: ChangeCall, now: datetime
) -> tuple[Event, ...]:
    """Take down a change by the funder; a text that was held is open for changes again, and whoever owes something owes
    it by the new plan. Raises NotEntitled, TooEarly, NotAsked, AlreadyAnswered, Malformed.
    """
    require_coordinator(said)
    before = known(state)
    if state.receipt is not None:
        raise NotAsked("the application has been submitted", remedy="tell the funder, and end the initiative well")
    read = _read(initiative, command, now)
    now_reads = (command.funder, read.deadline, read.assumed, read.requirements)
    if now_reads == (before.funder, before.deadline, before.assumed, before.requirements):
        raise AlreadyAnswered("this is how the call reads already")
    reads = (command.day, read.time, read.zone, read.assumed, read.deadline, before.deadline, read.requirements)
    changed = CallChanged(before.change + 1, command.source, command.funder, *reads)
    held = state.text_sha256 is not None
    events = (changed, DraftingResumed(state.endorsing)) if held else (changed,)
    later = state
    for event in events:
        later = later.after(event, now)
    then = after_all(initiative, events, now)
    open_now = (COMMENT, ANSWER) if held else (COMMENT, ANSWER, REACH)
    unwritten = [section for section in state.sections.values() if section.text is None]
    return (
        *events,
        *spared(initiative, WRITE, *((ENDORSE, REACH) if held else ())),
        *(e for one in unwritten for e in dated(later, then, WRITE, now, seat=one.owner, subject=one.id)),
        *asked_anew(later, then, now, open_now),
        *(later.next_step(then, now) if held else ()),
    )


def known(state: Application) -> Call:
    """The call. Raises TooEarly before one is named."""
    if state.call is None:
        raise TooEarly("no call has been named yet", remedy="let the coordinator name the call first")
    return state.call


@dataclass(frozen=True)
class _Read:
    time: str
    zone: str
    assumed: bool
    deadline: datetime
    requirements: tuple[Requirement, ...]


def _read(initiative: Initiative, command: NameCall | ChangeCall, now: datetime) -> _Read:
    if not re.fullmatch(WORD, command.funder):
        raise Malformed(
            "the funder is named by one word of small letters", path="funder", remedy="write it as ely_keskus"
        )
    at = ASSUMED if command.time is None else command.time
    if not _TIME.fullmatch(at):
        raise Malformed(
            "this is no time of day", path="time", remedy="write it as 16:15, or leave it out if none is told"
        )
    zone = initiative.charter.model.calendar.zone
    if command.zone not in (None, zone):
        raise Malformed("the clock of this initiative is another", path="zone", remedy=f"tell the time of {zone}")
    _require_requirements(command.requirements)
    deadline = initiative.calendar.instant(command.day, time.fromisoformat(at))
    if not now < deadline <= now + FARTHEST:
        raise Malformed("a call ends later than now, and within three years", path="day", remedy="name such a day")
    return _Read(at, zone, command.time is None, deadline, command.requirements)


def _require_requirements(requirements: tuple[Requirement, ...]) -> None:
    if not 1 <= len(requirements) <= MOST:
        raise Malformed(f"a call has 1 to {MOST} requirements", path="requirements", remedy="list those of the call")
    ids = [one.id for one in requirements]
    for number, id in enumerate(ids):
        path = f"requirements[{number}].id"
        if not re.fullmatch(WORD, id):
            raise Malformed(
                "a requirement is named by one word of small letters", path=path, remedy="write it as goals"
            )
        if id in ids[:number]:
            raise Malformed(f"'{id}' is named twice", path=path, remedy="name each requirement once")
