"""The read model: what pages and lists ask. It equals the fold of the ledger and can be built again from it.

For that reason nothing here points into the register by foreign key: a rebuilt row must not depend on today's register.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.obligations import ObligationState
from models.states import InitiativeStatus
from models.tables import base as base
from models.times import Moment
from models.words import Word


class Initiative(SQLModel, table=True):
    """One initiative as it stands now; `head_seq` and `head_hash` are those of its last ledger entry, `next_due` the
    earliest deadline of what is open in it.
    """

    __tablename__ = "initiative"
    __table_args__ = (
        # the board: any of these filters, newest first, by keyset (opened_at, id)
        Index(None, "opened_at", "id"),
        Index(None, "status", "opened_at", "id"),
        Index(None, "phase", "opened_at", "id"),
        Index(None, "place", "opened_at", "id"),
        Index(None, "theme", "opened_at", "id"),
        Index(None, "coordinator", "opened_at", "id"),
        # the same as staff see it: what is late first, by keyset (next_due, id) within a status
        Index(None, "status", "next_due", "id"),
    )

    id: str = Field(primary_key=True)
    model_id: str
    model_version: str
    title_ref: str
    place: str
    theme: str
    backbone: str
    coordinator: str
    phase: str
    round: int
    status: InitiativeStatus = Field(sa_type=Word(InitiativeStatus))
    outcome: str | None = None
    opened_at: datetime = Field(sa_type=Moment)
    phase_opened_at: datetime = Field(sa_type=Moment)
    phase_due: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    head_seq: int
    head_hash: str
    next_due: datetime | None = Field(default=None, sa_type=Moment)


class Obligation(SQLModel, table=True):
    """Something owed: by a seat, an actor, or both; `due` is the moment after which it lapses. Whom it lies with stands
    in for the actor `principal`, if that is somebody (empty: once nobody is stood in for any more).
    """

    __tablename__ = "obligation"
    __table_args__ = (Index(None, "initiative_id", "state", "due"), Index(None, "owed_by", "state", "due"))

    initiative_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    phase: str
    seat: str | None = None
    owed_by: str | None = None
    opened_at: datetime = Field(sa_type=Moment)
    due: datetime = Field(sa_type=Moment)
    state: ObligationState = Field(sa_type=Word(ObligationState))
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    principal: str | None = None


class Acting(SQLModel, table=True):
    """Who acts for a seat, or where `seat` is empty for the coordinator, if the charter does not say it any more: the
    holder of the seat has `position` 0, and whoever stands in the next ones.
    """

    __tablename__ = "acting"
    __table_args__ = (Index(None, "actor"),)

    initiative_id: str = Field(primary_key=True)
    seat: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    actor: str


class Actor(SQLModel, table=True):
    """Whom a ledger's random actor id means. The ledger keeps the id for ever; this row can be forgotten.

    `person_id` for people of the register, `principal` for those who came with a key: `person:<id>`, or `key:<id>`
    where it acts for nobody.
    """

    __tablename__ = "actor"
    __table_args__ = (
        UniqueConstraint("initiative_id", "person_id"),
        UniqueConstraint("initiative_id", "principal"),
        Index(None, "person_id"),
        Index(None, "principal"),
    )

    id: str = Field(primary_key=True)
    initiative_id: str
    person_id: str | None = None
    principal: str | None = None
    seat: str | None = None
