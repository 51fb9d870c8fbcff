"""Merging: what one initiative brings to another, where its people are other actors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session

from domain.actors import Channel, Role, Speaker
from domain.exiting import MERGED
from domain.ledger.entries import Recorded, decode
from domain.merging.brought import Bringing, Brought, brought, key_of
from domain.merging.events import InitiativeMerged, MergeAccepted, MergeOffered
from domain.refusals import Malformed
from domain.seats import Seat
from domain.wire import plain
from models import actings, sayings
from models.actors import actor_of
from models.append import STREAM, entries_after
from models.enrolment import subject_of
from models.tables import Actor, Initiative
from models.vault import erasures


class UnknownInitiative(Malformed):
    """There is no such initiative here."""

    title = "There is no such initiative"


def taker_of(session: Session, initiative: str, into: str) -> str:
    """The coordinator of the initiative `into`, as an actor of `initiative`. Raises UnknownInitiative at `into`."""
    row = session.get(Initiative, into)
    coordinator = session.get(Actor, row.coordinator) if row else None
    if coordinator is None or not (coordinator.principal or coordinator.person_id):
        raise UnknownInitiative(
            f"no initiative {into} that anybody coordinates", path="into", remedy="name another one by its id"
        )
    return actor_of(session, initiative, principal=coordinator.principal, person=coordinator.person_id)


def deputies_of(session: Session, initiative: str, into: str) -> list[str]:
    """Who stands in for the coordinator of the initiative `into` now, in order, as actors of `initiative`."""
    return [known for one in actings.behind(session, into) if (known := _known(session, initiative, one))]


def offered_to(session: Session, initiative: str) -> str:
    """The initiative that this one was last offered to; empty where it never was."""
    told = [entry.event for entry in sayings.of_kinds(session, initiative, [MergeOffered.KIND])]
    return next((event.into for event in reversed(told) if isinstance(event, MergeOffered)), "")


def bringing(session: Session, initiative: str, into: str, offer: int) -> Bringing:
    """What `initiative` brings to the other by its offer of this number, said by whoever agreed for that one. Again the
    same comes of it. Raises LookupError for an offer that was not agreed on.
    """
    return brings(
        session, into, (decode(entry.text) for entry in entries_after(session, STREAM + initiative, 0)), offer
    )


def brings(session: Session, into: str, entries: Iterable[Recorded], offer: int) -> Bringing:
    """The same of a ledger of these entries, whether or not all of them have been written."""
    told = list(entries)
    agreed = next((entry for entry in told if _agrees(entry, offer)), None)
    if agreed is None:
        raise LookupError(f"the ledger has no offer {offer} that was agreed on")
    found = brought(told, agreed)
    seats = [seat for seat in (_seat(session, into, one) for one in found.seats) if seat is not None]
    said = _known(session, into, agreed.actor) or session.get_one(Initiative, into).coordinator
    by = Speaker(said, Role.COORDINATOR, Channel.API)
    kept: Brought = replace(found, seats=tuple(seats))
    return Bringing(key_of(found.initiative, offer), by, agreed.received_at or agreed.at, plain(kept))


def goes_on_in(session: Session, initiative: str) -> str | None:
    """The initiative that this one was merged into, if it ended so."""
    row = session.get(Initiative, initiative)
    if row is None or row.outcome != MERGED:
        return None
    told = (entry.event for entry in sayings.of_kinds(session, initiative, [InitiativeMerged.KIND]))
    return next((event.into for event in told if isinstance(event, InitiativeMerged)), None)


def _agrees(entry: Recorded, offer: int) -> bool:
    return isinstance(entry.event, MergeAccepted) and entry.event.number == offer


def _seat(session: Session, into: str, seat: Seat) -> Seat | None:
    """A seat with its people as actors of the other initiative; None where nobody of them is left."""
    people = [_known(session, into, actor) for actor in (seat.holder, seat.deputy) if actor]
    left = [actor for actor in people if actor]
    return replace(seat, holder=left[0], deputy=left[1] if len(left) > 1 else None) if left else None


def _known(session: Session, into: str, actor: str) -> str | None:
    """An actor of one initiative as that of the other (`into`); None for one whose person was erased."""
    row = session.get(Actor, actor)
    if row is None or not (row.person_id or row.principal):
        return None
    if row.person_id and erasures(session, [subject_of(row.person_id)]):
        return None
    return actor_of(session, into, principal=row.principal, person=row.person_id)
