"""What is said while the plan is tried out."""

from __future__ import annotations

from api import reading
from api.dependants import DependantsView
from api.dependants import dependants as depending
from api.doors import Here, Reader
from api.problems import declared
from api.scopes import needs
from api.speaking import Speaking
from api.words import PathId
from domain.phases.piloting.commands import (
    AdaptPilot,
    AnswerPulse,
    AnswerRelease,
    BeginSettling,
    CheckStart,
    CommitAnew,
    HaltOnHarm,
    NameLead,
    RedefineIndicator,
    ReleaseActivity,
    ReportIncident,
    ReportObservation,
    ReviewDrift,
    ReviewHarm,
    SettleCommitment,
    TellEarlyWin,
)
from models.scopes import Scope

speaking = Speaking("piloting")
speaking.says(AnswerPulse, example={"progress": 3, "energy": 2})
speaking.says(ReportObservation, example={"indicator": "i1", "value": {"number": "14"}}, makes="observation")
speaking.says(BeginSettling, example={"reason": "Tavoite saavutettiin.", "criterion": "x1"})
speaking.says(SettleCommitment, example={"commitment": "c1", "state": "kept"})
speaking.says(ReleaseActivity, example={"activity": "a2", "because": "resources"})
speaking.says(AnswerRelease, example={"activity": "a1", "answer": "keep"})
speaking.says(
    CommitAnew,
    example={"activity": "a1", "text": "Avaamme kylätalon myös lauantaisin.", "instead_of": "c1"},
    makes="commitment",
)
speaking.says(HaltOnHarm, example={"reason": "Tila ei ole turvallinen."})
speaking.says(NameLead, example={"seat": "seat_3"})
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
speaking.says(CheckStart, example={"lacking": ["permissions"], "note": "Tilan käyttölupa tulee perjantaina."})
speaking.says(TellEarlyWin, example={"text": "Kolme nuorta toi kaverinsa mukaan."}, makes="win")
speaking.says(
    ReportIncident,
    example={"text": "Ovi jäi yöksi auki.", "done": "Avaimen haltija tarkistaa oven iltaisin."},
    makes="incident",
)
speaking.says(AdaptPilot, example={"plan": "adapt", "note": "Ilta siirretään lauantaille."})
router = speaking.router


@router.get("/dependants/{thing}", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def dependants(here: Here, asking: Reader, initiative: PathId, thing: PathId) -> DependantsView:
    """What depends on a commitment (`c1`) or an activity (`a1`): every activity, commitment, indicator and observation,
    directly or through others that it comes before. To be looked at before it is released, and after.
    """
    await reading.require_sight(here, asking, initiative)
    return await depending(here, (await here.folds.of(initiative)).initiative, thing)
