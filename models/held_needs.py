"""What open calls hold: written down by whoever knocks, until it becomes a need, is discarded, or expires."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, select

from models.held_bounds import Bounds, Full, bound_reached
from models.keys import KeyRing
from models.sender_marks import mark_of_mailbox, mark_of_network
from models.states import HeldState
from models.tables import HeldNeed, OpenCall
from models.vault import Vault

HELD_FOR = timedelta(days=21)
"""How long something is held; whoever sends it is told."""


@dataclass(frozen=True)
class Sent:
    """What somebody sent: the hash of the form, the texts, in which language, and from which network address."""

    form: str
    text: str = field(repr=False)
    place: str | None = field(repr=False)
    address: str | None = field(repr=False)
    language: str
    network: str | None = field(repr=False)


def hold(
    session: Session, vault: Vault, keys: KeyRing, bounds: Bounds, call: OpenCall, sent: Sent, now: datetime
) -> HeldNeed | Full:
    """Hold what was sent to a call; the same form sent again gives what it gave first. Beyond bounds nothing is."""
    session.get_one(OpenCall, call.token_sha256, with_for_update=True)  # one after another, so that bounds hold
    known = session.exec(select(HeldNeed).where(HeldNeed.form == sent.form)).first()
    if known is not None:
        return known
    sender = mark_of_network(keys, sent.network) if sent.network else None
    mailbox = mark_of_mailbox(keys, sent.address) if sent.address else None
    full = bound_reached(session, bounds, call, sender, mailbox, now)
    if full is not None:
        return full
    held = f"h{secrets.token_hex(8)}"

    def sealed(name: str, text: str | None) -> str | None:
        return vault.put(session, f"held:{held}", f"open_call.{name}", text, now) if text else None

    row = HeldNeed(
        id=held,
        initiative_id=call.initiative_id,
        call=call.call,
        form=sent.form,
        actor=f"a{secrets.token_hex(8)}",
        language=sent.language,
        length=len(sent.text),
        text_ref=sealed("text", sent.text) or "",
        place_ref=sealed("place", sent.place),
        address_ref=sealed("address", sent.address),
        sender=sender,
        mailbox=mailbox,
        received_at=now,
        expires_at=now + HELD_FOR,
        state=HeldState.HELD,
    )
    session.add(row)
    return row
