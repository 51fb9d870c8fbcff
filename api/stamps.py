"""Stamps: what makes a repeated request one request, with one time of receipt and one result."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Header
from sqlmodel import Session

from models import idempotency

LEASE = timedelta(seconds=30)

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=200,
        description="the same key makes a retry count once; without one a retry is a new request",
    ),
]


@dataclass(frozen=True)
class Stamp:
    """One request: its digest in the store (None without an Idempotency-Key), and the key of its command, 16 hex
    digits.
    """

    digest: str | None
    scope: str
    body_sha256: str
    command_key: str

    @classmethod
    def of(cls, key: str | None, scope: str, body: str) -> Stamp:
        """The stamp of a request by a speaker for an address (`scope`) with this body."""
        body_sha256 = hashlib.sha256(body.encode()).hexdigest()
        if key is None:
            return cls(None, scope, body_sha256, secrets.token_hex(8))
        digest = hashlib.sha256(f"{scope.partition(' ')[0]}\n{key}".encode()).hexdigest()
        return cls(digest, scope, body_sha256, digest[:16])

    def claim(self, session: Session, now: datetime, *, is_known: bool = False) -> idempotency.Claim:
        """Take the request; see `models.idempotency.claim`."""
        if self.digest is None:
            return idempotency.Claim(now, is_retry=False)
        return idempotency.claim(session, self.digest, self.scope, self.body_sha256, now, LEASE, is_known=is_known)

    def finish(self, session: Session, initiative: str) -> None:
        """It was accepted, and has started this initiative."""
        if self.digest is not None:
            idempotency.finish(session, self.digest, initiative)

    def free(self, session: Session) -> None:
        """Nobody knows yet what became of it: the next one with this key is a retry."""
        if self.digest is not None:
            idempotency.free(session, self.digest)

    def forget(self, session: Session) -> None:
        """It was refused: with the situation corrected, the same key may come anew."""
        if self.digest is not None:
            idempotency.forget(session, self.digest)
