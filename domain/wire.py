"""The plain form of the rules' values: what the ledger, Temporal's payloads and HTTP bodies carry.

Dataclasses become mappings (None is left out), tuples lists, enums their values, dates ISO text, instants UTC text with
six decimals; members of a family (`domain.kinds`) say their `kind`. Reading is strict: an unknown or missing key, a
wrong type or an unknown kind raises `Malformed` with the path.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from domain.kinds import Kinded, is_family
from domain.ledger.canonical import unwritable
from domain.refusals import Malformed

Plain = Any  # str | int | bool | None | list[Plain] | dict[str, Plain]
T = TypeVar("T")
Reader = Callable[[Plain, str], Any]


def instant_text(instant: datetime) -> str:
    """An aware instant as `2026-11-24T07:42:00.000000Z`. Raises TypeError without a zone."""
    if instant.tzinfo is None:
        raise TypeError("an instant without a zone has no plain form")
    return _utc_text(instant.astimezone(UTC))


@lru_cache(maxsize=64)
def _utc_text(instant: datetime) -> str:
    """Kept for a while, as hundreds fall due at one instant. Of UTC only: local times of the hour that a clock change
    repeats are equal, and two instants.
    """
    return instant.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def plain(value: Any) -> Plain:
    """The plain form of a value of the rules. Raises TypeError for anything that has none, floats among them."""
    if value is None or type(value) is str or isinstance(value, (bool, int)):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value):
        return _plain_fields(value)
    raise TypeError(f"{type(value).__name__} has no plain form")


def _plain_fields(value: Any) -> dict[str, Plain]:
    kind = {"kind": value.KIND} if isinstance(value, Kinded) and value.KIND else {}
    cls: Any = type(value)
    fields = ((name, getattr(value, name)) for name in _field_names(cls))
    return kind | {name: item if type(item) is str else plain(item) for name, item in fields if item is not None}


@cache
def _field_names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


def typed(cls: type[T], value: Plain, path: str = "") -> T:
    """Read the plain `value` as a `cls`; the inverse of `plain`. Raises Malformed."""
    hint: Any = cls
    result: T = reader(hint)(value, path)
    return result


@cache
def reader(hint: Any) -> Reader:
    """The strict reader of a type, built once."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional(hint)
    if origin is tuple:
        return _sequence(get_args(hint))
    if hint is str:
        return _text
    if origin is dict:
        return _mapping(*get_args(hint))
    if is_family(hint):
        return _member(hint)
    if dataclasses.is_dataclass(hint):
        return _fields(hint)
    if hint in (datetime, date):
        return _moment(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(hint)
    return _exactly(hint)


def _text(value: Plain, path: str) -> Any:
    """Nearly all of it is short ASCII, which is known at a glance to be fit for the ledger."""
    if type(value) is str and value.isascii() and value.isprintable():
        return value
    return _any_text(value, path)


def _exactly(hint: type) -> Reader:
    def read(value: Plain, path: str) -> Any:
        if type(value) is not hint:
            raise Malformed(f"expected {hint.__name__}, got {type(value).__name__}", path=path)
        if isinstance(value, (str, int)) and (reason := unwritable(value)):
            raise Malformed(reason, path=path)
        return value

    return read


_any_text = _exactly(str)


def _optional(hint: Any) -> Reader:
    inner = [argument for argument in get_args(hint) if argument is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"{hint} is not an optional of one type")
    read_inner = reader(inner[0])
    return lambda value, path: None if value is None else read_inner(value, path)


def _sequence(arguments: tuple[Any, ...]) -> Reader:
    def check(value: Plain, path: str) -> None:
        if not isinstance(value, list):
            raise Malformed("expected a list", path=path)

    if len(arguments) == 2 and arguments[1] is Ellipsis:
        read_item = reader(arguments[0])

        def read_all(value: Plain, path: str) -> Any:
            check(value, path)
            return tuple(read_item(item, f"{path}[{n}]") for n, item in enumerate(value))

        return read_all
    readers = [reader(argument) for argument in arguments]

    def read_each(value: Plain, path: str) -> Any:
        check(value, path)
        if len(value) != len(readers):
            raise Malformed(f"expected {len(readers)} items", path=path)
        return tuple(read(item, f"{path}[{n}]") for n, (read, item) in enumerate(zip(readers, value, strict=True)))

    return read_each


def _mapping(key_hint: Any, value_hint: Any) -> Reader:
    read_key, read_value = reader(key_hint), reader(value_hint)

    def read(value: Plain, path: str) -> Any:
        if not isinstance(value, dict):
            raise Malformed("expected a mapping", path=path)
        return {read_key(key, path): read_value(item, f"{path}.{key}".lstrip(".")) for key, item in value.items()}

    return read


def _member(family: Any) -> Reader:
    def read(value: Plain, path: str) -> Any:
        kind = value.get("kind") if isinstance(value, dict) else None
        member = family.kinds.get(kind) if isinstance(kind, str) else None
        if member is None:
            raise Malformed(f"'{kind}' is no known kind of {family.__name__.lower()}", path=f"{path}.kind".lstrip("."))
        rest = dict(value)
        del rest["kind"]
        return reader(member)(rest, path)

    return read


def _fields(cls: Any) -> Reader:
    hints = get_type_hints(cls)
    fields = {field.name: (reader(hints[field.name]), field) for field in dataclasses.fields(cls)}

    def read(value: Plain, path: str) -> Any:
        if not isinstance(value, dict):
            raise Malformed(f"expected a mapping for {cls.__name__}", path=path)
        for key in value:
            if key not in fields:
                raise Malformed(f"'{key}' is not known here", path=f"{path}.{key}".lstrip("."))
        found: dict[str, Any] = {}
        for name, (read_field, field) in fields.items():
            where = f"{path}.{name}" if path else name
            if name in value:
                found[name] = read_field(value[name], where)
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                if type(None) not in get_args(hints[name]):
                    raise Malformed("is missing", path=where)
                found[name] = None
        return cls(**found)

    return read


def _moment(hint: type[Any]) -> Reader:
    def read(value: Plain, path: str) -> Any:
        try:
            moment = hint.fromisoformat(value)
            if hint is not datetime:
                return moment
            if moment.tzinfo is None:
                raise Malformed("expected an instant with its zone", path=path)
            return moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            raise Malformed(f"expected a {hint.__name__} in ISO 8601", path=path) from None

    return read


def _choice(hint: type[StrEnum]) -> Reader:
    def read(value: Plain, path: str) -> Any:
        try:
            return hint(value)
        except ValueError:
            raise Malformed(f"'{value}' is none of {', '.join(hint)}", path=path) from None

    return read
