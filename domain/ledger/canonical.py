"""Canonical JSON: the one byte form that is hashed, stored and never written again.

A restricted profile of RFC 8785: ASCII keys, NFC strings without control characters, integers below 2^53, no floats.
Within it the standard library's sorted, compact dump is the canonical form.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from typing import Any, NoReturn

_LARGEST = 2**53
_SMALL = 15  # digits and sign of a number that is never too large
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class NotInForm(ValueError):
    """The text stands for a value within the profile, and is not the one text that does."""


def canonical(value: Any) -> str:
    """The canonical text of a plain value. Raises ValueError for anything outside the profile."""
    _check(value)
    return _WRITER.encode(value)


def read_canonical(text: str) -> Any:
    """The value of a canonical text. Raises NotInForm, and ValueError or RecursionError for what is no text of ours."""
    value = _READER.decode(text)
    if not _is_plain(text):
        _check(value)
    if _WRITER.encode(value) != text:
        raise NotInForm("the text is not in canonical form")
    return value


def _is_plain(text: str) -> bool:
    """Whether the strings of a text need no look of their own: all are ASCII without control characters."""
    return text.isascii() and "\\" not in text and "\x7f" not in text


def _number(digits: str) -> int:
    number = int(digits)
    if len(digits) <= _SMALL:
        return number
    if reason := unwritable(number):
        raise ValueError(reason)
    return number


def _no_number(digits: str) -> NoReturn:
    raise ValueError(f"{digits} is no whole number")


_READER = json.JSONDecoder(parse_int=_number, parse_float=_no_number, parse_constant=_no_number)


def sha256_of(value: Any) -> str:
    """Hex SHA-256 over the canonical bytes of a plain value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def unwritable(value: str | int) -> str | None:
    """Why a text or number cannot stand in the ledger, or None if it can."""
    if isinstance(value, int):
        return f"{value} is too large for canonical JSON" if abs(value) >= _LARGEST else None
    if value.isascii() and value.isprintable():
        return None
    if not unicodedata.is_normalized("NFC", value):
        return "text is not in normal form C"
    if not value.isprintable() and any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return "text holds a control character"
    return None


def _check(value: Any) -> None:
    """Raise ValueError unless all that the value holds is within the profile. Nearly all of it is short ASCII."""
    waiting: list[Iterable[Any]] = [(value,)]
    while waiting:
        for item in waiting.pop():
            kind = type(item)
            if item is None or (kind is str and item.isascii() and item.isprintable()):
                continue
            if kind is int and -_LARGEST < item < _LARGEST:
                continue
            if isinstance(item, dict):
                if strange := [key for key in item if not isinstance(key, str) or not key.isascii()]:
                    raise ValueError(f"{strange[0]!r} is no ASCII key")
                waiting.append(item.values())
            elif isinstance(item, list):
                waiting.append(item)
            elif isinstance(item, (str, int)):
                if not isinstance(item, bool) and (reason := unwritable(item)):
                    raise ValueError(reason)
            else:
                raise ValueError(f"{type(item).__name__} has no canonical form")
