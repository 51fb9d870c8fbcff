"""Filling in: what was typed into a form, what is missing from it, and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError

from api.bodies import Body, body_of
from api.web.fields import ANSWER, Field, Form, Shape
from domain.commands import Command

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 300  # as many as there may be seats, and some
_FIGURE = re.compile(r"[-\u2212]?[0-9]{1,15}([.,][0-9]{1,9})?")


@dataclass(frozen=True)
class Typed:
    """What was typed, by field, and what is the matter with it: `choose`, `write`, `figure` or `unreadable`."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def typed_in(body: bytes) -> dict[str, str]:
    """The fields of a posted form (`application/x-www-form-urlencoded`), the first of each name; empty for no form.
    Nobody types a NUL, and PostgreSQL takes none even in what is only looked for: it is left out.
    """
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: text.replace("\0", "") for name, text in reversed(pairs)}


def read(form: Form, typed: Mapping[str, str]) -> Typed:
    """What of the typed belongs to the form, and what is missing or wrong."""
    values = {field.name: typed.get(field.name, "").strip() for field in form.fields}
    problems = {
        field.name: problem for field in _asked(form, values) if (problem := _problem(field, values[field.name]))
    }
    return Typed(values, problems)


def body_from(form: Form, typed: Typed, subject: str, language: str) -> tuple[type[Command], Body] | Typed:
    """The command and its body; or again what was typed, with what is the matter with it."""
    given = {f.name: typed.values[f.name] for f in _asked(form, typed.values) if typed.values[f.name]}
    command, said = form.says(given, subject)
    fields: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    try:
        return command, body_of(command).model_validate({**fields, "language": language})
    except ValidationError as error:
        wrong = {str(part) for one in error.errors() for part in one["loc"]}
        unreadable = {field.name: "unreadable" for field in form.fields if field.name in wrong}
        if not unreadable:
            raise
        return Typed(typed.values, unreadable)


def _asked(form: Form, values: Mapping[str, str]) -> list[Field]:
    """The fields that count: those of other answers than the chosen one do not."""
    return [field for field in form.fields if field.under in (None, values.get(ANSWER))]


def _problem(field: Field, value: str) -> str | None:
    if field.shape is Shape.LIST:
        return "choose" if field.needed and not value else None
    if field.options:
        left_out = not value and not field.needed
        return None if left_out or value in field.options else "choose"
    if field.shape is Shape.NUMBER:
        return None if _FIGURE.fullmatch(value) else "figure"
    return "write" if field.needed and not value else None
