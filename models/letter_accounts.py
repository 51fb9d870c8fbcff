"""Accounts of letters at rest: each end that no entry tells yet becomes one, in the stream of its initiative.

The row of a letter is the debit, its entry the receipt. `accounted_seq` is empty until the entry is written, and is
emptied by whoever ends the letter anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col, select

from domain.actors import RULE, Channel
from domain.correspondence.accounts import ENTRIES, PERSONAL, STREAM, End, LetterEnded, code_of
from domain.ledger.chain import Head
from domain.ledger.entries import Entry, Recorded, encode
from models import stream_heads
from models.letter_outcomes import OF_THE_READER
from models.prepared import Prepared
from models.states import LetterState
from models.tables import Initiative, LedgerEntry, Letter
from models.tables.base import rows_of

ENDED = (
    col(Letter.accounted_seq).is_(None),
    col(Letter.state).in_([state for state in LetterState if state.is_final]),
)
"""Letters that have ended and have no entry that tells it."""

_letter = rows_of(Letter).c
_WRITE = Prepared(insert(rows_of(LedgerEntry)))
_NOTE = Prepared(
    update(rows_of(Letter)).where(_letter.id == bindparam("letter")).values(accounted_seq=bindparam("entry"))
)


@dataclass(frozen=True)
class By:
    """Who says what an entry tells, if it is somebody; see `Recorded`."""

    actor: str = RULE
    channel: Channel | None = None
    principal: str | None = None


@dataclass(frozen=True)
class Fact:
    """What is to be told of a letter of an initiative, and by whom."""

    initiative: str
    event: LetterEnded
    by: By = By()


def waits(session: Session) -> bool:
    """Whether any letter has ended without an entry: one look into an index."""
    return session.exec(select(Letter.id).where(*ENDED).limit(1)).first() is not None


def account(session: Session, now: datetime, *, limit: int) -> list[tuple[End, str | None]]:
    """Write an entry for up to `limit` letters that have ended without one; how each has ended, and why.

    Safe beside others that do the same: letters in their hands are left to them. A few statements, whatever the limit.
    """
    query = select(Letter).where(*ENDED).order_by(col(Letter.initiative_id), col(Letter.due_at), col(Letter.id))
    letters = session.exec(query.limit(limit).with_for_update(skip_locked=True)).all()
    if letters:
        write(session, [Fact(letter.initiative_id, ended(letter)) for letter in letters], now)
    return [(End(letter.state), letter.reason) for letter in letters]


def ended(letter: Letter) -> LetterEnded:
    """What the row says of a letter that has ended."""
    return ENTRIES[End(letter.state)](**told(letter))


def told(letter: Letter) -> dict[str, Any]:
    """What every entry about a letter says of it."""
    return {
        "letter": letter.id,
        "obligation": letter.obligation_id,
        "to": letter.actor,
        "duty": letter.kind,
        "step": letter.step,
        "due_at": letter.due_at,
        "reason": PERSONAL if letter.reason in OF_THE_READER else letter.reason,
        "channel": letter.channel,
        "sent_at": letter.sent_at.replace(second=0, microsecond=0) if letter.sent_at else None,
        "code": code_of(letter.reply),
        "bundle": _message_here(letter),
    }


def _message_here(letter: Letter) -> str | None:
    """The message that it was part of, as it is named in this initiative alone: a name that another stream has as well
    would tie two actors to one person for ever.
    """
    if letter.bundle_id is None:
        return None
    return hashlib.sha256(f"{letter.bundle_id}\n{letter.initiative_id}".encode()).hexdigest()[:32]


def write(session: Session, facts: Sequence[Fact], now: datetime) -> dict[str, int]:
    """Append facts to the streams of their initiatives, and note in each letter the last entry about it: by letter, its
    number. The letters have been locked by the caller, the heads of the streams are locked here.
    """
    initiatives = {fact.initiative for fact in facts}
    last = stream_heads.locked(session, [STREAM + one for one in initiatives])
    models, heads = _models(session, initiatives), {stream: one.head for stream, one in last.items()}
    rows, numbers = list[dict[str, Any]](), dict[str, int]()
    for fact in facts:
        stream = STREAM + fact.initiative
        at, head = last[stream].next_at(now), heads[stream]
        entry = _entry(fact, stream, head, at, models[fact.initiative])
        heads[stream], numbers[fact.event.letter] = Head(entry.seq, entry.leaf_hash), entry.seq
        rows.append(_row(fact, stream, entry, at))
    _WRITE.run_for_each(session, rows)
    _NOTE.run_for_each(session, [{"letter": letter, "entry": seq} for letter, seq in numbers.items()])
    stream_heads.move(session, heads)
    return numbers


def _entry(fact: Fact, stream: str, head: Head, at: datetime, model: str) -> Entry:
    heard = at if fact.by.channel else None
    recorded = Recorded(
        head.seq + 1, at, fact.by.actor, None, fact.event, None, fact.by.channel, heard, fact.by.principal
    )
    return encode(recorded, stream=stream, prev=head.hash, model=model, command_key=None)


def _row(fact: Fact, stream: str, entry: Entry, at: datetime) -> dict[str, Any]:
    return {
        "stream": stream,
        "seq": entry.seq,
        "bytes_text": entry.text,
        "leaf_hash": entry.leaf_hash,
        "type": fact.event.KIND,
        "time": at,
        "command_key": None,
    }


def _models(session: Session, initiatives: Collection[str]) -> dict[str, str]:
    """The model that is in force in each initiative, with its version."""
    query = select(Initiative.id, Initiative.model_id, Initiative.model_version)
    rows = session.exec(query.where(col(Initiative.id).in_(initiatives))).all()
    return {initiative: f"{model}@{version}" for initiative, model, version in rows}
