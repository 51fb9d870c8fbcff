"""What is said while needs are identified."""

from __future__ import annotations

from api.speaking import Speaking
from domain.phases.need_identification.commands import (
    AnswerNeed,
    ConfirmStatement,
    MergeNeeds,
    NothingToRaise,
    SettleBaseline,
    StateProblem,
    SubmitNeed,
    SupportNeed,
)

speaking = Speaking("need identification")
speaking.says(SubmitNeed, example={"text": "Nuorilta puuttuu kokoontumispaikka.", "sector": "resident"}, makes="need")
speaking.says(NothingToRaise, example={})
speaking.says(SupportNeed, example={"need": "n1"})
speaking.says(MergeNeeds, example={"need": "n2", "into": "n1"})
speaking.says(AnswerNeed, example={"need": "n1", "answer": "taken_up", "reason": "Moni kylä kertoi samasta."})
speaking.says(StateProblem, example={"text": "Nuorilla ei ole paikkaa, jossa tavata toisiaan."})
speaking.says(ConfirmStatement, example={"agrees": True})
speaking.says(SettleBaseline, example={"subject": "Nuorten illat kuukaudessa", "value": {"number": "0"}})
router = speaking.router
