"""What is said while the pilot is evaluated."""

from __future__ import annotations

from api import reading
from api.conditions import ConditionsView
from api.conditions import conditions as five_conditions
from api.doors import Here, Reader
from api.lessons import LessonsView
from api.lessons import lessons as learned
from api.problems import declared
from api.scopes import needs
from api.speaking import Speaking
from api.words import PathId
from domain.phases.evaluation.commands import (
    AnswerRubric,
    MakeClaim,
    NameLead,
    NoClaims,
    PublishResults,
    ReassignVerifier,
    VerifyClaim,
    WriteLesson,
    WriteReport,
)
from models.scopes import Scope

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
speaking.says(NameLead, example={"seat": "seat_5"})
speaking.says(WriteReport, example={"text": "Kyyti haettiin 214 kertaa. Kolme kylää kuudesta jäi ilman."})
speaking.says(PublishResults, example={"text": "Kyyti toimi, kun kuljettaja oli kylältä. Kiitos, että kerroitte!"})
router = speaking.router


@router.get("/conditions", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def conditions(here: Here, asking: Reader, initiative: PathId) -> ConditionsView:
    """The five conditions: how the sectors rated each in every round of evaluation, and beside it what is known without
    asking. Nothing is averaged over conditions; fewer than three ratings are not shown, and what is not known is no 0.
    """
    await reading.require_sight(here, asking, initiative)
    return await five_conditions(here, (await here.folds.of(initiative)).initiative)


@router.get("/lessons", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def lessons(here: Here, asking: Reader, initiative: PathId) -> LessonsView:
    """Lessons: those of earlier initiatives that this one began with and what it makes of each, and those it wrote with
    what later initiatives made of them, disproved ones among them.
    """
    await reading.require_sight(here, asking, initiative)
    return await learned(here, (await here.folds.of(initiative)).initiative)
