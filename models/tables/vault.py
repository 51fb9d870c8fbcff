"""The vault at rest: ciphertext and wrapped keys. Written and read by `models.vault` only."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables import base as base
from models.times import Moment


class SubjectKey(SQLModel, table=True):
    """The key of one subject, wrapped by the master key of the id `wrapped_by` (None: unknown, from before there were
    several); gone once the subject has been erased and nothing of it is held.

    What a subject has is shown to nobody, and nothing is added to it, from `erased_at` or while `restricted_at` is set.
    """

    __tablename__ = "subject_key"
    __table_args__ = (Index(None, "wrapped_by"),)

    subject_id: str = Field(primary_key=True)
    wrapped_key: bytes | None = None
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
    wrapped_by: str | None = None
    restricted_at: datetime | None = Field(default=None, sa_type=Moment)


class PrivateValue(SQLModel, table=True):
    """One text of one subject, under the commitment by which everything else refers to it.

    `command_key` is that of the command it came with, if any, and finds it again on a retry; until `confirmed_at` is
    set the value is pending: no ledger entry refers to it yet.
    """

    __tablename__ = "private_value"
    __table_args__ = (
        UniqueConstraint("command_key", "subject_id", "field"),
        Index(None, "subject_id"),
        Index(None, "confirmed_at", "created_at"),
    )

    commitment: str = Field(primary_key=True)
    subject_id: str = Field(foreign_key="subject_key.subject_id")
    field: str
    nonce: bytes
    ciphertext: bytes
    command_key: str | None = None
    created_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
