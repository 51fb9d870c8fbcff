"""What is said while a practice takes root."""

from __future__ import annotations

from api.speaking import Speaking
from domain.phases.establishment.commands import (
    AcceptHandOver,
    AnswerCheckIn,
    EvidenceGround,
    NameReceiver,
)

speaking = Speaking("establishment")
speaking.says(EvidenceGround, example={"ground": "owner", "evidence": "Kunnanhallitus 12.1.2027, 7 §"})
speaking.says(NameReceiver, example={"seat": "seat_3"})
speaking.says(AcceptHandOver, example={"accepts": True})
speaking.says(AnswerCheckIn, example={"condition": "alive"})
router = speaking.router
