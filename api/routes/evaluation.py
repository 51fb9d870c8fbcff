"""What is said while the pilot is evaluated."""

from __future__ import annotations

from api.speaking import Speaking
from domain.phases.evaluation.commands import (
    AnswerRubric,
    MakeClaim,
    NoClaims,
    ReassignVerifier,
    VerifyClaim,
    WriteLesson,
)

speaking = Speaking("evaluation")
speaking.says(
    AnswerRubric,
    example={
        "common_agenda": 3,
        "shared_measurement": 2,
        "reinforcing_activities": 3,
        "continuous_communication": 4,
        "backbone_support": None,
    },
)
speaking.says(
    MakeClaim,
    example={"text": "Nuoret tapaavat viikoittain.", "observations": ["o1"], "verifier": "seat_5"},
    makes="claim",
)
speaking.says(NoClaims, example={"reason": "Havaintoja on liian vähän."})
speaking.says(ReassignVerifier, example={"claim": "c1", "verifier": "seat_6"})
speaking.says(VerifyClaim, example={"claim": "c1", "verdict": "confirmed", "grounds": "Laskin kävijät itse."})
speaking.says(WriteLesson, example={"works_when": "Toimii, kun avain on kylällä."}, makes="lesson")
router = speaking.router
