"""A dry run as the API answers it."""

from __future__ import annotations

from typing import Any

LETTER: dict[str, Any] = {
    "letter": "ab" * 16,
    "actor": "a1",
    "person": "Kanerva Lintu",
    "seat": "seat_1",
    "organisation": "Kyläyhdistys ry",
    "obligation": "meetings.0/attend_meeting/seat_1/m1.2",
    "duty": "attend_meeting",
    "step": "invitation",
    "voice": "invitation",
    "leaves_at": "2026-01-12T08:15:00Z",
    "others": 2,
    "by": "mail",
    "because": None,
}
STAYS = LETTER | {"person": None, "leaves_at": None, "by": None, "because": "bounced"}
MAIL: dict[str, Any] = {"goes": [LETTER], "stays": [STAYS], "taken_back": []}
AHEAD: dict[str, Any] = {
    "happened": ["meeting.moved", "obligation.released"],
    "clocks": [
        {"obligation": None, "duty": None, "due": "2026-02-01T22:00:00Z", "due_after": "2026-02-01T22:00:00Z"},
        {"obligation": "o1", "duty": "d", "due": "2026-02-01T22:00:00Z", "due_after": "2026-02-03T22:00:00Z"},
    ],
    "rests_until": None,
    "mail": MAIL,
}
