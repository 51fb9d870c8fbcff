"""The call list: communities that are silent once most of the window has passed, for a person to phone.

A community is a municipality, or a sector, of the seats; it is silent while nobody of it has raised a need, or said
that there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.need_identification.commands import ReportCalls
from domain.phases.need_identification.duties import CALL
from domain.phases.need_identification.events import CommunitiesCalled, CommunitiesListed
from domain.refusals import NotAsked
from domain.seats import Seat, Sector
from domain.spans import Span, Unit

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification

_SAME_DAY = Span(0, Unit.WORKING_DAYS)


def listed_at(state: NeedIdentification, initiative: Initiative) -> datetime | None:
    """When the model looks for the silent; None where it does not, or once it has."""
    rule = initiative.rule.obligations.get(CALL)
    if state.listed or rule is None or not rule.at:
        return None
    calendar = initiative.calendar
    return calendar.slot(calendar.due(initiative.at.opened_at, rule.at[0]), _SAME_DAY)


def listed(state: NeedIdentification, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """List the silent communities once their time has come, and ask the coordinator to call them, if there are any."""
    moment = listed_at(state, initiative)
    if moment is None or now < moment:
        return ()
    found = silent(state, initiative)
    return (found, *(asked(initiative, CALL, now) if found.seats or found.sectors else ()))


def silent(state: NeedIdentification, initiative: Initiative) -> CommunitiesListed:
    """Who is silent now: municipalities, sectors, and the seats in them that have not been heard."""
    heard = state.raised_by() | set(state.silent_by_choice)
    voices = {need.sector for need in state.needs.values()}
    seats = initiative.roster

    def unheard(community: Callable[[Seat], str | None]) -> list[str]:
        speaking = {community(seat) for seat in seats if seat.id in heard}
        return sorted({name for seat in seats if (name := community(seat)) is not None} - speaking)

    municipalities = unheard(lambda seat: seat.municipality)
    sectors = [Sector(name) for name in unheard(lambda seat: seat.sector) if name not in voices]
    to_call = (s.id for s in seats if s.id not in heard and (s.municipality in municipalities or s.sector in sectors))
    return CommunitiesListed(tuple(municipalities), tuple(sectors), tuple(to_call))


def called(state: NeedIdentification, initiative: Initiative, said: Said, command: ReportCalls) -> tuple[Event, ...]:
    """Take the coordinator's word that they were called; what they said is entered for them. Raises NotEntitled,
    NotAsked.
    """
    require_coordinator(said)
    if not state.listed:
        raise NotAsked("no silent communities have been listed yet", remedy="enter what a seat told by phone for it")
    return (CommunitiesCalled(command.note), *fulfils(initiative, CALL))
