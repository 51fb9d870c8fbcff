"""Open calls at the door: their addresses, and what was sent to them and is held until it becomes a need or goes."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.states import HeldState
from models.tables import base as base
from models.times import Moment
from models.words import Word


class OpenCall(SQLModel, table=True):
    """The address of an open call: all that is kept of its token is its hash. `call` names the round and the number of
    the call in it (`1.2`). Whether it takes needs, the initiative's rules say.
    """

    __tablename__ = "open_call"
    __table_args__ = (UniqueConstraint("initiative_id", "call"),)

    token_sha256: str = Field(primary_key=True)
    initiative_id: str
    call: str


class HeldNeed(SQLModel, table=True):
    """What somebody without an account sent to an open call. Its texts lie in the vault, under `held:<id>`.

    `form` is the hash of the form it was sent by, which counts once; `actor` who sent it, at random. `sender` and
    `mailbox` are keyed hashes of the network address and of the e-mail address, for bounds on how much is sent; they
    are forgotten after a day. The address is `confirmed_at` by the letter that was sent to it. Until
    `settling_until` it may be on its way to become a need.
    """

    __tablename__ = "held_need"
    __table_args__ = (
        UniqueConstraint("form"),
        Index(None, "initiative_id", "need"),
        Index(None, "initiative_id", "call", "received_at"),
        Index(None, "sender", "received_at"),
        Index(None, "mailbox", "received_at"),
        Index(None, "state", "expires_at"),
    )

    id: str = Field(primary_key=True)
    initiative_id: str
    call: str
    form: str
    actor: str
    language: str
    length: int
    text_ref: str
    place_ref: str | None = None
    address_ref: str | None = None
    sender: str | None = None
    mailbox: str | None = None
    received_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    state: HeldState = Field(sa_type=Word(HeldState))
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    need: str | None = None
    reason_ref: str | None = None
    settling_until: datetime | None = Field(default=None, sa_type=Moment)
