"""Letters: written in the transaction that makes them due, claimed and accounted for by the dispatcher."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.states import LetterState
from models.tables import base as base
from models.times import Moment
from models.words import Word


class Letter(SQLModel, table=True):
    """One letter to one actor about one obligation; its step names the rung of the ladder.

    `reason` says why it was suppressed, failed or held; `reply` is what the channel answered; `token_sha256` is all
    that is kept of the personal link in it, which opens nothing from `revoked_at` on; `bundle_id` groups letters that
    go out as one.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("initiative_id", "obligation_id", "actor", "kind", "step"),
        UniqueConstraint("token_sha256"),
        Index(None, "state", "due_at"),
        Index(None, "actor", "due_at"),
        Index(None, "bundle_id"),
    )

    id: str = Field(primary_key=True)
    initiative_id: str
    obligation_id: str
    actor: str
    kind: str
    step: str
    due_at: datetime = Field(sa_type=Moment)
    state: LetterState = Field(sa_type=Word(LetterState))
    reason: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    channel: str | None = None
    reply: str | None = None
    message_id: str | None = None
    token_sha256: str | None = None
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    bundle_id: str | None = None
