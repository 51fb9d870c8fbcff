"""Rates: how much was taken of what is limited."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from models.tables import base as base


class RateCount(SQLModel, table=True):
    """What a `subject` took of a limit, as the instant at which all of it is made up for: microseconds since the
    beginning of 1970, in UTC, so that both databases count with them. `subject` is a mark or an id, never an address.
    """

    __tablename__ = "rate_count"
    __table_args__ = (Index(None, "used_until"),)

    name: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    used_until: int = Field(sa_type=BigInteger)
