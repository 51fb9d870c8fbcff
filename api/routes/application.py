"""What is said of an application, in whatever phase."""

from __future__ import annotations

from api.going_on import begin_cycle
from api.speaking import Speaking
from domain.matters.application.commands import (
    AllotSection,
    AnswerComment,
    ChangeCall,
    ChangeSection,
    CommentSection,
    Endorse,
    Freeze,
    NameCall,
    NoComment,
    OpenComments,
    OpenEndorsing,
    RecordDecision,
    RecordSubmission,
    ResumeDrafting,
    StartCycle,
    WriteSection,
)

_CALL = {
    "funder": "ely_keskus",
    "day": "2027-03-31",
    "requirements": [{"id": "goals", "kind": "text"}, {"id": "budget", "kind": "budget", "mandatory": True}],
}

speaking = Speaking("application")
speaking.says(NameCall, example={**_CALL, "title": "Älykkäät kylät"})
speaking.says(ChangeCall, example={**_CALL, "time": "16:15", "source": "Rahoittaja jatkoi hakuaikaa verkkosivullaan."})
speaking.says(
    AllotSection,
    example={"title": "Tavoitteet", "owner": "seat-01", "deputy": "seat-02", "answers": ["goals"]},
    makes="section",
)
speaking.says(ChangeSection, example={"section": "s1", "owner": "seat-03"})
speaking.says(WriteSection, example={"section": "s1", "text": "Hankkeen tavoitteena on vahvistaa yhteistyötä."})
speaking.says(OpenComments, example={})
speaking.says(
    CommentSection, example={"section": "s1", "text": "Nuoret puuttuvat tästä.", "objects": True}, makes="comment"
)
speaking.says(NoComment, example={})
speaking.says(AnswerComment, example={"objection": "k1", "text": "Lisäsimme nuoret kohderyhmään."})
speaking.says(OpenEndorsing, example={})
speaking.says(Endorse, example={"endorses": True})
speaking.says(ResumeDrafting, example={})
speaking.says(Freeze, example={})
speaking.says(RecordSubmission, example={"number": "HAK-123/2027", "at": "2027-03-29T12:05:00+03:00"})
speaking.says(RecordDecision, example={"answer": "granted", "reference": "2027/456", "day": "2027-06-15"})
speaking.says(StartCycle, example={"model": "fi.yhteisovaikuttavuus"}, first=begin_cycle, makes="initiative")
router = speaking.router
