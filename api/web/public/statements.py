"""Statements: what an installation says of its accessibility and of what it keeps, filled in with what is true here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.controller import Controller
from api.version import VERSION
from api.web.words import Words


@dataclass(frozen=True)
class Section:
    """A part of a statement: paragraphs, points, and whether the address for questions stands under them."""

    heading: str
    text: tuple[str, ...]
    points: tuple[str, ...]
    contact: bool


def sections(words: Words, statement: str, controller: Controller, site: str) -> Iterator[Section]:
    """The parts of a statement in these words, for an installation of this controller at this address."""
    true_here = {
        "controller": controller.name or words["page"]["unnamed"],
        "site": site,
        "version": VERSION,
    }
    for section in words[statement]["section"]:
        text = tuple(one.format(**true_here) for one in section.get("text", ()))
        kept = _kept(words, controller) if section.get("name") == "kept" else ()
        points = (*kept, *section.get("points", ()))
        yield Section(section["heading"], text, points, section.get("contact", False))


def _kept(words: Words, controller: Controller) -> tuple[str, ...]:
    said: dict[str, Any] = words["privacy"]["kept"]
    periods = controller.periods
    chosen = {"people": periods.people, "texts": periods.texts, "notes": periods.notes}
    return tuple(said[what].format(days=days) if days else said[f"{what}_open"] for what, days in chosen.items())
