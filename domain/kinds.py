"""Families of named kinds: events, commands and phase states are told apart by a name that is declared once."""

from __future__ import annotations

import re
from typing import Any, ClassVar

_GRAMMAR = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)?")


class Kinded:
    """Base of a family.

    A direct subclass is a family root; below it `class NeedSubmitted(Event, kind="need.submitted")` names a member.
    """

    KIND: ClassVar[str] = ""
    kinds: ClassVar[dict[str, type[Any]]]

    def __init_subclass__(cls, *, kind: str = "", **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if Kinded in cls.__bases__:
            cls.kinds = {}
        elif kind:
            if not _GRAMMAR.fullmatch(kind) or kind in cls.kinds:
                raise TypeError(f"'{kind}' is not a new kind of the form subject.happened")
            cls.KIND = kind
            cls.kinds[kind] = cls


def is_family(cls: object) -> bool:
    """Whether `cls` is the root of a family, so that a value of it must say its kind."""
    return isinstance(cls, type) and Kinded in cls.__bases__
