"""What all tables share: constraint names that are the same on both databases, so that migrations can address them."""

from typing import cast

from sqlalchemy import Table
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def rows_of(model: type[SQLModel]) -> Table:
    """The plain table behind a model, for statements that run with every answer: they skip the mapper's work."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
