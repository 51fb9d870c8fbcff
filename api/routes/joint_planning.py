"""What is said while the plan is made."""

from __future__ import annotations

from api.speaking import Speaking
from domain.phases.joint_planning.commands import (
    AddActivity,
    AddGoal,
    AddRisk,
    AddStopCriterion,
    AnswerLesson,
    AnswerPlanComment,
    CommentPlan,
    DefineIndicator,
    EndorsePlan,
    FixEvaluation,
    MakeCommitment,
    NoCommitment,
    NoPlanComment,
    OpenEndorsement,
    OpenPlanComments,
    ReassignActivity,
    ReassignIndicator,
    ReopenDrafting,
    SetBaseline,
    SetTarget,
)

speaking = Speaking("joint planning")
speaking.says(AddGoal, example={"text": "Jokaisella nuorella on paikka kylällä."}, makes="goal")
speaking.says(
    AddActivity, example={"title": "Nuorten ilta viikoittain", "owner": "seat_1", "deputy": "seat_2"}, makes="activity"
)
speaking.says(ReassignActivity, example={"activity": "a1", "owner": "seat_3", "deputy": "seat_2"})
speaking.says(
    DefineIndicator,
    example={"definition": "Kävijöitä illassa", "level": "output", "owner": "seat_1", "rhythm": "P1M", "minutes": 10},
    makes="indicator",
)
speaking.says(ReassignIndicator, example={"indicator": "i1", "owner": "seat_2"})
speaking.says(SetBaseline, example={"indicator": "i1", "value": {"number": "4"}})
speaking.says(SetTarget, example={"indicator": "i1", "target": {"number": "12"}, "low": {"number": "2"}})
speaking.says(AddRisk, example={"text": "Avaimia ei saada ajoissa; sovimme varapaikan koululta."}, makes="risk")
speaking.says(AddStopCriterion, example={"text": "Iltoihin ei löydy aikuista kolmeen viikkoon."}, makes="criterion")
speaking.says(FixEvaluation, example={"day": "2027-05-20"})
speaking.says(MakeCommitment, example={"activity": "a1", "text": "Avaamme kylätalon torstaisin."}, makes="commitment")
speaking.says(NoCommitment, example={})
speaking.says(
    AnswerLesson,
    example={"earlier": "e1", "use": "use", "reason": "Avaimet sovitaan jo ennen ensimmäistä iltaa."},
)
speaking.says(OpenPlanComments, example={})
speaking.says(CommentPlan, example={"text": "Nuorten oma ääni puuttuu tavoitteista."}, makes="plan_comment")
speaking.says(NoPlanComment, example={})
speaking.says(AnswerPlanComment, example={"plan_comment": "p1", "text": "Lisäsimme tavoitteen nuorten päätösvallasta."})
speaking.says(OpenEndorsement, example={})
speaking.says(ReopenDrafting, example={})
speaking.says(EndorsePlan, example={"endorses": True})
router = speaking.router
