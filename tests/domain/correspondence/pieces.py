"""Letters for the rules about sending to judge, on a real calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.calendar import Calendar
from domain.correspondence.piece import Piece, Quiet
from domain.letter import Voice
from operating_models.pin import pin
from tests.fixtures.rules import MODEL

CALENDAR = Calendar(MODEL.calendar, pin("Europe/Helsinki", "FI", date(2026, 1, 1)))
PACED = replace(CALENDAR, day_milliseconds=2000)
MONDAY = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)  # 10.00 in Helsinki


def helsinki(moment: str) -> datetime:
    """An instant by its wall time: `2026-03-29 09:00`."""
    wall = datetime.fromisoformat(moment)
    return CALENDAR.instant(wall.date(), wall.time())


def quiet(hours: str) -> Quiet:
    """Quiet hours like `18:00-10:00`."""
    found = Quiet.of(*hours.split("-"))
    assert found is not None
    return found


def piece(id_: str = "l1", **given: Any) -> Piece:
    """A reminder that is due since Monday, of a duty with some time left."""
    known: dict[str, Any] = {
        "initiative": "i1",
        "about": "convening.1/answer_invitation/seat-01",
        "voice": Voice.REMINDER,
        "duty": "answer_invitation",
        "due_at": MONDAY,
        "due": helsinki("2026-01-24 00:00"),
        "calendar": CALENDAR,
    }
    return Piece(id_, **{**known, **given})
