"""Raising needs: by a seat, or by the coordinator for those who hold none; and standing behind one another's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.need_identification.commands import SubmitNeed, SupportNeed
from domain.phases.need_identification.duties import ANSWER, SUBMIT
from domain.phases.need_identification.events import NeedSubmitted, NeedSupported, NothingRaised
from domain.phases.need_identification.needs import known, require_room
from domain.phases.need_identification.stating import asked_since
from domain.refusals import AlreadyAnswered, Malformed, NotEntitled
from domain.seats import Sector

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification


def submit(
    state: NeedIdentification, initiative: Initiative, said: Said, command: SubmitNeed, now: datetime
) -> tuple[Event, ...]:
    """Take in a need, and owe it an answer. A seat may raise several, also once the problem has been stated.

    Raises NotEntitled, UnknownSeat, Malformed at `sector`, NotAsked once the initiative holds all it can.
    """
    sector = _sector(initiative, said, command.sector)
    require_room(state.needs)
    need, seat = f"n{initiative.next_number('need', len(state.needs))}", said.by.seat
    fulfilled = fulfils(initiative, SUBMIT, seat=seat) if seat else ()
    return (
        NeedSubmitted(need, sector, command.text, seat),
        *fulfilled,
        *asked(initiative, ANSWER, now, subject=need),
        *(asked_since(state, initiative, seat, now) if seat else ()),
    )


def _sector(initiative: Initiative, said: Said, sector: Sector | None) -> Sector:
    if said.by.seat is not None:
        own = require_seat(initiative, said).sector
        if sector not in (None, own):
            raise Malformed(f"this seat speaks for the sector '{own}'", path="sector", remedy="leave the sector out")
        return own
    require_coordinator(said)
    if sector is None:
        raise Malformed("is missing", path="sector", remedy="say which sector the person or group belongs to")
    return sector


def raise_nothing(initiative: Initiative, said: Said) -> tuple[Event, ...]:
    """Take in that a seat has no need to raise. Raises AlreadyAnswered when it owes no answer."""
    seat = require_seat(initiative, said).id
    fulfilled = fulfils(initiative, SUBMIT, seat=seat)
    if not fulfilled:
        raise AlreadyAnswered("this seat has been heard, or was not asked", remedy="a need can still be raised")
    return (NothingRaised(seat), *fulfilled)


def support(state: NeedIdentification, initiative: Initiative, said: Said, command: SupportNeed) -> tuple[Event, ...]:
    """Count a seat behind another's need, once. Raises NotAsked, NotEntitled for its own, AlreadyAnswered."""
    seat = require_seat(initiative, said).id
    need = known(state.needs, command.need, "need")
    if need.seat == seat:
        raise NotEntitled("a seat stands behind its own need already", path="need", remedy="support another's")
    if seat in state.supporters.get(need.id, ()):
        raise AlreadyAnswered("this seat supports the need already", path="need")
    return (NeedSupported(need.id, seat),)
