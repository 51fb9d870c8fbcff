"""Lessons of earlier initiatives: which of them the next one is to look at, and what it makes of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

MOST: Final = 7
"""As many lessons as an initiative begins with at most, where the model says nothing."""


class LessonUse(StrEnum):
    """What an initiative makes of a lesson of an earlier one."""

    USE = "use"
    NOT_APPLICABLE = "not_applicable"
    DISPROVED = "disproved"  # it does not hold: told where it came from


class Relevance(StrEnum):
    """Why a lesson is to be looked at. The order is that of their weight."""

    FOLLOWS = "follows"  # the initiative goes on from the one that wrote it
    PLACE_AND_THEME = "place_and_theme"
    THEME = "theme"
    PLACE = "place"


@dataclass(frozen=True)
class EarlierLesson:
    """A lesson by reference: lesson `lesson` of an earlier `initiative`, written by entry `entry` of its ledger. Its
    `text` lies in the vault of that initiative, under this commitment (hex).
    """

    id: str
    initiative: str
    entry: int
    lesson: str
    text: str
    because: Relevance


@dataclass(frozen=True)
class Written:
    """A lesson that stands in the ledger of an initiative of this place, theme and operating model (id).

    `disproved` counts the later initiatives in which it did not hold.
    """

    initiative: str
    place: str
    theme: str
    model: str
    entry: int
    lesson: str
    text: str
    at: datetime
    disproved: int = 0


@dataclass(frozen=True)
class Beginning:
    """What is known of an initiative that begins; `follows` is the one that it goes on from, if any."""

    place: str
    theme: str
    model: str
    follows: str | None = None


def relevance(written: Written, beginning: Beginning) -> Relevance | None:
    """Why a lesson concerns an initiative; None where it does not. The operating model alone makes none relevant: most
    initiatives of a region share it.
    """
    if written.initiative == beginning.follows:
        return Relevance.FOLLOWS
    place, theme = written.place == beginning.place, written.theme == beginning.theme
    if place and theme:
        return Relevance.PLACE_AND_THEME
    if theme:
        return Relevance.THEME
    return Relevance.PLACE if place else None


def preloaded(known: Iterable[Written], beginning: Beginning, most: int) -> tuple[EarlierLesson, ...]:
    """The lessons that an initiative begins with, `most` at most: the most relevant first; of equal ones those that
    have been disproved less often, then those of the same operating model, then the newest.
    """
    order = list(Relevance)
    found = [(why, one) for one in known if (why := relevance(one, beginning)) is not None]
    found.sort(key=lambda pair: (pair[1].initiative, -pair[1].entry))
    found.sort(key=lambda pair: pair[1].at, reverse=True)
    found.sort(key=lambda pair: (order.index(pair[0]), pair[1].disproved, pair[1].model != beginning.model))
    return tuple(
        EarlierLesson(f"e{number}", one.initiative, one.entry, one.lesson, one.text, why)
        for number, (why, one) in enumerate(found[:most], start=1)
    )
