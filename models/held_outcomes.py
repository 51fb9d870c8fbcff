"""What becomes of what an open call holds, in the transaction that makes it true: by what the initiative decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from domain.events import Event, NeedTakenIn
from domain.facts import NeedOrigin
from domain.ledger.entries import Recorded
from domain.letter import ANSWERED
from domain.matters.parking.events import NeedRechecked
from domain.phases.need_identification.events import HeldDiscarded, NeedAnswered, NeedMerged, NeedSubmitted
from domain.refusals import AlreadyAnswered, NotAsked
from domain.sealed import Sealed
from domain.wire import plain
from models import held_keeping
from models.call_letters import letter_to_sender
from models.dialects import insert_many_unless_there
from models.states import HeldState
from models.tables import HeldNeed, Letter
from models.vault import Vault

ANSWERS: tuple[type[Event], ...] = (NeedAnswered, NeedMerged, NeedRechecked)
"""By which a need is answered, each telling its id as `need`."""


def looked_up(session: Session, initiative: str, held: str, now: datetime, *, with_text: bool) -> dict[str, Any]:
    """What a command says of one that is held, in plain form. One whose text it says is kept until what becomes of it
    can be known. Raises NotAsked, AlreadyAnswered.
    """
    row = session.get(HeldNeed, held, with_for_update=True)
    if row is None or row.initiative_id != initiative or row.expires_at <= now:
        raise NotAsked(f"no '{held}' is held", path="held", remedy="look at the list of what is")
    if row.state is not HeldState.HELD:
        raise AlreadyAnswered("this has been settled already", path="held", remedy="look at the list of what is held")
    found: dict[str, Any] = {"left": held_keeping.waiting(session, initiative, now, but=held)}
    if not with_text:
        return found
    held_keeping.claim(row, now)
    return found | {"text": plain(Sealed(row.text_ref, row.length, row.language))}


def settle(session: Session, vault: Vault, initiative: str, recorded: Iterable[Recorded]) -> None:
    """Write down what these entries made of what was held, and the letters by which senders are answered."""
    for entry in recorded:
        match entry.event:
            case NeedSubmitted(need, held=str(held)):
                _change(session, held, entry.at, state=HeldState.TAKEN_IN, need=need)
            case HeldDiscarded(held, reason):
                row = _change(session, held, entry.at, reason_ref=reason.commitment)
                if row is not None:
                    held_keeping.remove(session, vault, row, HeldState.DISCARDED, entry.at)
            case NeedTakenIn(need, origin=origin):
                _goes_on(session, initiative, need, origin)
            case NeedAnswered(need) | NeedMerged(need) | NeedRechecked(need):
                _answer(session, initiative, need, entry)


def _change(session: Session, held: str, at: datetime, **columns: Any) -> HeldNeed | None:
    row = session.get(HeldNeed, held)
    if row is None or row.state is not HeldState.HELD:
        return None
    row.settled_at = at
    for name, value in columns.items():
        setattr(row, name, value)
    return row


def _goes_on(session: Session, initiative: str, need: str, origin: NeedOrigin) -> None:
    """From now on the answer comes from here, where the need is one of this initiative."""
    was = (HeldNeed.initiative_id == origin.initiative, HeldNeed.need == origin.need)
    for row in session.exec(select(HeldNeed).where(*was)).all():
        row.initiative_id, row.need = initiative, need


def _answer(session: Session, initiative: str, need: str, entry: Recorded) -> None:
    """A letter to whoever sent the need, if they confirmed the address."""
    query = select(HeldNeed).where(HeldNeed.initiative_id == initiative, HeldNeed.need == need)
    row = session.exec(query.where(col(HeldNeed.confirmed_at).is_not(None))).first()
    if row is not None and row.address_ref is not None:
        insert_many_unless_there(session, Letter, [letter_to_sender(row, f"{ANSWERED}.{entry.seq}", entry.at)])
