"""Fields: what a form on the personal page is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.commands import Command

ANSWER = "answer"
"""The field that says which of several answers it is; others may be asked under one of its options only."""

UNKNOWN = "unknown"
"""The option of a scale for those who cannot tell: a value of its own, never 0."""

Given = Mapping[str, str]
"""What was filled in, by field; blank fields and those of other options are left out."""

Says = Callable[[Given, str], tuple[type[Command], dict[str, Any]]]
"""What a filled-in form says: the command and its body, from the fields and what the obligation is about."""


class Shape(StrEnum):
    """How a field is filled in."""

    CHOICE = "choice"  # one of a few answers, each with its explanation
    SCALE = "scale"  # one of a few steps in a row
    TEXT = "text"  # words of one's own
    NUMBER = "number"  # decimal text
    LIST = "list"  # one of what others have written, or of a few short reasons


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `options` are words for programs; `under` names the answer that it belongs to."""

    name: str
    shape: Shape
    options: tuple[str, ...] = ()
    needed: bool = True
    under: str | None = None


@dataclass(frozen=True)
class Form:
    """The fields of one duty, and what they say once they are filled in."""

    fields: tuple[Field, ...]
    says: Says

    def offering(self, offered: Callable[[str], bool]) -> Form:
        """The form with only those answers that are offered, and what is asked under them."""
        kept = (field for field in self.fields if field.under is None or offered(field.under))
        return replace(self, fields=tuple(_offering(field, offered) for field in kept))

    def listing(self, options: tuple[str, ...]) -> Form:
        """The form with these options in its list."""
        listed = (replace(field, options=options) if field.shape is Shape.LIST else field for field in self.fields)
        return replace(self, fields=tuple(listed))


def _offering(field: Field, offered: Callable[[str], bool]) -> Field:
    if field.name != ANSWER:
        return field
    return replace(field, options=tuple(option for option in field.options if offered(option)))


def answers(*options: str) -> Field:
    """One of these answers, none of them chosen beforehand."""
    return Field(ANSWER, Shape.CHOICE, options)


def scale(name: str, *, unknown: bool = False) -> Field:
    """A scale from 1 to 4, with "not known" where that is an answer."""
    return Field(name, Shape.SCALE, ("1", "2", "3", "4", *((UNKNOWN,) if unknown else ())))


def words(name: str, *, needed: bool = False, under: str | None = None) -> Field:
    """Words of one's own."""
    return Field(name, Shape.TEXT, needed=needed, under=under)
