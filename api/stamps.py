"""Stamps: what makes a repeated request one request, with one time of receipt and one result."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Header
from sqlmodel import Session

from api.queries import KEY
from api.strict import Strict
from models import idempotency

LEASE = timedelta(seconds=30)

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias=KEY,
        min_length=8,
        max_length=200,
        description="the same key makes a retry count once; without one a retry is a new request. It is sent once",
    ),
]


def digest_of(speaker: str, key: str) -> str:
    """By which a speaker's Idempotency-Key is kept: hex SHA-256."""
    return _sha256(f"{speaker}\n{key}")


@dataclass(frozen=True)
class Stamp:
    """One request: its digest in the store (None without an Idempotency-Key), and the key of its command, 16 hex
    digits.

    The command's key also depends on what is said, so that another request under a used key is another command, also
    when the stamp is gone. Of a text only its length counts: the key stands in the ledger for ever, and nobody shall
    be able to try by it whether an erased text was this one. Of a secret word not even that does: there are so few
    that each could be tried.
    """

    digest: str | None
    scope: str
    body_sha256: str
    command_key: str

    @classmethod
    def of(
        cls, key: str | None, scope: str, body: Strict, texts: Collection[str], secret: Collection[str] = ()
    ) -> Stamp:
        """The stamp of a request by a speaker for an address (`scope`) with this body, in which these are `texts`, and
        of those these `secret`.
        """
        body_sha256 = _sha256(body.model_dump_json(exclude=set(secret)))
        if key is None:
            return cls(None, scope, body_sha256, secrets.token_hex(8))
        digest = digest_of(scope.partition(" ")[0], key)
        said = body.model_dump(mode="json", exclude_none=True, exclude=set(secret))
        outline = said | {name: len(said[name]) for name in texts if name in said}
        return cls(digest, scope, body_sha256, _sha256(f"{digest} {scope} {json.dumps(outline, sort_keys=True)}")[:16])

    def under(self, command_key: str) -> Stamp:
        """The same request, known to the ledger by the key that its stamp has kept."""
        return self if command_key == self.command_key else replace(self, command_key=command_key)

    def kept(self, session: Session) -> Stamp:
        """The same request as its stamp, if there is one, keeps it."""
        known = None if self.digest is None else idempotency.command_key_of(session, self.digest)
        return self if known is None else self.under(known)

    def claim(self, session: Session, now: datetime, *, is_known: bool = False) -> idempotency.Claim:
        """Take the request; see `models.idempotency.claim`."""
        if self.digest is None:
            return idempotency.Claim(now, is_retry=False)
        return idempotency.claim(
            session, self.digest, self.scope, self.body_sha256, self.command_key, now, LEASE, is_known=is_known
        )

    def finish(self, session: Session, initiative: str) -> None:
        """It was accepted, and has started this initiative."""
        if self.digest is not None:
            idempotency.finish(session, self.digest, initiative)

    def free(self, session: Session, claimed_at: datetime) -> None:
        """Nobody knows yet what became of it: the next one with this key is a retry."""
        if self.digest is not None:
            idempotency.free(session, self.digest, claimed_at + LEASE)

    def forget(self, session: Session, claimed_at: datetime) -> bool:
        """It was refused: with the situation corrected, the same key may come anew. False if a retry has it by now."""
        return self.digest is None or idempotency.forget(session, self.digest, claimed_at + LEASE)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
