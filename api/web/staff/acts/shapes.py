"""Forms of acts, from the commands themselves: each field gets the control that its type asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from api.bodies import Body, Correctable, body_of
from api.web.staff.acts.catalogue import ALSO_FOR_A_SEAT, FOR_A_SEAT
from api.web.staff.acts.things import THINGS, Things, options
from api.web.staff.initiative.reading import Seen
from api.web.words import Words
from domain.actors import Channel
from domain.commands import Command
from domain.facts import Value
from domain.operating_model import ExitKind
from domain.phases.evaluation.conclusions import Conclusion
from domain.sealed import Sealed

SEAT_FIELDS: Final = ("owner", "deputy", "chair", "deputy_chair", "verifier", "seat", "for_seat")
CHANNELS: Final = (Channel.PHONE, Channel.PAPER)
PROPOSALS: Final = 4  # moments that one form asks for
_OF_BODIES: Final = (*Body.model_fields, *Correctable.model_fields)
SPAN, RHYTHM = "by", "rhythm"
RHYTHMS: Final = ("P7D", "P1M", "P3M", "P12M")
_NAMING: Final = ("obligation", "clause", "earlier", *THINGS)
_SEVERAL: Final = ("observations", "measures", *THINGS)


class Shape(StrEnum):
    """How a field is filled in."""

    TEXT = "text"  # words of one's own
    LINE = "line"
    NUMBER = "number"
    WORKING_DAYS = "working_days"
    FIGURE = "figure"  # decimal text; empty where it is not known
    DAY = "day"
    MOMENT = "moment"
    MOMENTS = "moments"
    CHOICE = "choice"
    TICKS = "ticks"  # any of several
    LINES = "lines"  # one a line


@dataclass(frozen=True)
class ActField:
    """One field of an act; `options` are values and labels."""

    name: str
    shape: Shape
    needed: bool
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()


def fields(command: type[Command], seen: Seen, found: Things, words: Words) -> list[ActField]:
    """The fields of a command's form, in their order."""
    hints = get_type_hints(command)
    shaped = [
        _field(name, hints[name], field.is_required(), seen, found, words)
        for name, field in body_of(command).model_fields.items()
        if name not in _OF_BODIES
    ]
    if command.KIND not in (*FOR_A_SEAT, *ALSO_FOR_A_SEAT):
        return shaped
    needed, told = command.KIND in FOR_A_SEAT, words["act_hint"].get("channel", "")
    channels = tuple((one.value, words["act_option"][one.value]) for one in CHANNELS)
    heard = ActField("channel", Shape.CHOICE, needed, words["act_field"]["channel"], "" if needed else told, channels)
    return [_field("for_seat", str, needed, seen, found, words), *shaped, heard]


def _field(name: str, hint: Any, needed: bool, seen: Seen, found: Things, words: Words) -> ActField:
    inner, is_many = _inner(hint)
    label = words["act_field"].get(name, name.replace("_", " "))
    told: Mapping[str, str] = words["act_hint"]
    shape, offered = _shape(name, inner, seen, found, words, is_many=is_many)
    return ActField(name, shape, needed, label, told.get(name, ""), tuple(offered))


def _inner(hint: Any) -> tuple[Any, bool]:
    """What a type holds, and whether many of it."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    return (get_args(hint)[0], True) if get_origin(hint) is tuple else (hint, False)


def _shape(
    name: str, kind: Any, seen: Seen, found: Things, words: Words, *, is_many: bool
) -> tuple[Shape, list[tuple[str, str]]]:
    if is_many:
        return _many(name, kind, seen, found, words)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Shape.CHOICE, [(one.value, _named(one, words)) for one in kind if _may_be(one, seen)]
    if kind is bool:
        return Shape.CHOICE, [("true", words["act_option"]["yes"]), ("false", words["act_option"]["no"])]
    if name in SEAT_FIELDS:
        return Shape.CHOICE, sorted(seen.seats.items(), key=lambda one: one[1])
    if name in _NAMING:
        return Shape.CHOICE, options(name, seen, found, words)
    if name == "verdict":
        of_evaluation = Conclusion if seen.view.phase == "evaluation" else ()
        return Shape.CHOICE, [(one.value, words["conclusion"][one.value]) for one in of_evaluation]
    if name == RHYTHM:
        return Shape.CHOICE, [(one, words["act_option"][one]) for one in RHYTHMS]
    if name == SPAN:
        return Shape.WORKING_DAYS, []
    plain = {Sealed: Shape.TEXT, int: Shape.NUMBER, Value: Shape.FIGURE, datetime: Shape.MOMENT, date: Shape.DAY}
    return plain.get(kind, Shape.LINE), []


def _many(name: str, kind: Any, seen: Seen, found: Things, words: Words) -> tuple[Shape, list[tuple[str, str]]]:
    if kind is datetime:
        return Shape.MOMENTS, []
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Shape.TICKS, [(one.value, _named(one, words)) for one in kind]
    if name in ("seats", "present"):
        return Shape.TICKS, sorted(seen.seats.items(), key=lambda one: one[1])
    return (Shape.TICKS, options(name, seen, found, words)) if name in _SEVERAL else (Shape.LINES, [])


def _may_be(one: StrEnum, seen: Seen) -> bool:
    """Whether this can be chosen now: of exits those that the model has for the phase."""
    return not isinstance(one, ExitKind) or one in seen.initiative.rule.next


def _named(one: StrEnum, words: Words) -> str:
    named: Mapping[str, str] = words["act_option"]
    return named.get(one.value) or words["sector"].get(one.value) or one.value.replace("_", " ")
