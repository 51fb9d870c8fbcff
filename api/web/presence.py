"""Presence: the part of the personal page on which its reader says that they are away, back, or leave the seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import ValidationError

from api.bodies import Body, body_of
from api.web.desk import Desk
from api.web.typed_days import typed_day
from api.web.words import day
from domain.acting import line
from domain.commands import Command
from domain.initiative import Initiative
from domain.matters.seats.commands import EndAbsence, HandDutyOn, LeaveSeat, ReportAbsence
from domain.matters.seats.handing_on import to_whom
from domain.obligations import Obligation, ObligationState

AWAY, BACK, LEAVE, HAND = "seat:away", "seat:back", "seat:leave", "seat:hand/"
FORMS = (AWAY, BACK, LEAVE, HAND)
"""What stands in these forms, or begins what stands there, where the obligation stands in others."""

ANCHOR = "presence"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PresenceView:
    """The nonce of each form that is shown, by its name, and the sentence on the absence that has been told."""

    nonces: dict[str, str]
    absence: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Presence:
    """What the reader may say of their own presence; `nonce` makes one for a form."""

    desk: Desk
    nonce: Callable[[str], str]

    def view(self) -> PresenceView | None:
        """The part of the page; None where the model keeps no seats or the initiative is over."""
        initiative = self.desk.initiative
        if not initiative.has("seats") or initiative.outcome is not None or initiative.settled:
            return None
        own = [one for one in initiative.facts.people.absences.values() if one.actor == self.desk.asking.actor]
        absence = min(own, key=lambda one: one.since, default=None)
        is_holder = self.desk.asking.actor == line(initiative, self.desk.seat.id)[0]
        shown = (BACK if absence else AWAY, *((LEAVE,) if is_holder else ()))
        words, told = self.desk.words["presence"], ""
        if absence is not None:
            first, last = (self._day(moment) for moment in (absence.since, absence.until - timedelta(microseconds=1)))
            told = words["now" if absence.begun else "later"].format(first=first, last=last)
        return PresenceView({name: self.nonce(name) for name in shown}, told, words)

    def _day(self, moment: datetime) -> str:
        return day(self.desk.language, self.desk.initiative.calendar.local(moment).date())


def said(form: str, typed: Mapping[str, str], desk: Desk) -> tuple[type[Command], Body] | None:
    """What a form says; None where a day is missing or none, or a reason is longer than any may be."""
    command, fields = _command(form, typed, desk.initiative)
    if command is None:
        return None
    given = {name: value for name, value in fields.items() if value}
    try:
        return command, body_of(command).model_validate({**given, "language": desk.language})
    except ValidationError:
        return None


def _command(
    form: str, typed: Mapping[str, str], initiative: Initiative
) -> tuple[type[Command] | None, dict[str, Any]]:
    if form == BACK:
        return EndAbsence, {}
    if form.startswith(HAND):
        return HandDutyOn, {"obligation": form.removeprefix(HAND)}
    if form == LEAVE:
        return LeaveSeat, {"reason": typed.get("reason", "").strip()}
    last = typed_day(typed.get("last", ""))
    if last is None:
        return None, {}
    first = typed_day(typed.get("first", ""))
    since = _midnight(initiative, first) if first else None
    return ReportAbsence, {"since": since, "until": _midnight(initiative, last + _ONE_DAY)}


def _midnight(initiative: Initiative, first: date) -> str:
    return initiative.calendar.instant(first, time()).isoformat()


def may_hand_on(owed: Obligation, desk: Desk) -> bool:
    """Whether the page offers to hand a duty on: to whom it lies with, while there is a deputy to take it."""
    is_open = owed.state is ObligationState.OPEN and owed.owed_by == desk.asking.actor
    return is_open and to_whom(desk.initiative, owed) is not None
