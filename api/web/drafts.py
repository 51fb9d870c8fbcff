"""The draft of an application, where the seats that write, comment on or endorse it may read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.web.desk import Desk
from domain.matters.application.events import SectionAllotted, SectionChanged, SectionCommented, SectionWritten


def sections(desk: Desk) -> dict[str, str]:
    """The titles of the sections by id."""
    named = (*_events(desk, SectionAllotted), *(e for e in _events(desk, SectionChanged) if e.title))
    return {event.section: desk.text(event.title) for event in named}


def written(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each section that is written, as title and last text."""
    last = {e.section: desk.text(e.text) for e in _events(desk, SectionWritten)}
    for section, title in sections(desk).items():
        if section in last:
            yield title, last[section]


def section(desk: Desk, subject: str) -> tuple[str, str]:
    """A section by its id, as title and last text, which is empty before it is written."""
    last = [desk.text(e.text) for e in _events(desk, SectionWritten) if e.section == subject]
    return sections(desk).get(subject, ""), last[-1] if last else ""


def objection(desk: Desk, subject: str) -> tuple[str, str]:
    """An objection by its id, as the id of its section and its text."""
    made = next((e for e in _events(desk, SectionCommented) if e.comment == subject), None)
    return (made.section, desk.text(made.text)) if made else ("", "")


def _events(desk: Desk, kind: type[Any]) -> list[Any]:
    return [entry.event for entry in desk.written if isinstance(entry.event, kind)]
