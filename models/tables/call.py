"""Calls: that somebody was called about a duty, and how it went. What was said is entered as an answer, not here."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.states import CallResult
from models.tables import base as base
from models.times import Moment
from models.words import Word


class PhoneCall(SQLModel, table=True):
    """One call to an actor about an obligation, by a principal (`person:<id>`, `key:<id>`).

    `again_on` is the local day on which to call again; `note_ref` refers to what was noted, in the vault of the called.
    """

    __tablename__ = "phone_call"
    __table_args__ = (Index(None, "initiative_id", "obligation_id"),)

    id: str = Field(primary_key=True)
    initiative_id: str
    obligation_id: str
    actor: str
    called_at: datetime = Field(sa_type=Moment)
    by: str
    result: CallResult = Field(sa_type=Word(CallResult))
    again_on: date | None = None
    note_ref: str | None = None
