"""What stands at the doors: stamps of requests already seen, and the API keys of programs."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.states import KeyRole, StampState
from models.tables import base as base
from models.times import Moment
from models.words import Word


class Idempotency(SQLModel, table=True):
    """The stamp of a request: when its key was first seen, until when a request holds it, by which `command_key` the
    ledger knows what it led to, and, of a start or an entry that was accepted, the id of its initiative or row as
    `response`. Nothing writes `status` any more.
    """

    __tablename__ = "idempotency"
    __table_args__ = (Index(None, "created_at"),)

    key: str = Field(primary_key=True)
    scope: str
    body_sha256: str
    command_key: str | None = None
    received_at: datetime = Field(sa_type=Moment)
    state: StampState = Field(sa_type=Word(StampState))
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    status: int | None = None
    response: str | None = None
    created_at: datetime = Field(sa_type=Moment)


class ApiKey(SQLModel, table=True):
    """A program's key: only the hash of its secret is kept.

    `person_id` names whom it acts for. All keys of a person own the same initiatives; a key that acts for nobody owns
    its own, which no other key can take over, and letters to their coordinator have no address. `scopes` are those it
    has of its role, by spaces; None: all of them. A key that was rotated is of the `line` of its first one, by whose id
    it owns what that one owned.
    """

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    role: KeyRole = Field(sa_type=Word(KeyRole))
    label: str
    secret_sha256: str
    person_id: str | None = Field(default=None, foreign_key="person.id")
    scopes: str | None = None
    line: str | None = None
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
