"""Filling in an act: from what was typed to the body of its command, in local time and with what is missing named."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from api.bodies import Body, body_of
from api.web.staff.acts.shapes import PROPOSALS, ActField, Shape
from api.web.staff.laying_out import ZONE
from api.web.staff.problems import wrong_fields
from domain.commands import Command

TICKED: Final = "yes"
_DIGITS: Final = 15  # of a whole number, far from what Python refuses to read
_FIGURE: Final = re.compile(r"[-\u2212]?[0-9]{1,15}([.,][0-9]{1,9})?")
Problems = dict[str, str]
"""What is the matter, by field: `choose`, `write`, `number`, `moment` or `check`."""


def tick(field: str, option: str) -> str:
    """The name under which an option of a field is ticked."""
    return f"{field}:{option}"


def body_from(
    command: type[Command], fields: Sequence[ActField], typed: Mapping[str, str], language: str
) -> Body | Problems:
    """What was filled in as the body of the command; or what is the matter with it."""
    said: dict[str, Any] = {}
    problems: Problems = {}
    for field in fields:
        try:
            value = _value(field, typed)
        except ValueError as wrong:
            problems[field.name] = str(wrong)
            continue
        if value is not None:
            said[field.name] = value
        elif field.needed:
            problems[field.name] = "choose" if field.options else "write"
    if problems:
        return problems
    try:
        return body_of(command).model_validate_json(json.dumps({**said, "language": language}))
    except ValidationError as error:
        return dict.fromkeys(wrong_fields(error), "check")


def _value(field: ActField, typed: Mapping[str, str]) -> Any:
    """What a field says, None for nothing. Raises ValueError with what is the matter."""
    text = typed.get(field.name, "").strip()
    match field.shape:
        case Shape.TICKS:
            return [one for one, _ in field.options if typed.get(tick(field.name, one)) == TICKED] or _none(field)
        case Shape.MOMENTS:
            each = (typed.get(f"{field.name}:{number}", "").strip() for number in range(1, PROPOSALS + 1))
            return [_moment(one) for one in each if one] or None
        case Shape.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()] or _none(field)
        case Shape.FIGURE:
            return _figure(field, text)
    if not text:
        return None
    match field.shape:
        case Shape.NUMBER:
            return _whole(text)
        case Shape.WORKING_DAYS:
            return f"{_whole(text)}wd"
        case Shape.MOMENT:
            return _moment(text)
        case Shape.CHOICE:
            return _chosen(field, text)
    return text


def _none(field: ActField) -> list[str] | None:
    """A list that must be said may be empty, but for who was named in it."""
    return [] if field.needed and field.name in ("answers", "lacking") else None


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise ValueError("number")
    return int(text)


def _figure(field: ActField, text: str) -> dict[str, str | None] | None:
    """A value; where one is needed and none is known, that is the value."""
    if not text:
        return {"number": None} if field.needed else None
    if not _FIGURE.fullmatch(text):
        raise ValueError("number")
    return {"number": text.replace("\u2212", "-").replace(",", ".")}


def _moment(text: str) -> str:
    """A local moment in UTC."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE).isoformat()
    except ValueError:
        raise ValueError("moment") from None


def _chosen(field: ActField, text: str) -> str | bool:
    if text not in dict(field.options):
        raise ValueError("choose")
    return {"true": True, "false": False}.get(text, text)
