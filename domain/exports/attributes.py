"""What an exported entry says beside who, when and what: the attributes of its type, the same on each of that type.

They follow from the declaration of the fact, so that a new kind of entry is exported without a word here. Texts lie in
the vault and are in none. Whole models, calendars and charters are left out: they are no attribute of one moment, and
bundles hold them.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from domain import cycle as cycle  # makes the facts of every phase and matter known
from domain.calendar import Pin
from domain.charter import Charter
from domain.correspondence.accounts import LetterEvent
from domain.events import Event
from domain.ledger.canonical import canonical
from domain.operating_model import OperatingModel
from domain.sealed import Sealed


class Type(StrEnum):
    """What values an attribute has, in the words of OCEL 2.0. A `time` is text with its offset."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TIME = "time"


@dataclass(frozen=True)
class Attribute:
    """An attribute that each event, or each object, of one type has."""

    name: str
    type: Type


Value = str | int | bool

COMMON: Final = (
    Attribute("ledger_index", Type.INTEGER),
    Attribute("leaf_hash", Type.STRING),
    Attribute("ledger_stream", Type.STRING),
    Attribute("ledger_seq", Type.INTEGER),
    Attribute("acting", Type.STRING),
    Attribute("acting_for_seat", Type.STRING),
    Attribute("heard_by", Type.STRING),
    Attribute("lifecycle", Type.STRING),
)
"""What every entry has: its place in the log and in its stream, who acted for which seat, and by which channel it was
heard (empty: nobody, for no seat, by the rules alone).
"""
_LEFT_OUT = (Sealed, Charter, OperatingModel, Pin)
_PLAIN: dict[Any, Type] = {bool: Type.BOOLEAN, int: Type.INTEGER, datetime: Type.TIME}


@cache
def declared(kind: str) -> tuple[Attribute, ...]:
    """The attributes of a kind's own, in the order of its declaration; none of a kind that these rules do not know.

    What may be missing is text, and empty where it is. What is made of several things is canonical JSON.
    """
    fact = Event.kinds.get(kind) or LetterEvent.kinds.get(kind)
    if fact is None:
        return ()
    of: Any = fact
    hints = get_type_hints(of)
    found = ((field.name, _type(hints[field.name])) for field in dataclasses.fields(of))
    return tuple(Attribute(name, type) for name, type in found if type is not None)


def values(kind: str, said: Mapping[str, Any]) -> dict[str, Value]:
    """The value of each declared attribute, from what an entry of this kind says (its `data`)."""
    return {one.name: _value(one.type, said.get(one.name)) for one in declared(kind)}


def with_offset(instant: str) -> str:
    """An instant of the ledger with the offset that tools expect: `2026-11-24T07:42:00.000000+00:00`."""
    return f"{instant.removesuffix('Z')}+00:00"


def _type(hint: Any) -> Type | None:
    inner = [one for one in get_args(hint) if one is not types.NoneType]
    if get_origin(hint) in (Union, types.UnionType):
        return None if inner[0] in _LEFT_OUT else Type.STRING
    return None if hint in _LEFT_OUT else _PLAIN.get(hint, Type.STRING)


def _value(type: Type, value: Any) -> Value:
    if isinstance(value, bool):
        return value if type is Type.BOOLEAN else str(value).lower()
    if isinstance(value, int):
        return value if type is Type.INTEGER else str(value)
    if type is Type.TIME:
        return with_offset(value)
    return _text(value)


def _text(value: Any) -> str:
    """As text: empty for what is not there, and the number alone of a measured value."""
    if isinstance(value, dict) and value.keys() <= {"number"}:
        return str(value.get("number", ""))
    if isinstance(value, (dict, list)):
        return canonical(value)
    return "" if value is None else str(value)
