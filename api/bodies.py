"""Bodies: the HTTP form of a command, derived from the command itself, so that there is one shape from body to rule.

A sealed text is a plain string here. Speaking for somebody who phoned or wrote, a coordinator adds `for_seat` and
`channel`.
"""

from __future__ import annotations

import dataclasses
import types
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import Field, StrictBool, create_model

from api.strict import Strict
from api.words import Day, Figure, Id, Instant, Line, Number, Text
from domain.actors import Channel
from domain.commands import Command
from domain.correcting.kinds import CORRECTABLE
from domain.facts import Value
from domain.sealed import Sealed

_PLAIN: dict[Any, Any] = {
    int: Number,
    bool: StrictBool,
    str: Line,
    datetime: Instant,
    date: Day,
    Sealed: Text,
}
_VALUE = create_model("Value", __base__=Strict, __doc__=Value.__doc__, number=(Figure | None, ...))
_MODELS: dict[Any, type[Strict]] = {Value: _VALUE}


class Body(Strict):
    """What every interaction may say besides its command."""

    for_seat: Id | None = Field(default=None, description="the seat a coordinator speaks for")
    channel: Literal[Channel.PHONE, Channel.PAPER] | None = Field(
        default=None, description="how what a coordinator enters for a seat was said"
    )
    language: Literal["fi", "sv", "en"] | None = Field(default=None, description="the language of the texts")


class Correctable(Body):
    """What an answer that may correct an earlier one may say, too."""

    corrects: Number | None = Field(
        default=None,
        description="the entry of the history that this answer stands for instead, as if said then; what a seat said is"
        " corrected by the seat, or with for_seat and channel",
    )
    why: Text | None = Field(
        default=None, description="why it is corrected; a seat owes no reason for its own answer, others do"
    )


def body_of(command: type[Command]) -> type[Body]:
    """The body model of a command."""
    return _body_of(command.KIND)


@cache
def _body_of(kind: str) -> type[Body]:
    command = Command.kinds[kind]
    hints = get_type_hints(command)
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(command):
        if field.name in command.REGISTERED:
            continue
        hint = command.SECRET.get(field.name, hints[field.name])
        fields[field.name] = (_http_type(hint), _default(field))
    base = Correctable if any(kind in how.commands for how in CORRECTABLE.values()) else Body
    return create_model(f"{command.__name__}Body", __base__=base, __doc__=command.__doc__, **fields)


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    if field.default is dataclasses.MISSING:
        return ...
    return list(field.default) if isinstance(field.default, tuple) else field.default


def _http_type(hint: Any) -> Any:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) in (Union, types.UnionType):
        inner = [_http_type(part) for part in get_args(hint) if part is not type(None)]
        return inner[0] | None
    if get_origin(hint) is tuple:
        return Annotated[list[_http_type(get_args(hint)[0])], Field(max_length=1000)]  # type: ignore[misc]
    return _model_of(hint) if dataclasses.is_dataclass(hint) else hint


def _model_of(cls: Any) -> type[Strict]:
    if cls not in _MODELS:
        hints = get_type_hints(cls)
        fields: dict[str, Any] = {
            field.name: (_http_type(hints[field.name]), _default(field)) for field in dataclasses.fields(cls)
        }
        _MODELS[cls] = create_model(cls.__name__, __base__=Strict, __doc__=cls.__doc__, **fields)
    return _MODELS[cls]


def texts_of(command: type[Command]) -> tuple[str, ...]:
    """The names of a command's sealed texts that are said with it."""
    return _texts_of(command.KIND)


@cache
def _texts_of(kind: str) -> tuple[str, ...]:
    command = Command.kinds[kind]
    said = {name: hint for name, hint in get_type_hints(command).items() if name not in command.REGISTERED}
    return tuple(name for name, hint in said.items() if hint is Sealed or Sealed in get_args(hint))
