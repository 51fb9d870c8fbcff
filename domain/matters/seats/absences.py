"""Absences: told by whoever is away, or for them; the clock begins and ends them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.acting import coordinators
from domain.actors import Role
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.seats.commands import ReportAbsence
from domain.matters.seats.events import AbsenceBegan, AbsenceEnded, AbsenceReported
from domain.refusals import AlreadyAnswered, Malformed, NotAsked

LONGEST = timedelta(days=366)
_MOST = 10


def report(initiative: Initiative, said: Said, command: ReportAbsence, now: datetime) -> tuple[Event, ...]:
    """Take an absence. Raises NotEntitled, Malformed for times that make none, AlreadyAnswered where one has been told
    for the same time.
    """
    actor, since = _whose(initiative, said), command.since or now
    if command.until <= max(since, now):
        raise Malformed(
            "the absence would be over before it began", path="until", remedy="name a later instant: it ends before it"
        )
    if command.until > now + LONGEST:
        raise Malformed("an absence ends within a year", path="until", remedy="name an earlier day, or leave the seat")
    own = [one for one in initiative.facts.people.absences.values() if one.actor == actor]
    if any(since < one.until and one.since < command.until for one in own):
        raise AlreadyAnswered(
            "an absence has been told for this time", path="since", remedy="end that one first, then tell the new one"
        )
    if len(own) >= _MOST:
        raise Malformed(f"{_MOST} absences are told already", path="since", remedy="tell the later ones later")
    name = f"b{initiative.facts.people.absences_told + 1}"
    return (AbsenceReported(name, actor, since, command.until),)


def end(initiative: Initiative, said: Said) -> tuple[Event, ...]:
    """End the present absence of the one who is back; if they are not away, take back the one that is to come next.

    Raises NotEntitled, NotAsked.
    """
    actor = _whose(initiative, said)
    own = [(one.since, name) for name, one in initiative.facts.people.absences.items() if one.actor == actor]
    if not own:
        raise NotAsked("no absence has been told", remedy="nothing need be done")
    return (AbsenceEnded(min(own)[1]),)


def turning(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The absences that begin or end by now."""
    return tuple(
        AbsenceEnded(name) if now >= one.until else AbsenceBegan(name)
        for name, one in initiative.facts.people.absences.items()
        if now >= one.until or (now >= one.since and not one.begun)
    )


def moments(initiative: Initiative) -> Iterator[datetime]:
    """When each absence turns next."""
    for one in initiative.facts.people.absences.values():
        yield one.until if one.begun else one.since


def _whose(initiative: Initiative, said: Said) -> str:
    """Who is away: the reader of a link; the holder of the seat that it is entered for; one of those who coordinate."""
    if said.by.seat is not None:
        seat = require_seat(initiative, said)
        return said.by.actor if said.by.role is Role.PARTICIPANT else initiative.holder(seat.id)
    require_coordinator(said)
    return said.by.actor if said.by.actor in coordinators(initiative) else initiative.coordinator
