"""A database that comes from a backup knows people who have been erased since, and holds doors open that closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session

from models import held_keeping
from models.erasing import erase
from models.states import HeldState
from models.tables import HeldNeed, Person, RateCount, SignInLink, StaffSession
from models.vault import Vault, erasures

_PERSON, _HELD = "person:", "held:"


def erase_again(session: Session, vault: Vault, subjects: Iterable[str], now: datetime) -> int:
    """Erase these subjects of the vault unless they are; how many were not. May be repeated."""
    wanted = set(subjects)
    again = sorted(wanted - erasures(session, wanted).keys())
    for subject in again:
        kind, _, id_ = subject.partition(":")
        need = session.get(HeldNeed, id_) if f"{kind}:" == _HELD else None
        if f"{kind}:" == _PERSON and session.get(Person, id_) is not None:
            erase(session, vault, id_, now)
        elif need is not None and need.state is HeldState.HELD:
            held_keeping.remove(session, vault, need, HeldState.REMOVED, now)
        else:
            vault.erase(session, subject, now)
    return len(again)


def shut_doors(session: Session) -> None:
    """End every session of staff and every link to one, as it may have been used or ended since, and count all limits
    from nothing. Whoever signs in proves anew that they have the mailbox. May be repeated.
    """
    for table in (StaffSession, SignInLink, RateCount):
        session.execute(delete(table))
