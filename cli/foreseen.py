"""How a dry run is shown to people: what would happen, every clock that moves, and who would get which letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from cli.tables import ZONE, table

Json = dict[str, Any]


def looked_ahead(answer: Json) -> Iterator[Any]:
    """What a command would do."""
    yield Text(f"Would be written: {', '.join(answer['happened'])}. A dry run, nothing has been said.")
    moved = [clock for clock in answer["clocks"] if clock["due"] != clock["due_after"]]
    if moved:
        rows = ([one["obligation"] or one["duty"] or "phase", one["due"], one["due_after"]] for one in moved)
        yield table(("deadline", "before", "after"), rows, "Deadlines that move")
    yield from mail(answer["mail"])
    if there := answer.get("there"):
        yield Text(f"\nIn {there['initiative']} would be written: {', '.join(there['happened'])}.")
        yield from mail(there["mail"])


def mail(answer: Json) -> Iterator[Any]:
    """Who would get which letter, who none and why, and which letters that wait would not leave any more."""
    goes, stays, back = answer["goes"], answer["stays"], answer["taken_back"]
    yield Text(f"Letters: {len(goes)} would leave, {len(stays)} not, {len(back)} that wait would be taken back.")
    if goes:
        rows = ([*_letter(one), one["leaves_at"], one["by"], one["others"] or None] for one in goes)
        columns = (*_COLUMNS, "leaves_at", "by", "with others")
        yield table(columns, rows, f"Would leave, at the earliest ({ZONE}); with so many others in one message")
    for title, letters in (("Would get nothing", stays), ("Would be taken back", back)):
        if letters:
            yield table((*_COLUMNS, "because"), ([*_letter(one), one["because"]] for one in letters), title)


_COLUMNS = ("to", "of", "about", "as")


def _letter(one: Json) -> list[Any]:
    return [one["person"] or one["actor"], one["organisation"], _about(one), one["voice"]]


def _about(one: Json) -> str:
    """The duty, and which one of several it is about; or what it tells of."""
    if one["voice"] == "told":
        return f"{one['duty']}: {one['step']}"
    *_, subject = one["obligation"].split("/")
    return one["duty"] if subject in (one["duty"], one["seat"]) else f"{one['duty']} {subject}"
