"""The shapes of what is stored and sent: each kind and value with its fields, as `domain.wire` reads and writes it."""

from __future__ import annotations

import dataclasses
import json
import types
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.actors import Channel
from domain.commands import Command, Interaction
from domain.correspondence.accounts import LetterEvent
from domain.events import Event, InitiativeEnded
from domain.house import HouseEvent
from domain.initiative import Initiative, PhaseState
from domain.kinds import is_family
from domain.ledger.entries import GENESIS, Entry, Recorded, encode
from domain.matter import Matter
from workflows.baton import Baton
from workflows.calls import Proposal, Years
from workflows.phase import Receipt

FAMILIES: dict[str, Any] = {
    "event": Event,
    "letter": LetterEvent,
    "house": HouseEvent,
    "command": Command,
    "state": PhaseState,
    "matter": Matter,
}
ROOTS: tuple[Any, ...] = (Baton, Initiative, Interaction, Receipt, Proposal, Entry, Years)
MAY_BE_MISSING = ", may be missing"

Shape = dict[str, str] | list[str]


def shapes() -> dict[str, Shape]:
    """By name: the fields of a kind or value with their types, or the words of a closed list."""
    found: dict[str, Shape] = {"ledger entry": dict.fromkeys(_entry(), "as written")}
    for family, root in FAMILIES.items():
        for kind in sorted(root.kinds):
            found[f"{family} {kind}"] = _fields(root.kinds[kind], found)
    for root in ROOTS:
        spelled(root, found)
    return dict(sorted(found.items()))


def spelled(hint: Any, found: dict[str, Shape]) -> str:
    """A type in words; what it is made of is added to `found`. Raises TypeError where two types share a name."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(sorted(spelled(argument, found) for argument in arguments))
    if origin is not None:
        inner = ", ".join("…" if one is Ellipsis else spelled(one, found) for one in arguments)
        return f"{getattr(origin, '__name__', origin)} of {inner}"
    if hint in (None, type(None)):
        return "nothing"
    if is_family(hint):
        return f"any {next(name for name, root in FAMILIES.items() if root is hint)}"
    name = getattr(hint, "__name__", str(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        _enter(f"words {name}", [str(word) for word in hint], found)
    elif dataclasses.is_dataclass(hint) and f"value {name}" not in found:
        found[f"value {name}"] = {}  # it may hold itself
        found[f"value {name}"] = _fields(hint, found)
    return str(name)


def _fields(cls: Any, found: dict[str, Shape]) -> dict[str, str]:
    hints = get_type_hints(cls)
    return {
        field.name: spelled(hints[field.name], found) + (MAY_BE_MISSING if _may_be_missing(field, hints) else "")
        for field in dataclasses.fields(cls)
    }


def _may_be_missing(field: dataclasses.Field[Any], hints: dict[str, Any]) -> bool:
    defaulted = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    return defaulted or type(None) in get_args(hints[field.name])


def _enter(name: str, shape: Shape, found: dict[str, Shape]) -> None:
    if found.setdefault(name, shape) != shape:
        raise TypeError(f"two types are called {name}: give one of them another name, or tell them apart here")


def _entry() -> list[str]:
    """All that an entry of the ledger may say."""
    now = datetime(2026, 1, 12, tzinfo=UTC)
    recorded = Recorded(1, now, "actor", "seat", InitiativeEnded("stopped"), "cause", Channel.LINK, now)
    text = encode(recorded, stream="initiative:i", prev=GENESIS, model="m@1", command_key="cause").text
    return sorted(json.loads(text))
