"""The ledger at rest. Entries are only ever added: triggers refuse the rest; the chain shows what triggers cannot."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables import base as base
from models.times import Moment


class LedgerEntry(SQLModel, table=True):
    """One entry of one stream.

    `bytes_text` is the canonical text exactly as hashed and is never re-serialised; `seq` starts at 1 and has no gaps;
    `command_key` stands on the first entry of its command only.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("stream", "command_key"),)

    stream: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    bytes_text: str
    leaf_hash: str
    type: str
    time: datetime = Field(sa_type=Moment)
    command_key: str | None = None


class StreamHead(SQLModel, table=True):
    """The last entry of a stream that several processes write: whoever adds to it locks this row first. The streams of
    initiatives have theirs in the initiative's row.
    """

    __tablename__ = "stream_head"

    stream: str = Field(primary_key=True)
    seq: int
    hash: str
