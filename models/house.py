"""The stream of the house at rest: facts are recorded in the transaction that makes them true, or not at all."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from domain.house import ACTOR_MARK, ERASED, STREAM, HouseEvent
from domain.ledger.chain import Head
from domain.ledger.entries import Entry, Recorded, encode
from models import stream_heads
from models.dialects import insert_many_unless_there
from models.enrolment import subject_of
from models.prepared import Prepared
from models.tables import HouseActor, HouseMention, LedgerEntry
from models.tables.base import rows_of
from models.vault import erasures

_WRITE = Prepared(insert(rows_of(LedgerEntry)))
_PERSON, _KEY = "person:", "key:"
_OF_REGISTER = re.compile(r"\bper_[0-9a-f]{16}\b")


def record(session: Session, events: Sequence[HouseEvent], *, actor: str, now: datetime) -> tuple[int, ...]:
    """Append facts to the stream `house`, in this transaction; their numbers. None of none.

    `actor` is who made them so: what `actor_of` or `actor_for` gave, `key:<id>`, `operator` or `rule`. The head of the
    stream is locked until the transaction ends, and all other writers of the house wait for it: record last.
    Raises ValueError for a person who is named otherwise.
    """
    if not events:
        return ()
    last = stream_heads.locked(session, [STREAM])[STREAM]
    at, head = last.next_at(now), last.head
    rows = list[dict[str, Any]]()
    for event in events:
        recorded = Recorded(head.seq + 1, at, actor, None, event, None)
        entry = encode(recorded, stream=STREAM, prev=head.hash, model=None, command_key=None)
        if _OF_REGISTER.search(entry.text):
            raise ValueError(f"{event.KIND} names a person by the id of the register, which would stay for ever")
        head = Head(entry.seq, entry.leaf_hash)
        rows.append(_row(entry, event, at))
    _WRITE.run_for_each(session, rows)
    about = [
        {"initiative_id": one.about, "seq": row["seq"]} for one, row in zip(events, rows, strict=True) if one.about
    ]
    insert_many_unless_there(session, HouseMention, about)
    stream_heads.move(session, {STREAM: head})
    return tuple(row["seq"] for row in rows)


def actor_of(session: Session, person: str) -> str:
    """The random id of a person of the register (`per_…`) in this stream, made at first need; `erased` for one who has
    been erased.
    """
    return actors_of(session, [person])[person]


def actors_of(session: Session, persons: Iterable[str]) -> dict[str, str]:
    """The same of many people, in a few statements."""
    wanted = set(persons)
    known = select(HouseActor.person_id, HouseActor.id).where(col(HouseActor.person_id).in_(wanted))
    found = dict(session.exec(known).all()) if wanted else {}
    if missing := sorted(wanted - found.keys()):
        gone = erasures(session, map(subject_of, missing))
        erased = {person for person in missing if subject_of(person) in gone}
        fresh = [{"id": f"{ACTOR_MARK}{secrets.token_hex(8)}", "person_id": p} for p in missing if p not in erased]
        insert_many_unless_there(session, HouseActor, fresh)
        found = dict.fromkeys(erased, ERASED) | dict(session.exec(known).all())
    return found


def actor_for(session: Session, principal: str) -> str:
    """As whom a principal (`person:<id>`, `key:<id>`) acts here; what else may be an actor is one already."""
    if principal.startswith(_PERSON):
        return actor_of(session, principal.removeprefix(_PERSON))
    assert principal.startswith(_KEY) or ":" not in principal, "a link has no place in the house"
    return principal


def known_actor(session: Session, principal: str) -> str | None:
    """The same where nothing may be written: None for a person who has no id here yet."""
    if not principal.startswith(_PERSON):
        return principal
    person = principal.removeprefix(_PERSON)
    return session.exec(select(HouseActor.id).where(HouseActor.person_id == person)).first()


def person_of(session: Session, actor: str) -> str | None:
    """The person whom an id of this stream means; None for one who was erased, and for whoever is no person."""
    return session.exec(select(HouseActor.person_id).where(HouseActor.id == actor)).first()


def forget(session: Session, person: str) -> None:
    """Nobody can tell any more who the person's id in this stream was. For erasures, after they have been recorded."""
    session.execute(delete(HouseActor).where(col(HouseActor.person_id) == person))


def _row(entry: Entry, event: HouseEvent, at: datetime) -> dict[str, Any]:
    return {
        "stream": STREAM,
        "seq": entry.seq,
        "bytes_text": entry.text,
        "leaf_hash": entry.leaf_hash,
        "type": event.KIND,
        "time": at,
        "command_key": None,
    }
