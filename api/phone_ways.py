"""Ways to enter what was answered by phone: for each line of the phone list one request, or one command."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from pydantic.fields import FieldInfo

from api.answering import ANSWERS, path_of
from api.bodies import body_of
from domain.actors import Channel
from domain.commands import Command
from domain.obligations import Obligation

THINGS = ("action", "need", "indicator", "commitment", "activity", "claim", "request", "meeting", "section", "comment")
"""Fields that name what a duty is about, as its subject does."""


@dataclass(frozen=True)
class Way:
    """A command that answers: where to POST it, the body so far (what is still to be said is in capitals, and choices
    are apart by `|`), and the same for the command line.
    """

    command: str
    path: str
    body: dict[str, str | int]
    say: str


def ways(initiative: str, owed: Obligation) -> tuple[Way, ...]:
    """How a duty of a seat is answered for it; in no way for what those who coordinate owe: they do that themselves."""
    if owed.seat is None:
        return ()
    return tuple(_way(initiative, owed, command) for command in ANSWERS.get(owed.duty, ()))


def _way(initiative: str, owed: Obligation, command: type[Command]) -> Way:
    said = dict(_needed(command, owed.subject or ""))
    body: dict[str, str | int] = {"for_seat": owed.seat or "", "channel": Channel.PHONE.value, **said}
    path = path_of(command)
    fields = (shlex.quote(f"{name}={value}") for name, value in body.items())
    line = " ".join(("talkoot", "say", initiative, path.removeprefix("/"), *fields))
    return Way(command.KIND, f"/api/v1/initiatives/{initiative}{path}", body, line)


def _needed(command: type[Command], subject: str) -> Iterator[tuple[str, str | int]]:
    """The fields that must be said, with what is known of them already."""
    hints = get_type_hints(command)
    thing = subject.partition(".")[0]
    for name, field in body_of(command).model_fields.items():
        if not field.is_required():
            continue
        if name in THINGS and thing:
            yield name, thing
        elif name == "statement" and thing.isdigit():
            yield name, int(thing)
        else:
            yield name, _blank(name, field, hints.get(name))


def _blank(name: str, field: FieldInfo, hint: Any) -> str:
    """What stands where something is still to be said."""
    hints = (hint, field.annotation, *get_args(hint))
    kind = next((one for one in hints if isinstance(one, type) and issubclass(one, (StrEnum, bool))), None)
    if kind is bool:
        return "true|false"
    return "|".join(kind) if kind is not None else name.upper()
