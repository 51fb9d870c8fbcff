"""What is said while an initiative convenes."""

from __future__ import annotations

from api.speaking import Speaking
from domain.phases.convening.commands import (
    AnswerInvitation,
    FollowReferral,
    NameChair,
    ReviewGroundRules,
    WriteGroundRules,
    WriteMinutes,
)

speaking = Speaking("convening")
speaking.says(AnswerInvitation, example={"reply": "yes"})
speaking.says(
    FollowReferral, example={"seat": "seat_1", "note": "Kysyimme nuorisoseuran puheenjohtajalta. Hän tulee mukaan."}
)
speaking.says(NameChair, example={"chair": "seat_1", "deputy_chair": "seat_2"})
speaking.says(WriteMinutes, example={"text": "Läsnä 9 toimijaa. Päätettiin aloittaa suunnittelu."})
speaking.says(WriteGroundRules, example={"text": "Jokainen puhuu vuorollaan. Sovitusta kerrotaan kaikille."})
speaking.says(ReviewGroundRules, example={"agrees": True})
router = speaking.router
