"""Answering requests: every one is promised by someone for a day, or declined with a reason. The last answer counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator
from domain.events import Event, ObligationOpened
from domain.initiative import Initiative
from domain.matters.support.commands import DeclineRequest, PromiseSupport
from domain.matters.support.events import RequestDeclined, SupportPromised
from domain.matters.support.requests import ANSWER, GIVE, RequestState, SupportRequest, known, spared
from domain.refusals import AlreadyAnswered, Malformed, NotEntitled

if TYPE_CHECKING:
    from domain.matters.support.state import Support

FARTHEST = timedelta(days=366)
"""How far ahead support may be promised: what lies farther is a commitment for a plan."""


def promise(
    state: Support, initiative: Initiative, said: Said, command: PromiseSupport, now: datetime
) -> tuple[Event, ...]:
    """Say who gives the support, and owe it. Raises NotEntitled, NotAsked, UnknownSeat, Malformed, AlreadyAnswered."""
    require_coordinator(said)
    request = _open(state, command.request)
    _require_owner(initiative, request, command.owner)
    _require_day(command.due, initiative.calendar.local(said.received_at).date())
    owed = tuple(_owed(initiative, request, command, now))
    day = command.due or next((initiative.calendar.due_day(opened.due) for opened in owed), None)
    return (
        SupportPromised(request.id, command.owner, day, _waited(initiative, request, now)),
        *fulfils(initiative, ANSWER, subject=request.id),
        *spared(initiative, GIVE, request.id),
        *owed,
    )


def decline(
    state: Support, initiative: Initiative, said: Said, command: DeclineRequest, now: datetime
) -> tuple[Event, ...]:
    """Say why the support is not given. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    request = _open(state, command.request)
    return (
        RequestDeclined(request.id, command.reason, _waited(initiative, request, now)),
        *fulfils(initiative, ANSWER, subject=request.id),
        *spared(initiative, GIVE, request.id),
    )


def _open(state: Support, request: str) -> SupportRequest:
    found = known(state.requests, request)
    if found.state is RequestState.GIVEN:
        raise AlreadyAnswered("this support has been given", path="request")
    return found


def _require_owner(initiative: Initiative, request: SupportRequest, owner: str | None) -> None:
    if owner is None:
        return
    if named_seat(initiative, owner, "owner").id not in initiative.active:
        raise NotEntitled("this seat does not take part", path="owner", remedy="name a seat that takes part")
    if request.seats == (owner,):
        raise Malformed(
            "nobody gives support to themselves", path="owner", remedy="name another seat, or none for the backbone"
        )


def _require_day(due: date | None, today: date) -> None:
    if due is not None and not today <= due <= today + FARTHEST:
        raise Malformed("support is promised for a day within a year", path="due", remedy="name such a day")


def _owed(
    initiative: Initiative, request: SupportRequest, command: PromiseSupport, now: datetime
) -> list[ObligationOpened]:
    """What the owner owes now, by the day that was named or the model's rule; nothing where the model asks for none."""
    subject = request.id if request.promises == 0 else f"{request.id}.{request.promises + 1}"
    opened = [
        e for e in asked(initiative, GIVE, now, seat=command.owner, subject=subject) if isinstance(e, ObligationOpened)
    ]
    if command.due is None:
        return opened
    day_over = initiative.calendar.instant(command.due + timedelta(days=1), time())
    return [replace(event, due=day_over) for event in opened]


def _waited(initiative: Initiative, request: SupportRequest, now: datetime) -> int | None:
    """How many working days a request has waited for its first answer."""
    if request.state is not RequestState.ASKED:
        return None
    return initiative.calendar.working_days_between(request.asked_at, now)
