"""Rights of people at rest: who was erased, with the receipt, and what the law holds back from an erasure."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables import base as base
from models.times import Moment
from models.words import WordList


class ErasedPerson(SQLModel, table=True):
    """That a person was erased, and what went with them: `receipt` is JSON of counts and ids, without anybody's name.

    `asked_by` is the principal who had it done, `entry` the one of the stream `house` that tells it. It is not
    `completed_at` any instant while something of theirs is held.
    """

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("person_id"), Index(None, "completed_at"))

    id: str = Field(primary_key=True)
    person_id: str
    asked_at: datetime = Field(sa_type=Moment)
    asked_by: str
    receipt: str
    entry: int | None = None
    completed_at: datetime | None = Field(default=None, sa_type=Moment)


class Hold(SQLModel, table=True):
    """A legal duty to keep texts, until the local day `ends_on` (included): those of a person, where `fields` of the
    vault are named only these; or whatever the ledger of an initiative refers to; or of both what is in both.

    Reason and legal basis lie in the vault, under `hold:<id>`.
    """

    __tablename__ = "hold"
    __table_args__ = (Index(None, "person_id"), Index(None, "initiative_id"))

    id: str = Field(primary_key=True)
    person_id: str | None = None
    initiative_id: str | None = None
    fields: list[str] = Field(sa_type=WordList)
    reason_ref: str
    basis_ref: str
    ends_on: date
    set_at: datetime = Field(sa_type=Moment)
    set_by: str
    lifted_at: datetime | None = Field(default=None, sa_type=Moment)
    lifted_by: str | None = None
