"""Letters: written in the transaction that makes them due, claimed and accounted for by the dispatcher."""

from datetime import date, datetime

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
    go out as one. `opened_at` is when its reader is first known to have looked at what the link opens, `last_seen_at`
    when last; `accounted_seq` the entry of the stream `letters:<initiative>` that tells how it ended, None until it is
    written.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("initiative_id", "obligation_id", "actor", "kind", "step"),
        UniqueConstraint("token_sha256"),
        Index(None, "state", "due_at"),
        Index(None, "actor", "due_at"),
        Index(None, "bundle_id"),
        Index(None, "accounted_seq", "state"),
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
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    last_seen_at: datetime | None = Field(default=None, sa_type=Moment)
    accounted_seq: int | None = None


class Bundle(SQLModel, table=True):
    """The letters of one person that go out as one message, frozen as they are claimed: none joins it later, and only
    what was settled meanwhile is not said when it goes once more.

    `day` is the local day that it counts for in the person's budget. The person is None for somebody who has no place
    in the register. `unsubscribe_sha256` is all that is kept of the address by which reminders are stopped with one
    click.
    """

    __tablename__ = "bundle"
    __table_args__ = (
        UniqueConstraint("unsubscribe_sha256"),
        Index(None, "person_id", "day"),
        Index(None, "state", "lease_until"),
    )

    id: str = Field(primary_key=True)
    person_id: str | None = None
    day: date
    composed_at: datetime = Field(sa_type=Moment)
    state: LetterState = Field(sa_type=Word(LetterState))
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    message_id: str
    unsubscribe_sha256: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    channel: str | None = None
    reply: str | None = None


class Stopped(SQLModel, table=True):
    """Reminders that somebody has stopped: about one obligation, where `obligation_id` is empty all of an initiative,
    where `initiative_id` is empty too all there are. First letters of a matter and the right to answer stay.
    """

    __tablename__ = "stopped"

    person_id: str = Field(primary_key=True)
    initiative_id: str = Field(primary_key=True)
    obligation_id: str = Field(primary_key=True)
    stopped_at: datetime = Field(sa_type=Moment)
    by: str


class ClosedAddress(SQLModel, table=True):
    """An address that a mail server refused for good: nothing is sent to it until the register has another.

    `address_ref` is the register's commitment to it, so that a new address opens the way by itself. `code` is the
    server's (5.1.1), without anybody's name.
    """

    __tablename__ = "closed_address"

    address_ref: str = Field(primary_key=True)
    person_id: str = Field(index=True)
    closed_at: datetime = Field(sa_type=Moment)
    code: str
    letter_id: str | None = None


class Pause(SQLModel, table=True):
    """A loop that a person has paused: while its row is there, it claims nothing."""

    __tablename__ = "pause"

    loop: str = Field(primary_key=True)
    paused_at: datetime = Field(sa_type=Moment)
    by: str
