"""Stamps of requests: a repeated key is one request, with one time of receipt and one result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, delete, update
from sqlmodel import Session, col, select

from domain.refusals import Refusal
from models.dialects import insert_unless_there
from models.states import StampState
from models.tables import Idempotency


class KeyHeld(Refusal):
    """Another request with this key is being answered at this moment."""

    title = "This request is being answered already"


class KeyReused(Refusal):
    """The key came before with another body, or for another address or speaker."""

    status = 422
    title = "The key was used for another request"


@dataclass(frozen=True)
class Claim:
    """The right to carry out a request, or the word that it has been carried out.

    `received_at` is when the key was first seen. Of one that `is_done` nothing is left to do but to tell the result,
    which is read from where it stands.
    """

    received_at: datetime
    is_retry: bool
    is_done: bool = False


def claim(
    session: Session,
    key: str,
    scope: str,
    body_sha256: str,
    command_key: str,
    now: datetime,
    lease: timedelta,
    *,
    is_known: bool = False,
) -> Claim:
    """Take the key for this request until `now + lease`. Of several that come at once exactly one gets it.

    `scope` says whose request this is and for what (speaker, method, path): the key belongs to it. `command_key` is by
    which the ledger will know what it leads to, kept so that `command_key_of` tells it to a retry. A request whose
    predecessor failed without a known result, or outlived its lease, is a retry and keeps the first time of receipt;
    so is one whose result is known from elsewhere (`is_known`). Raises KeyHeld, KeyReused.
    """
    said = {"scope": scope, "body_sha256": body_sha256, "command_key": command_key}
    live = {"received_at": now, "created_at": now, "state": StampState.LIVE, "lease_until": now + lease}
    while not insert_unless_there(session, Idempotency, key=key, **said, **live):
        if known := session.get(Idempotency, key, with_for_update=True):  # else it was forgotten between the two
            return _again(known, scope, body_sha256, now, lease, is_known=is_known)
    return Claim(now, is_retry=False)


def command_key_of(session: Session, key: str) -> str | None:
    """By which key the ledger knows what this key's request led to; None if no stamp of it is kept."""
    return session.exec(select(Idempotency.command_key).where(Idempotency.key == key)).first()


def _again(
    known: Idempotency, scope: str, body_sha256: str, now: datetime, lease: timedelta, *, is_known: bool
) -> Claim:
    if (known.scope, known.body_sha256) != (scope, body_sha256):
        raise KeyReused(
            "this Idempotency-Key came before with another request", remedy="use a new key for a new request"
        )
    if known.state is StampState.DONE:
        return Claim(known.received_at, is_retry=True, is_done=True)
    if is_known:
        return Claim(known.received_at, is_retry=True)
    if known.state is StampState.LIVE and known.lease_until is not None and now < known.lease_until:
        raise KeyHeld("a request with this key is being answered", remedy="wait a moment and send it again")
    known.state, known.lease_until = StampState.LIVE, now + lease
    return Claim(known.received_at, is_retry=True)


def finish(session: Session, key: str, result: str) -> None:
    """The request was accepted and has started this initiative, or entered this row; whoever comes with the key again
    is told so.
    """
    done = {"state": StampState.DONE, "response": result, "lease_until": None}
    session.execute(update(Idempotency).where(col(Idempotency.key) == key).values(done))


def result_of(session: Session, key: str) -> str | None:
    """The id of what this key's request has started or entered."""
    return session.exec(select(Idempotency.response).where(Idempotency.key == key)).first()


def free(session: Session, key: str, until: datetime) -> None:
    """Let go of a request whose result is unknown: the next one with this key is a retry.

    Only of one that is still held by the lease that ended `until`: a retry that has outlived it holds its own.
    """
    freed = {"state": StampState.FREE, "lease_until": None}
    session.execute(update(Idempotency).where(*_held(key, until)).values(freed))


def forget(session: Session, key: str, until: datetime) -> bool:
    """Delete the stamp of a refused request, if it is still held by the lease that ended `until`: with the situation
    corrected, the same key may come anew. Returns whether it was.
    """
    gone = session.execute(delete(Idempotency).where(*_held(key, until)))
    assert isinstance(gone, CursorResult)
    return gone.rowcount == 1


def _held(key: str, until: datetime) -> tuple[ColumnElement[bool], ...]:
    live = col(Idempotency.state) == StampState.LIVE
    return col(Idempotency.key) == key, live, col(Idempotency.lease_until) == until


def sweep(session: Session, older_than: datetime) -> int:
    """Delete stamps first seen before `older_than`: what they led to stands elsewhere. Returns how many went."""
    swept = session.execute(delete(Idempotency).where(col(Idempotency.created_at) < older_than))
    assert isinstance(swept, CursorResult)
    return swept.rowcount
