"""What open calls hold: kept by whoever knocks, within bounds, until it becomes a need, is discarded, or expires."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select, update

from models.keys import KeyRing
from models.states import HeldState
from models.tables import HeldNeed, Initiative, OpenCall
from models.vault import Vault

HELD_FOR = timedelta(days=21)
"""How long something is held; whoever sends it is told."""

TRACES_KEPT = timedelta(days=1)
"""How long hashes of network and e-mail addresses are kept: no bound looks further back."""

ADDRESS_KEPT = timedelta(days=30)
"""How long after the end of an initiative an address is kept to which its answer went."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Bounds:
    """How much an open call takes: from one network address in an hour, at one call in an hour, in the name of one
    e-mail address in a day, and how many it holds at once.
    """

    from_one_sender: int = 20
    at_one_call: int = 200
    for_one_mailbox: int = 3
    held_at_once: int = 500


@dataclass(frozen=True)
class Sent:
    """What somebody sent: the hash of the form, the texts, in which language, and from which network address."""

    form: str
    text: str = field(repr=False)
    place: str | None = field(repr=False)
    address: str | None = field(repr=False)
    language: str
    network: str | None = field(repr=False)


@dataclass(frozen=True)
class Full:
    """A bound is reached; `until` there is room again (an estimate, where nobody can know)."""

    until: datetime


def hold(
    session: Session, vault: Vault, keys: KeyRing, bounds: Bounds, call: OpenCall, sent: Sent, now: datetime
) -> HeldNeed | Full:
    """Hold what was sent to a call; the same form sent again gives what it gave first. Beyond bounds nothing is."""
    session.get_one(OpenCall, call.token_sha256, with_for_update=True)  # one after another, so that bounds hold
    known = session.exec(select(HeldNeed).where(HeldNeed.form == sent.form)).first()
    if known is not None:
        return known
    sender = _hashed(keys, "network", _network(sent.network)) if sent.network else None
    mailbox = _hashed(keys, "mailbox", sent.address.strip().lower()) if sent.address else None
    full = _full(session, bounds, call, sender, mailbox, now)
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


def _full(
    session: Session, bounds: Bounds, call: OpenCall, sender: str | None, mailbox: str | None, now: datetime
) -> Full | None:
    here = (col(HeldNeed.initiative_id) == call.initiative_id, col(HeldNeed.call) == call.call)
    asked: list[tuple[int, timedelta, tuple[ColumnElement[bool], ...]]] = [(bounds.at_one_call, _HOUR, here)]
    if sender:
        asked.append((bounds.from_one_sender, _HOUR, (col(HeldNeed.sender) == sender,)))
    if mailbox:
        asked.append((bounds.for_one_mailbox, _DAY, (col(HeldNeed.mailbox) == mailbox,)))
    until = [_until(session, *bound, now) for bound in asked]
    if waiting(session, call.initiative_id, now) >= bounds.held_at_once:
        until.append(now + _HOUR)
    return max((Full(moment) for moment in until if moment), key=lambda full: full.until, default=None)


def _until(
    session: Session, most: int, window: timedelta, of: tuple[ColumnElement[bool], ...], now: datetime
) -> datetime | None:
    """Until when no more may come, because so many came within the window."""
    newest_first = select(HeldNeed.received_at).where(*of, col(HeldNeed.received_at) > now - window)
    last_that_counts = newest_first.order_by(col(HeldNeed.received_at).desc()).offset(most - 1).limit(1)
    received = session.exec(last_that_counts).first()
    return received + window if received else None


def _network(address: str) -> str:
    """A network address, of version 6 its first half: the rest is the sender's own to choose."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _hashed(keys: KeyRing, what: str, said: str) -> str:
    """A keyed hash: whoever has the database without the keys cannot try addresses out."""
    return hmac.new(keys.link, f"open call {what}\n{said}".encode(), hashlib.sha256).hexdigest()


def _waits(initiative: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(HeldNeed.initiative_id) == initiative,
        col(HeldNeed.state) == HeldState.HELD,
        col(HeldNeed.expires_at) > now,
    )


def waiting(session: Session, initiative: str, now: datetime, *, but: str = "") -> int:
    """How many are held for an initiative, one of them aside."""
    return session.exec(select(func.count()).where(*_waits(initiative, now), col(HeldNeed.id) != but)).one()


def held(session: Session, initiative: str, now: datetime) -> Sequence[HeldNeed]:
    """What is held for an initiative, the oldest first."""
    query = select(HeldNeed).where(*_waits(initiative, now))
    return session.exec(query.order_by(col(HeldNeed.received_at), col(HeldNeed.id))).all()


def remove(session: Session, vault: Vault, row: HeldNeed, state: HeldState, now: datetime) -> None:
    """Let go of one that is held, with all its texts."""
    row.state, row.settled_at, row.sender, row.mailbox = state, now, None, None
    vault.erase(session, f"held:{row.id}", now)


def sweep(session: Session, vault: Vault, now: datetime) -> int:
    """Let go of what nobody confirmed or took in, and of traces and addresses that nothing needs; how many expired."""
    gone = session.exec(
        select(HeldNeed).where(col(HeldNeed.state) == HeldState.HELD, col(HeldNeed.expires_at) <= now)
    ).all()
    for row in gone:
        remove(session, vault, row, HeldState.EXPIRED, now)
    traced = (col(HeldNeed.received_at) <= now - TRACES_KEPT, col(HeldNeed.sender).is_not(None))
    _forget(session, traced, {"sender": None, "mailbox": None})
    ended = select(Initiative.id).where(col(Initiative.ended_at) <= now - ADDRESS_KEPT)
    told = (col(HeldNeed.initiative_id).in_(ended), col(HeldNeed.address_ref).is_not(None))
    vault.drop(session, [ref for ref in session.exec(select(HeldNeed.address_ref).where(*told)) if ref])
    _forget(session, told, {"address_ref": None})
    return len(gone)


def _forget(session: Session, which: tuple[ColumnElement[bool], ...], columns: dict[str, Any]) -> None:
    session.execute(update(HeldNeed).where(*which).values(columns).execution_options(synchronize_session=False))
