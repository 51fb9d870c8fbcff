"""Kinds of rows: which fields each has on its form, how they are typed, and what the API takes of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from api.registering import (
    Changes,
    MandateChanges,
    NewMandate,
    NewOrganisation,
    NewPerson,
    NewSeat,
    OrganisationChanges,
    PersonChanges,
    SeatChanges,
)
from api.strict import Strict
from domain.seats import Sector
from domain.sheets.columns import COLUMNS, Column, Kind
from models.states import Rhythm


class Shape(StrEnum):
    """How a field is typed: as the input of a form is called, or chosen from a list."""

    TEXT = "text"
    EMAIL = "email"
    TEL = "tel"
    DAY = "date"
    CLOCK = "time"
    CHOICE = "choice"


PERSONS: Final = ("holder_id", "deputy_id", "will_by", "readiness_by")
ORGANISATIONS: Final = ("organisation_id", "given_by", "given_to")
FORMER: Final = "former_id"
"""Fields that name another row: a person, an organisation, or the mandate in whose place it was decided."""

_SHAPES: Final = {
    "address": Shape.EMAIL,
    "phone": Shape.TEL,
    **dict.fromkeys(("quiet_from", "quiet_until"), Shape.CLOCK),
    **dict.fromkeys(("closed_on", "will_on", "readiness_on"), Shape.DAY),
    **dict.fromkeys(("term_from", "term_until", "valid_from", "valid_until"), Shape.DAY),
}
OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "sector": tuple(Sector),
    "language": ("fi", "fi-selko", "sv", "en"),
    "rhythm": tuple(Rhythm),
}


@dataclass(frozen=True)
class Blank:
    """A field of a form, read as a cell of a file is; without `needed` it may be empty."""

    name: str
    column: Column
    shape: Shape
    needed: bool
    options: tuple[str, ...]


@dataclass(frozen=True)
class RowKind:
    """A kind of row: what is entered, and what of it can be changed."""

    kind: Kind
    new: type[Strict]
    changes: type[Changes]

    def blanks(self, *, is_new: bool) -> tuple[Blank, ...]:
        """The fields of its form, in the order of a file's columns."""
        known = (self.new if is_new else self.changes).model_fields
        return tuple(_blank(column) for column in COLUMNS[self.kind] if column.field in known)


def _blank(column: Column) -> Blank:
    options = OPTIONS.get(column.field, ())
    shape = Shape.CHOICE if options else _SHAPES.get(column.field, Shape.TEXT)
    return Blank(column.field, column, shape, column.needed or bool(options), options)


KINDS: Final = {
    Kind.PERSONS: RowKind(Kind.PERSONS, NewPerson, PersonChanges),
    Kind.ORGANISATIONS: RowKind(Kind.ORGANISATIONS, NewOrganisation, OrganisationChanges),
    Kind.SEATS: RowKind(Kind.SEATS, NewSeat, SeatChanges),
    Kind.MANDATES: RowKind(Kind.MANDATES, NewMandate, MandateChanges),
}
"""In the order in which they are entered: each refers to those before it."""
