"""One time: a form that enters a row enters it once, however often it is sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.stamps import LEASE, digest_of
from api.strict import Strict
from models import idempotency


@dataclass(frozen=True)
class OneTime:
    """A form by its key. What it enters and that it has been taken are written in one transaction, so that neither
    stands without the other and a second click waits for the first.

    Of what was typed nothing can be tried out by what is kept: the hash is also that of the key, which is not kept.
    """

    digest: str
    scope: str
    body_sha256: str

    @classmethod
    def of(cls, speaker: str, key: str, what: str, body: Strict) -> OneTime:
        """The form of a speaker that enters `what` with this body."""
        said = hashlib.sha256(f"{key}\n{body.model_dump_json()}".encode()).hexdigest()
        return cls(digest_of(speaker, key), f"{speaker} {what}", said)

    def before(self, session: Session, now: datetime) -> str | None:
        """Which row it has entered before; None the first time. Raises KeyReused where it said something else."""
        known = idempotency.claim(session, self.digest, self.scope, self.body_sha256, self.digest[:16], now, LEASE)
        return idempotency.result_of(session, self.digest) if known.is_done else None

    def done(self, session: Session, row: str) -> None:
        """It has entered this row."""
        idempotency.finish(session, self.digest, row)
