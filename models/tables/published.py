"""Operating models that were proposed here, and who approved them."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables import base as base
from models.times import Moment


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
