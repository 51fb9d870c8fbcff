"""Written lessons as readers see them: those of an initiative, and what later ones made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.events import LessonWritten
from domain.ledger.entries import Recorded
from domain.lessons import LessonUse
from models import lesson_uses


@dataclass(frozen=True)
class UseView:
    """What a later `initiative`, of this place and theme, made of a lesson; None while it has not said."""

    initiative: str
    place: str
    theme: str
    use: LessonUse | None
    reason: str | None
    at: datetime | None


@dataclass(frozen=True)
class WrittenView:
    """A lesson that this initiative wrote, by entry `entry`, and the later initiatives that look at it; `disproved`
    counts those in which it did not hold.
    """

    lesson: str
    entry: int
    works_when: str | None
    at: datetime
    disproved: int
    uses: tuple[UseView, ...]


def written_view(entry: Recorded, uses: tuple[lesson_uses.Used, ...], texts: dict[str, str]) -> WrittenView:
    """A lesson that was written here, its uses by later initiatives, and their texts by reference."""
    assert isinstance(entry.event, LessonWritten)
    return WrittenView(
        lesson=entry.event.lesson,
        entry=entry.seq,
        works_when=texts.get(entry.event.works_when.commitment),
        at=entry.at,
        disproved=sum(used.use is LessonUse.DISPROVED for used in uses),
        uses=tuple(
            UseView(
                used.initiative,
                used.place,
                used.theme,
                used.use,
                texts.get(used.reason.commitment) if used.reason else None,
                used.at,
            )
            for used in uses
        ),
    )
