"""Letters to those who sent a need to an open call: to confirm it, and to tell how it was answered."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from domain.calendar import Calendar
from domain.facts import NeedAnswer
from domain.ledger.entries import decode
from domain.letter import CALLED, CONFIRM, CallFacts, Common
from domain.matters.parking.events import NeedRechecked
from domain.phases.need_identification.events import NeedAnswered, NeedMerged
from domain.sealed import Sealed
from models.keys import token_sha256
from models.letter_outcomes import Reason
from models.links import GRACE
from models.states import HeldState, LetterState
from models.tables import HeldNeed, Initiative, LedgerEntry, Letter
from models.vault import Vault


def letter_to_sender(row: HeldNeed, step: str, due_at: datetime) -> dict[str, Any]:
    """The row of a letter; the same step is never written twice."""
    about = f"{CALLED}/{row.id}"
    return {
        "id": hashlib.sha256("\n".join((row.initiative_id, about, step)).encode()).hexdigest()[:32],
        "initiative_id": row.initiative_id,
        "obligation_id": about,
        "actor": row.actor,
        "kind": CALLED,
        "step": step,
        "due_at": due_at,
        "state": LetterState.WAITING,
        "reason": None,
        "attempts": 0,
    }


def held_of(session: Session, letter: Letter) -> HeldNeed | None:
    """What a letter to a sender is about."""
    return session.get(HeldNeed, letter.obligation_id.partition("/")[2])


def by_token(session: Session, token: str, now: datetime) -> HeldNeed | None:
    """What the reader of a letter with this link had sent. None for an unknown or revoked one, and `GRACE` after what
    was sent is settled and this letter was due, or after the end of the initiative.
    """
    query = select(Letter).where(Letter.token_sha256 == token_sha256(token), Letter.kind == CALLED)
    letter = session.exec(query).first()
    row = held_of(session, letter) if letter is not None and letter.revoked_at is None else None
    if letter is None or row is None:
        return None
    initiative = session.get(Initiative, row.initiative_id)
    over = max(row.settled_at or row.expires_at, letter.due_at)
    if initiative is not None and initiative.ended_at is not None:
        over = min(over, initiative.ended_at)
    return row if over > now - GRACE else None


def needless(session: Session, letter: Letter) -> Reason | None:
    """Why a letter to a sender need not or cannot be sent, as things stand now."""
    row = held_of(session, letter)
    if row is None or row.address_ref is None:
        return Reason.NO_ADDRESS
    if letter.step == CONFIRM and row.confirmed_at is not None:
        return Reason.ANSWERED
    return None if row.state in (HeldState.HELD, HeldState.TAKEN_IN) else Reason.LAPSED


def address_of(session: Session, vault: Vault, row: HeldNeed) -> str | None:
    """The address to be answered to, if there is one (still)."""
    return vault.reveal(session, row.address_ref) if row.address_ref else None


def call_facts(
    session: Session, vault: Vault, calendar: Calendar, letter: Letter, row: HeldNeed, common: Common
) -> CallFacts:
    """The facts. Raises LookupError where the entry is not there, or answers no need."""
    written = vault.reveal(session, row.text_ref)
    if letter.step == CONFIRM:
        return CallFacts(**vars(common), written=written, held_until=calendar.local(row.expires_at).date())
    seq = int(letter.step.partition(".")[2])
    entry = session.get(LedgerEntry, (f"initiative:{letter.initiative_id}", seq))
    event = decode(entry.bytes_text).event if entry else None
    reason: Sealed | None = None
    match event:
        case NeedAnswered(_, answer, reason, until):
            pass
        case NeedRechecked(_, outcome, reason, until):
            answer = NeedAnswer(outcome)
        case NeedMerged():
            answer, until = NeedAnswer.MERGED, None
        case _:
            raise LookupError(f"entry {seq} of {letter.initiative_id} answers no need")
    return CallFacts(
        **vars(common),
        written=written,
        answer=answer,
        parked_until=until,
        reason=vault.reveal(session, reason.commitment) if reason else None,
    )
