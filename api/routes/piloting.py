"""What is said while the plan is tried out."""

from __future__ import annotations

from api.speaking import Speaking
from domain.phases.piloting.commands import (
    AnswerPulse,
    BeginSettling,
    HaltOnHarm,
    RedefineIndicator,
    ReportObservation,
    ReviewDrift,
    ReviewHarm,
    SettleCommitment,
)

speaking = Speaking("piloting")
speaking.says(AnswerPulse, example={"progress": 3, "energy": 2})
speaking.says(ReportObservation, example={"indicator": "i1", "value": {"number": "14"}}, makes="observation")
speaking.says(BeginSettling, example={"reason": "Tavoite saavutettiin."})
speaking.says(SettleCommitment, example={"commitment": "c1", "state": "kept"})
speaking.says(HaltOnHarm, example={"reason": "Tila ei ole turvallinen."})
speaking.says(ReviewHarm, example={"resume": True, "findings": "Hätäpoistumistie korjattiin."})
speaking.says(
    RedefineIndicator,
    example={
        "indicator": "i1",
        "definition": "Eri kävijöitä kuukaudessa",
        "reason": "Samat kävijät laskettiin moneen kertaan.",
        "baseline": {"number": "9"},
        "target": {"number": "30"},
    },
)
speaking.says(ReviewDrift, example={"indicator": "i1", "findings": "Talven kelit; ilta siirretään lauantaille."})
router = speaking.router
