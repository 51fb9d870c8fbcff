"""What is said of support, in whatever phase."""

from __future__ import annotations

from api.speaking import Speaking
from domain.matters.support.commands import (
    DeclineRequest,
    GiveSupport,
    JoinRequest,
    PromiseSupport,
    RateSupport,
    RequestSupport,
)

speaking = Speaking("support")
speaking.says(
    RequestSupport,
    example={"level": "actor", "text": "Kuka auttaisi avustushakemuksen kirjoittamisessa?"},
    makes="request",
)
speaking.says(JoinRequest, example={"request": "r1"})
speaking.says(PromiseSupport, example={"request": "r1", "due": "2026-12-11"})
speaking.says(DeclineRequest, example={"request": "r1", "reason": "Siihen on oma neuvojansa kunnassa."})
speaking.says(GiveSupport, example={"request": "r1", "note": "Kirjoitimme hakemuksen yhdessä."})
speaking.says(RateSupport, example={"request": "r1", "helped": "partly"})
router = speaking.router
