"""Settling: a person says what became of letters that are held, and an entry tells it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from domain.actors import Channel
from domain.correspondence.accounts import STREAM, LetterEvent, LetterSettled, Said
from domain.ledger.entries import decode
from domain.refusals import NotHeld
from models import held_messages
from models.letter_accounts import By, Fact, ended, told, write
from models.letter_outcomes import Reason
from models.states import LetterState
from models.tables import Bundle, LedgerEntry, Letter


def settle(session: Session, initiative: str, letter: str, said: Said, by: By, now: datetime) -> list[Letter]:
    """Let a held letter have been sent, or not; with it those of the initiative that are held as part of the same
    message. All of them, the one named first. Said again it changes nothing.

    Raises LookupError where there is no such letter, and NotHeld where nobody is asked what became of it.
    """
    found = _locked(session, initiative, letter)
    if found.state is not LetterState.HELD:
        _require_the_same(session, found, said)
        return [found]
    letters = [found, *_of_one_message(session, found)]
    untold = [Fact(initiative, ended(one)) for one in letters if one.accounted_seq is None]
    numbers = write(session, [*untold, *(Fact(initiative, _settled(one, said), by) for one in letters)], now)
    for one in letters:
        one.accounted_seq, one.lease_until = numbers[one.id], None
        one.state = LetterState(said.end)
        one.channel = Channel.PAPER if said is Said.SENT and one.reason == Reason.TO_PRINT else one.channel
        one.reason, one.sent_at = (None, now) if said is Said.SENT else (Reason.NOT_SENT, None)
    session.flush()
    if found.bundle_id is not None:
        held_messages.end(session, col(Bundle.id) == found.bundle_id)
    return letters


def settlement(session: Session, letter: Letter) -> tuple[Said, datetime] | None:
    """What a person has said of a letter, and when; None if nobody was asked, or its end was found out otherwise."""
    if letter.accounted_seq is None:
        return None
    entry = session.get(LedgerEntry, (STREAM + letter.initiative_id, letter.accounted_seq))
    if entry is None or entry.type != LetterSettled.KIND:
        return None
    event = decode(entry.bytes_text, LetterEvent).event
    return (event.said, entry.time) if isinstance(event, LetterSettled) else None


def _locked(session: Session, initiative: str, letter: str) -> Letter:
    """The letter, kept from others until this transaction ends. All who settle lock the message first, and so neither
    wait for each other's letters nor overlook what the other says of the message. Raises LookupError.
    """
    named = select(Letter).where(Letter.id == letter, Letter.initiative_id == initiative)
    found = session.exec(named).first()
    if found is not None and found.bundle_id is not None:
        session.exec(select(Bundle.id).where(Bundle.id == found.bundle_id).with_for_update()).first()
    found = session.exec(named.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise LookupError(f"{initiative} has no letter {letter}")
    return found


def _require_the_same(session: Session, letter: Letter, said: Said) -> None:
    before = settlement(session, letter)
    if before is None:
        raise NotHeld(
            f"this letter is {letter.state}, not held", path="letter", remedy="settle letters that are held; list them"
        )
    if before[0] is not said:
        raise NotHeld(
            f"this letter was settled as {before[0]} already",
            path="as",
            remedy="what was said stands in the ledger; write to its reader if it matters",
        )


def _of_one_message(session: Session, letter: Letter) -> Sequence[Letter]:
    """The other letters of the initiative that are held as parts of the same message: it went out whole or not."""
    if letter.bundle_id is None:
        return ()
    parts = (Letter.bundle_id == letter.bundle_id, Letter.initiative_id == letter.initiative_id)
    held = (col(Letter.id) != letter.id, Letter.state == LetterState.HELD)
    return session.exec(select(Letter).where(*parts, *held).order_by(col(Letter.id)).with_for_update()).all()


def _settled(letter: Letter, said: Said) -> LetterSettled:
    return LetterSettled(**told(letter), said=said)
