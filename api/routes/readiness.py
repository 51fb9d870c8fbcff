"""What is said while the readiness of a place is looked into."""

from __future__ import annotations

from api.speaking import Speaking
from domain.phases.readiness.commands import (
    AnswerReadiness,
    CheckAgain,
    Cultivate,
    NameAction,
    NameChampions,
    NoteLandscape,
    ReportAction,
)

speaking = Speaking("readiness")
speaking.says(
    AnswerReadiness,
    example={
        "approach": "right",
        "champions": 3,
        "resources": 2,
        "urgency": 4,
        "nuts_and_bolts": "Kylätalo on, lämmitys puuttuu.",
    },
)
speaking.says(NameChampions, example={"seats": ["seat_1", "seat_2"]})
speaking.says(NoteLandscape, example={"text": "Seurakunta pitää nuorten iltoja kerran kuussa."}, makes="note")
speaking.says(
    NameAction,
    example={"text": "Sovitaan kylätalon lämmityksestä.", "owner": "seat_1", "due": "2027-02-26"},
    makes="action",
)
speaking.says(Cultivate, example={"reason": "Vetäjiä ei vielä ole."})
speaking.says(ReportAction, example={"action": "a1", "done": True})
speaking.says(CheckAgain, example={})
router = speaking.router
