"""A merge foreseen: what it would bring to both initiatives, by the steps that would carry it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from api.bodies import Body
from api.doors import Principal
from api.folds import Folded
from api.looking_ahead import LookAhead, as_said, at_the_heads
from api.merging import require_takeable
from api.services import Services
from domain.commands import Command, Said
from domain.events import Event
from domain.folding import after_all
from domain.foreseeing import led_on
from domain.ledger.entries import Recorded, decode
from domain.merging.offering import merged
from domain.merging.offers import MergeOffer
from domain.merging.taking_in import taken_in
from domain.previewing import preview
from models.append import STREAM, entries_after
from models.foreseen_letters import Happening, HeadMoved, Mail, foresee_together, written_down
from models.merging import brings


@dataclass(frozen=True)
class Elsewhere:
    """What would be written to the ledger of another initiative, by the kinds of its events, and the mail there."""

    initiative: str
    happened: tuple[str, ...]
    mail: Mail


@dataclass(frozen=True)
class MergeAhead(LookAhead):
    """What a merge would lead to in the initiative that was offered, up to its end, and `there`, in the one that takes
    it in: who joins is asked and written to by that one. Nothing of it has happened.
    """

    there: Elsewhere


async def merge_ahead(
    services: Services, asking: Principal, initiative: str, command: type[Command], body: Body
) -> MergeAhead:
    """What it would do if the initiative were taken in now, as it was offered. Nothing is kept. Raises a Refusal."""
    into = await require_takeable(services, asking, initiative)

    def look(session: Session, here: Folded, *others: Folded) -> MergeAhead:
        standing, now = here.initiative, services.clock()
        said = as_said(session, initiative, asking, command, body, now)
        shown, events = preview(standing, said, now)
        offer = standing.merge.offer
        if offer is None or [offer.into] != [other.initiative.id for other in others]:
            raise HeadMoved(f"another offer of {initiative} is open now")
        both = _both(session, here, others[0], events, offer, said)
        ours, theirs = foresee_together(session, services.vault, services.keys, both)
        end, there = both
        return MergeAhead(
            **(vars(shown) | {"happened": _kinds(end)}), mail=ours, there=Elsewhere(offer.into, _kinds(there), theirs)
        )

    return await at_the_heads(services, (initiative, into) if into else (initiative,), look)


def _both(
    session: Session, here: Folded, there: Folded, events: tuple[Event, ...], offer: MergeOffer, said: Said
) -> tuple[Happening, Happening]:
    """What would be written to the one that was offered, and to the one that takes it in, once these events have said
    so. Raises a Refusal where it could not be taken in.
    """
    initiative, now = here.initiative, said.received_at
    told = (decode(entry.text) for entry in entries_after(session, STREAM + initiative.id, 0))
    brought = brings(session, offer.into, (*told, *_agreed(events, here.seq, said, now)), offer.number)
    taken = taken_in(there.initiative, brought.read(), brought.by, now)
    gone = merged(after_all(initiative, events, now), offer.number, there.seq + 1, now)
    return (
        Happening(initiative.id, here.seq, (events, gone), now),
        Happening(offer.into, there.seq, tuple(led_on(there.initiative, taken.events, now)), now),
    )


def _agreed(events: tuple[Event, ...], seq: int, said: Said, now: datetime) -> Iterator[Recorded]:
    """The events as they would be recorded, by whoever agrees."""
    for recorded in written_down(events, seq, now):
        yield replace(recorded, actor=said.by.actor, received_at=said.received_at)


def _kinds(happening: Happening) -> tuple[str, ...]:
    return tuple(event.KIND for events in happening.appends for event in events)
