"""Needs that are brought: the ids, answers and submitters that they have where they are taken in."""

from __future__ import annotations

from datetime import date, datetime

from domain.events import NeedTakenIn
from domain.facts import NeedAnswer, NeedOrigin
from domain.initiative import Initiative
from domain.matters.parking import Parking
from domain.merging.brought import Brought, BroughtNeed
from domain.operating_model import ExitKind
from domain.seats import Seat

NEEDS = "need_identification"


def needs_taken_in(
    initiative: Initiative, brought: Brought, joining: tuple[Seat, ...], now: datetime
) -> tuple[NeedTakenIn, ...]:
    """The needs under ids of this initiative, raised by whoever speaks here for the organisation that raised them."""
    first = initiative.next_number("need", len(initiative.now_in.all_needs(initiative.facts)))
    by_organisation, organisations = _spoken_for(initiative, joining), brought.organisations or {}
    today = initiative.calendar.local(now).date()
    stands = [_stands(initiative, one, today) for one in brought.needs]
    return tuple(
        NeedTakenIn(
            need=f"n{number}",
            sector=one.need.sector,
            origin=NeedOrigin(brought.initiative, one.need.id, one.seq),
            seat=by_organisation.get(organisations.get(one.need.seat or "", "")),
            supporters=one.need.supporters,
            answer=answer,
            until=until,
            text=one.text,
        )
        for number, (one, (answer, until)) in enumerate(zip(brought.needs, stands, strict=True), start=first)
    )


def _spoken_for(initiative: Initiative, joining: tuple[Seat, ...]) -> dict[str, str]:
    """The first seat of each organisation."""
    found: dict[str, str] = {}
    for seat in (*initiative.roster, *joining):
        found.setdefault(seat.organisation, seat.id)
    return found


def _stands(initiative: Initiative, one: BroughtNeed, today: date) -> tuple[NeedAnswer | None, date | None]:
    """The answer that a need has here, and until which day it waits if it is parked. Once the phase that answers needs
    is over, an open one is looked at as those are whose day has come.
    """
    if one.need.answer is None and not _answers_needs(initiative) and initiative.has(Parking.KIND):
        return NeedAnswer.PARKED, today
    if one.need.answer is NeedAnswer.PARKED:
        return NeedAnswer.PARKED, one.until or today
    return one.need.answer, None


def _answers_needs(initiative: Initiative) -> bool:
    """Whether the phase that answers needs is open, or lies ahead."""
    phases, here, passed = initiative.charter.model.phases, initiative.at.phase, set[str]()
    while here in phases and here not in passed:
        if here == NEEDS:
            return True
        passed.add(here)
        here = phases[here].next[ExitKind.ADVANCE]
    return False
