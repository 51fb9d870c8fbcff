"""The log at rest: one order over the entries of all streams, and the tree over them.

Rows of index, nodes and checkpoints are only ever added: triggers refuse the rest. The tables of what waits and of
anchors are working papers.
"""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables import base as base
from models.times import Moment
from models.words import WordList


class LogIndex(SQLModel, table=True):
    """An entry's place in the log. Indexes begin at 0 and have no gaps."""

    __tablename__ = "ledger_index"
    __table_args__ = (UniqueConstraint("stream", "seq"),)

    idx: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    leaf_hash: str
    stream: str
    seq: int


class LogNode(SQLModel, table=True):
    """The hash over a full tile and all below it (`domain.ledger.tiles`): `position` counts the nodes of its level."""

    __tablename__ = "ledger_node"

    level: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    hash: str


class LogCheckpoint(SQLModel, table=True):
    """What the log has signed of itself: `text` is the whole signed note."""

    __tablename__ = "ledger_checkpoint"

    size: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    root: str
    text: str
    signed_at: datetime = Field(sa_type=Moment)
    reason: str


class WaitingEntry(SQLModel, table=True):
    """An entry that has no index yet. A trigger on the ledger writes the row, whoever adds the entry."""

    __tablename__ = "ledger_waiting"

    id: int | None = Field(default=None, primary_key=True)
    stream: str
    seq: int
    since: datetime = Field(sa_type=Moment)


class Anchor(SQLModel, table=True):
    """A checkpoint that was to be sent out of the house: to how many it has been handed over, and until when whoever
    claimed it sends it. `sent_at` is empty until somebody has been reached; who has not (`left_out`) is named without
    an address, as `models.log_anchors` does, and tried again at `again_at`.
    """

    __tablename__ = "anchor"

    size: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reason: str
    claimed_until: datetime | None = Field(default=None, sa_type=Moment)
    again_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, index=True, sa_type=Moment)
    reached: int = 0
    missed: int = 0
    left_out: list[str] = Field(default_factory=list, sa_type=WordList, sa_column_kwargs={"server_default": "[]"})
