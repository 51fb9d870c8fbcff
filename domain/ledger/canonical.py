"""Canonical JSON: the one byte form that is hashed, stored and never written again.

A restricted profile of RFC 8785: ASCII keys, NFC strings without control characters, integers below 2^53, no floats.
Within it the standard library's sorted, compact dump is the canonical form.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

_LARGEST = 2**53


def canonical(value: Any) -> str:
    """The canonical text of a plain value. Raises ValueError for anything outside the profile."""
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


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
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, (int, str)):
        if reason := unwritable(value):
            raise ValueError(reason)
    elif isinstance(value, list):
        for item in value:
            _check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"{key!r} is no ASCII key")
            _check(item)
    else:
        raise ValueError(f"{type(value).__name__} has no canonical form")
