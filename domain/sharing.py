"""One object for what many initiatives hold alike: operating models and pins are large, and never change."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")
_KEPT: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()


def shared(name: Hashable, value: T) -> T:
    """The object that is kept under a name, if it equals `value`; else `value`, which is kept if nothing is.

    A name says what is likely to be alike, and decides nothing: an object never takes the place of another one. What
    nobody holds any more is not kept.
    """
    kept: T = _KEPT.setdefault(name, value)
    return kept if kept == value else value
