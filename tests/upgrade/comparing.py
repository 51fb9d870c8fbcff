"""What has changed since a version was recorded, and what to do about it. What only adds is no finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.correspondence.accounts import LetterEvent
from domain.events import Event
from domain.house import HouseEvent
from tests.upgrade.shapes import MAY_BE_MISSING, Shape, spelled

RECORD = "python -m tests.upgrade.record"
KEEP = "Keep reading the old form: leave it in place (a field may become optional), and add the new one beside it."
LEDGER = f"Ledgers hold it for ever, and reading is strict. {KEEP} A changed meaning is a new kind of event."
BATON = (
    f"Runs under way carry it. {KEEP} Where that cannot be, CHANGELOG.md tells operators to run 'talkoot restart "
    "--all-open' after the upgrade, and the recordings of the versions that need it go."
)
CALL = (
    "Runs under way and their recorded histories speak the old form. Give the new form a name of its own beside the "
    f"old one, or guard it by workflow.patched; with the next version, record anew: {RECORD}"
)
COMMAND = (
    "An open run would be replayed with other commands than it gave. Guard the change by workflow.patched (see "
    f"CONTRIBUTING.md), play what is new in tests/upgrade/scenarios.py, and record anew with the next version: {RECORD}"
)


def findings(recorded: dict[str, Any], today: dict[str, Any]) -> list[str]:
    """All that the code of today no longer does as it was recorded, each with its remedy."""
    ours = _in_ledgers()
    named = {"workflow": "workflows", "activity": "activities"}
    calls = (line for one, all_ in named.items() for line in _told(recorded[all_], today[all_], one, CALL))
    wire = (
        line
        for name, shape in recorded["wire"].items()
        for line in _shape(name, shape, today["wire"].get(name), LEDGER if name in ours or _is_event(name) else BATON)
    )
    return [*calls, *wire]


def commands(scenario: str, recorded: list[str], today: list[str]) -> list[str]:
    """Commands that a scenario gives now and did not give then, and the reverse."""
    fresh, gone = sorted(set(today) - set(recorded)), sorted(set(recorded) - set(today))
    return [
        *(f"scenario '{scenario}': a command that was not recorded: {line}. {COMMAND}" for line in fresh),
        *(f"scenario '{scenario}': a recorded command is given no more: {line}. {COMMAND}" for line in gone),
    ]


def _told(recorded: dict[str, Any], today: dict[str, Any], what: str, then: str) -> Iterator[str]:
    for name, said in recorded.items():
        if isinstance(said, dict):
            yield from _told(said, today.get(name, {}), f"{what} {name}:", then)
        elif name not in today:
            yield f"{what} {name} is gone. {then}"
        elif today[name] != said:
            yield f"{what} {name} was {said}, and is {today[name]}. {then}"


def _shape(name: str, recorded: Shape, today: Shape | None, then: str) -> Iterator[str]:
    if today is None:
        yield f"{name} is gone. {then}"
    elif isinstance(recorded, list):
        yield from (f"{name}: the word '{word}' is gone. {then}" for word in recorded if word not in today)
    else:
        yield from _fields(name, recorded, dict(today), then)  # type: ignore[arg-type]


def _fields(name: str, recorded: dict[str, str], today: dict[str, str], then: str) -> Iterator[str]:
    for field, said in recorded.items():
        if field not in today:
            yield f"{name}: the field '{field}' is gone. {then}"
        elif _tightened(said, today[field]):
            yield f"{name}: the field '{field}' was {said}, and is {today[field]}. {then}"
    for field in today.keys() - recorded.keys():
        if not today[field].endswith(MAY_BE_MISSING):
            yield f"{name}: the new field '{field}' is required, and nothing old has it. Give it a default. {then}"


def _tightened(recorded: str, today: str) -> bool:
    """Whether what was written then may not be read now. A field that may be missing now as well is no harm."""
    loosened = {recorded, f"{recorded}{MAY_BE_MISSING}"}
    words = sorted({*recorded.split(" or "), "nothing"})
    return today not in {*loosened, f"{' or '.join(words)}{MAY_BE_MISSING}"}


def _is_event(name: str) -> bool:
    return name.startswith(("event ", "letter ", "house ", "ledger "))


def _in_ledgers() -> set[str]:
    """The values and words that events are made of."""
    found: dict[str, Shape] = {}
    for kind in (*Event.kinds.values(), *LetterEvent.kinds.values(), *HouseEvent.kinds.values()):
        spelled(kind, found)
    return set(found)
