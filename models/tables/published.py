"""Operating models that were proposed here, and who approved them; and changes of the model of many initiatives."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.states import ChangeState
from models.tables import base as base
from models.times import Moment
from models.words import Word


class ProposedModel(SQLModel, table=True):
    """A version of an operating model as its YAML text; published once enough people have approved this very text.

    `sha256` is over the canonical plain form of the model that the text says, as in charters. `proposed_by` and the
    approvals name principals, never people.
    """

    __tablename__ = "proposed_model"

    model_id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    sha256: str
    text: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=Moment)
    published_at: datetime | None = Field(default=None, sa_type=Moment)


class ModelApproval(SQLModel, table=True):
    """That somebody approved a version as it stands; a proposal with another text has none of them."""

    __tablename__ = "model_approval"

    model_id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    approved_by: str = Field(primary_key=True)
    approved_at: datetime = Field(sa_type=Moment)


class ModelChange(SQLModel, table=True):
    """That all initiatives which go by one version are to go by another, for a reason that lies in the vault.

    `sha256` is over what was tried of each, and is what an approval names; another trial has none.
    """

    __tablename__ = "model_change"

    id: str = Field(primary_key=True)
    from_model: str
    from_version: str
    to_model: str
    to_version: str
    reason_ref: str
    sha256: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=Moment)
    approved_by: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Moment)


class ChangedInitiative(SQLModel, table=True):
    """One initiative in such a change: the hash of its dry run, or the code of the refusal that it met and why; once it
    is made, the entry of its ledger that says so.
    """

    __tablename__ = "changed_initiative"

    change_id: str = Field(primary_key=True, foreign_key="model_change.id")
    initiative_id: str = Field(primary_key=True)
    state: ChangeState = Field(sa_type=Word(ChangeState))
    dry_run: str | None = None
    code: str | None = None
    why: str | None = None
    seq: int | None = None
