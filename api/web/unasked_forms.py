"""The forms of what a seat says unasked: their names on the page, and the commands that they become."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pydantic import ValidationError

from api.bodies import Body, body_of
from api.web.desk import Desk
from api.web.readings import activities
from api.web.typed_days import typed_day
from domain.commands import Command
from domain.matters.hours.commands import GiveHours, Work
from domain.matters.support.commands import JoinRequest, RequestSupport
from domain.phases.piloting.commands import ReportIncident, TellEarlyWin

SUPPORT, JOIN, HOURS = "say:support", "say:join/", "say:hours"
WIN, INCIDENT = "say:win", "say:incident"
"""What stands in these forms where the obligation stands in others."""

OF_A_PILOT: Final = (WIN, INCIDENT)

FORMS: Final = "say:"


def said(form: str, typed: Mapping[str, str], desk: Desk) -> tuple[type[Command], Body] | None:
    """What a form says; None where something is missing or cannot be read."""
    command, fields = _command(form, {name: text.strip() for name, text in typed.items()}, desk)
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    try:
        return command, body_of(command).model_validate({**given, "language": desk.language})
    except ValidationError:
        return None


def _command(form: str, typed: Mapping[str, str], desk: Desk) -> tuple[type[Command], dict[str, Any]]:
    if form == SUPPORT:
        return RequestSupport, {"level": typed.get("level"), "text": typed.get("text")}
    if form in OF_A_PILOT:
        told = {"text": typed.get("text")}
        return (TellEarlyWin, told) if form == WIN else (ReportIncident, told | {"done": typed.get("done")})
    if form.startswith(JOIN):
        return JoinRequest, {"request": form.removeprefix(JOIN)}
    work, day = typed.get("work", ""), typed_day(typed.get("day", ""))
    activity = work if work in activities(desk) else None
    return GiveHours, {
        "work": Work.ACTIVITY.value if activity else work,
        "activity": activity,
        "day": day.isoformat() if isinstance(day, date) else None,
        "minutes": _minutes(typed.get("hours", "")),
        "people": int(people) if (people := typed.get("people", "")).isascii() and people.isdigit() else None,
        "evidence": typed.get("evidence"),
    }


def _minutes(hours: str) -> int | None:
    """Hours as people write them, `1,5`, in whole minutes."""
    try:
        minutes = Decimal(hours.replace(",", ".")) * 60
    except InvalidOperation:
        return None
    return int(minutes) if minutes.is_finite() and abs(minutes) < 10**6 else None
