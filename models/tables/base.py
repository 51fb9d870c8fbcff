"""What all tables share: constraint names that are the same on both databases, so that migrations can address them."""

from typing import cast

from pydantic import SerializerFunctionWrapHandler, model_serializer
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


class InOrder(SQLModel):
    """Rows that leave the house, to readers and into ETags: written down with their fields in the order of their class.

    A row read from the database holds its fields in an order that differs between processes.
    """

    @model_serializer(mode="wrap")
    def _in_order(self, write: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]  # else it is the schema
        said = write(self)
        return {name: said[name] for name in type(self).model_fields if name in said}
