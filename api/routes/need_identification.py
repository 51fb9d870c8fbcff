"""What is said while needs are identified."""

from __future__ import annotations

from api.call_desk import give_address
from api.speaking import Speaking
from domain.phases.need_identification.commands import (
    AnswerNeed,
    AskReview,
    CloseCall,
    ConfirmStatement,
    ConfirmWording,
    DiscardHeld,
    MergeNeeds,
    NothingToRaise,
    OpenCall,
    ReportCalls,
    SettleBaseline,
    SplitNeed,
    StateProblem,
    SubmitNeed,
    SupportNeed,
    TakeInHeld,
    WordCluster,
)

speaking = Speaking("need identification")
speaking.says(SubmitNeed, example={"text": "Nuorilta puuttuu kokoontumispaikka.", "sector": "resident"}, makes="need")
speaking.says(NothingToRaise, example={})
speaking.says(SupportNeed, example={"need": "n1"})
speaking.says(MergeNeeds, example={"need": "n2", "into": "n1"})
speaking.says(AnswerNeed, example={"need": "n1", "answer": "taken_up", "reason": "Moni kylä kertoi samasta."})
speaking.says(SplitNeed, example={"need": "n2"})
speaking.says(WordCluster, example={"need": "n1", "text": "Nuorilta puuttuu paikka ja kyyti sinne."})
speaking.says(ConfirmWording, example={"need": "n1", "agrees": False, "correction": "Kyyti on tärkeämpi."})
speaking.says(ReportCalls, example={"note": "Soitin kaikille; kaksi vastasi."})
speaking.says(StateProblem, example={"text": "Nuorilla ei ole paikkaa, jossa tavata toisiaan."})
speaking.says(ConfirmStatement, example={"agrees": True})
speaking.says(SettleBaseline, example={"subject": "Nuorten illat kuukaudessa", "value": {"number": "0"}})
speaking.says(OpenCall, example={}, first=give_address)
speaking.says(CloseCall, example={})
speaking.says(AskReview, example={})
speaking.says(TakeInHeld, example={"held": "h4c1d9e07a2b3"}, makes="need")
speaking.says(DiscardHeld, example={"held": "h4c1d9e07a2b3", "reason": "Tämä on mainos."})
router = speaking.router
