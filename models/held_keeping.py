"""How long what open calls hold is kept: what waits for an initiative, and when it is let go of with all its texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select, update

from models.states import HeldState
from models.tables import HeldNeed, Initiative
from models.vault import Vault

TRACES_KEPT = timedelta(days=1)
"""How long hashes of network and e-mail addresses are kept: no bound looks further back."""

ADDRESS_KEPT = timedelta(days=30)
"""How long after the end of an initiative an address is kept to which its answer went."""

SETTLING = timedelta(minutes=10)
"""How long a word by which something held becomes a need may be on its way."""


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


def is_settling(row: HeldNeed, now: datetime) -> bool:
    """Whether it may be becoming a need now: until that is known, neither its sender nor its day takes it away."""
    return row.settling_until is not None and row.settling_until > now


def claim(row: HeldNeed, now: datetime) -> datetime | None:
    """Note that it may be becoming a need, and until when; None where that was noted for another word."""
    if is_settling(row, now):
        return None
    row.settling_until = now + SETTLING
    return row.settling_until


def remove(session: Session, vault: Vault, row: HeldNeed, state: HeldState, now: datetime) -> None:
    """Let go of one that is held, with all its texts."""
    row.state, row.settled_at, row.sender, row.mailbox = state, now, None, None
    vault.erase(session, f"held:{row.id}", now)


def sweep(session: Session, vault: Vault, now: datetime) -> int:
    """Let go of what nobody confirmed or took in, and of traces and addresses that nothing needs; how many expired."""
    due = select(HeldNeed).where(col(HeldNeed.state) == HeldState.HELD, col(HeldNeed.expires_at) <= now)
    gone = [row for row in session.exec(due.with_for_update()).all() if not is_settling(row, now)]
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
