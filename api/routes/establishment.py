"""What is said while a practice takes root."""

from __future__ import annotations

from api import reading
from api.doors import Here, Reader
from api.going_on import begin_from_need
from api.problems import declared
from api.scopes import needs
from api.speaking import Speaking
from api.words import PathId
from domain.phases.establishment.commands import (
    AcceptHandOver,
    AnswerCheckIn,
    DeclineLinkedNeed,
    EvidenceGround,
    NameReceiver,
    StartFromNeed,
)
from domain.phases.establishment.surviving import Survival
from domain.phases.establishment.surviving import survival as how_it_lived_on
from models.scopes import Scope

speaking = Speaking("establishment")
speaking.says(EvidenceGround, example={"ground": "owner", "evidence": "Kunnanhallitus 12.1.2027, 7 §"})
speaking.says(NameReceiver, example={"seat": "seat_3"})
speaking.says(AcceptHandOver, example={"accepts": True})
speaking.says(AnswerCheckIn, example={"condition": "alive"})
speaking.says(StartFromNeed, example={"need": "w1-2"}, first=begin_from_need, makes="initiative")
speaking.says(
    DeclineLinkedNeed, example={"need": "w1-2", "reason": "Naapurikylän kyytirinki on ottanut reitin hoitaakseen."}
)
router = speaking.router


@router.get("/survival", responses=declared(409))
@needs(Scope.INITIATIVES_READ)
async def survival(here: Here, asking: Reader, initiative: PathId) -> Survival:
    """How an established practice has lived on: what each check-in told. Silence is unknown, never alive."""
    await reading.require_sight(here, asking, initiative)
    return how_it_lived_on((await here.folds.of(initiative)).initiative)
