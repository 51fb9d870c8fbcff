"""What an initiative brings along when it goes on as part of another: read from its own ledger, by reference."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.acting import line
from domain.actors import Speaker
from domain.correcting.effective import effective
from domain.events import NeedTakenIn
from domain.facts import Need, NeedAnswer
from domain.folding import fold
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.matters.parking import Parking
from domain.matters.parking.commands import Recheck
from domain.matters.parking.events import NeedRechecked
from domain.merging.events import MergeAccepted
from domain.phases.establishment import Establishment
from domain.phases.establishment.events import NeedLinked
from domain.phases.establishment.linked_needs import unanswered
from domain.phases.need_identification.events import NeedSubmitted
from domain.sealed import Sealed
from domain.seats import Seat
from domain.wire import typed

CONVENING = "convening"


@dataclass(frozen=True)
class BroughtNeed:
    """A need as it stood, the entry that tells of it and its text; a parked one waits `until` a local day."""

    need: Need
    seq: int
    text: Sealed | None = None
    until: date | None = None


@dataclass(frozen=True)
class Brought:
    """What the `initiative`, which runs by `model`, brings along by its `offer` of this number, agreed on by entry
    `seq`: needs, and the seats that take part, each as it is held now. The `accepted` ones had said so themselves.

    `organisations` are those of all its seats, by seat.
    """

    initiative: str
    model: str
    offer: int
    seq: int
    needs: tuple[BroughtNeed, ...] = ()
    seats: tuple[Seat, ...] = ()
    accepted: tuple[str, ...] = ()
    organisations: dict[str, str] | None = None


@dataclass(frozen=True)
class Bringing:
    """What travels to the workflow that takes an initiative in: what is `brought` in plain form, as agreed by its own
    coordinator, and the `key` (16 hex digits) by which it counts once.
    """

    key: str
    by: Speaker
    received_at: datetime
    brought: dict[str, Any]

    def read(self) -> Brought:
        """What is brought in its typed form. Raises Malformed."""
        return typed(Brought, self.brought)


def key_of(initiative: str, offer: int) -> str:
    """The key by which an initiative is taken in by its offer of this number."""
    return hashlib.sha256(f"offer {offer} of {initiative}".encode()).hexdigest()[:16]


def brought(entries: Iterable[Recorded], agreed: Recorded | None = None) -> Brought:
    """What a stream brings along, by the offer that an entry `agreed` on, or (None) as it would now."""
    told = list(entries)
    initiative = fold(told)
    accepted = agreed.event if agreed is not None and isinstance(agreed.event, MergeAccepted) else None
    taking_part = initiative.facts.people.filled(initiative.now_in.took_part(initiative))
    has_convened = initiative.facts.accepted is not None or initiative.at.phase == CONVENING
    return Brought(
        initiative=initiative.id,
        model=initiative.charter.model.id,
        offer=accepted.number if accepted else initiative.merge.offers,
        seq=agreed.seq if agreed else 0,
        needs=_needs(initiative, told),
        seats=tuple(_as_held(initiative, seat) for seat in taking_part),
        accepted=initiative.now_in.voters(initiative) if has_convened else (),
        organisations={seat.id: seat.organisation for seat in initiative.roster},
    )


def _needs(initiative: Initiative, told: list[Recorded]) -> tuple[BroughtNeed, ...]:
    """Those that were taken up, still wait, or have no answer, as what a practice left has none. What was declined
    stays so, and what was merged lies in the need that it became part of; both stay in the history of the initiative
    that answered them.
    """
    raised: dict[str, tuple[int, Sealed | None]] = {}
    rechecked: dict[str, Recheck] = {}
    for entry in effective(told):
        match entry.event:
            case NeedSubmitted(need, text=text) | NeedTakenIn(need, text=text) | NeedLinked(need, text=text):
                raised[need] = (entry.seq, text)
            case NeedRechecked(need, outcome):
                rechecked[need] = outcome
    waiting = initiative.kept(Parking).needs
    own = initiative.now_in.all_needs(initiative.facts).values()
    found = (_as_it_stands(need, rechecked) for need in (*own, *_left_by_practices(initiative)))
    return tuple(
        BroughtNeed(need, *raised[need.id], waiting[need.id].until if need.id in waiting else None)
        for need in found
        if need.answer in (None, NeedAnswer.TAKEN_UP, NeedAnswer.PARKED) and need.id in raised
    )


def _left_by_practices(initiative: Initiative) -> tuple[Need, ...]:
    """What practices left when they shrank or stopped, as needs of the seat that told of it."""
    state = initiative.now_in
    if not isinstance(state, Establishment) or state.receiver is None:
        return ()
    seat = initiative.seats[state.receiver]
    return tuple(Need(need, seat.sector, seat.id) for need in unanswered(state))


def _as_it_stands(need: Need, rechecked: dict[str, Recheck]) -> Need:
    """A need with its last answer, which one that was parked may have got since."""
    if need.answer is NeedAnswer.PARKED and need.id in rechecked:
        return replace(need, answer=NeedAnswer(rechecked[need.id]))
    return need


def _as_held(initiative: Initiative, name: str) -> Seat:
    """A seat with whoever speaks for it now, and the first who stands in."""
    holder, *deputies = line(initiative, name)
    return replace(initiative.seats[name], holder=holder, deputy=deputies[0] if deputies else None)
