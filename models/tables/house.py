"""Beside the stream of the house: whom its random ids mean, what its entries are about, and which reads it has told of
lately.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables import base as base
from models.times import Moment


class HouseActor(SQLModel, table=True):
    """Whom a random id in the stream `house` means. The ledger keeps the id for ever; this row goes with the person."""

    __tablename__ = "house_actor"

    id: str = Field(primary_key=True)
    person_id: str = Field(unique=True)


class HouseMention(SQLModel, table=True):
    """That this entry of the stream `house` is about an initiative."""

    __tablename__ = "house_mention"

    initiative_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class ReadNoted(SQLModel, table=True):
    """That the stream `house` tells of a read: by whom, of what, in the hour that began then (UTC)."""

    __tablename__ = "read_noted"

    hour: datetime = Field(primary_key=True, sa_type=Moment)
    reader: str = Field(primary_key=True)
    about: str = Field(primary_key=True)
