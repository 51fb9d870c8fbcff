"""The whole cycle by pages: whatever a seat says in it is typed into the form of its personal page."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from api.answering import ANSWERS
from api.web.forms import FORMS
from domain.actors import Speaker
from domain.commands import CastBallot, Command
from domain.deciding import opening
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.application.commands import AnswerComment, CommentSection, Endorse, NoComment, WriteSection
from domain.matters.meetings.commands import (
    AnswerObjection,
    AnswerPoll,
    AttendMeeting,
    MinuteMeeting,
    ReviewMinutes,
)
from domain.matters.support.commands import GiveSupport, RateSupport
from domain.phases.convening.commands import AnswerInvitation, ReviewGroundRules, WriteGroundRules, WriteMinutes
from domain.phases.establishment.commands import AcceptHandOver, AnswerCheckIn
from domain.phases.evaluation.commands import CONDITIONS, AnswerRubric, VerifyClaim
from domain.phases.joint_planning.commands import CommentPlan, EndorsePlan, MakeCommitment, NoCommitment, NoPlanComment
from domain.phases.need_identification.commands import ConfirmStatement, ConfirmWording, SubmitNeed
from domain.phases.piloting.commands import AnswerPulse, AnswerRelease, ReportObservation, SettleCommitment
from domain.phases.readiness.commands import AnswerReadiness, ReportAction
from domain.phases.readiness.rating import PRECONDITIONS
from domain.sealed import Sealed
from domain.voting.duties import SECRET_VOTE
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.beside import STORY
from tests.fixtures.rules import COORDINATOR, Play, text

WORDS = "sanoja kirj."  # as long as the sealed texts of the script
assert len(WORDS) == text().length


def typed(command: Command) -> dict[str, str]:
    """What one types to say this."""
    match command:
        case AnswerReadiness(approach):
            return {"answer": approach} | {name: str(getattr(command, name)) for name in PRECONDITIONS}
        case ReportAction(_, done):
            return {"answer": "yes" if done else "no"}
        case SubmitNeed():
            return {"answer": "need", "text": WORDS}
        case ConfirmWording(_, agrees):
            return {"answer": "yes"} if agrees else {"answer": "no", "correction": WORDS}
        case ConfirmStatement(agrees) | EndorsePlan(agrees) | AcceptHandOver(agrees) | ReviewGroundRules(agrees):
            return {"answer": "yes" if agrees else "no"}
        case AnswerInvitation(reply):
            return {"answer": reply}
        case WriteMinutes() | WriteGroundRules():
            return {"text": WORDS}
        case MakeCommitment(activity):
            return {"answer": "promise", "activity": activity, "text": WORDS}
        case NoCommitment():
            return {"answer": "nothing"}
        case AnswerPulse(progress, energy):
            return {"progress": str(progress), "energy": str(energy)}
        case ReportObservation(_, value):
            return {"answer": "figure", "number": value.number or ""}
        case SettleCommitment(_, state):
            return {"answer": state}
        case AnswerRelease(_, what_now):
            return {"answer": what_now}
        case AnswerRubric():
            return {name: str(getattr(command, name) or "unknown") for name in CONDITIONS}
        case VerifyClaim(_, verdict):
            return {"answer": verdict, "grounds": WORDS}
        case AnswerCheckIn(condition):
            return {"answer": condition}
        case CastBallot(choice):
            return {"answer": choice}
    return typed_beside_the_phases(command)


def typed_beside_the_phases(command: Command) -> dict[str, str]:
    """What one types to say this of a draft, of support or of meetings."""
    match command:
        case CommentPlan():
            return {"answer": "comment", "text": WORDS}
        case GiveSupport():
            return {"note": WORDS}
        case RateSupport(_, helped):
            return {"answer": helped}
        case AnswerPoll():
            return {f"date_{n}": "suits" for n in command.suits} | {
                f"date_{n}": "if_need_be" for n in command.if_need_be
            }
        case AttendMeeting(_, coming):
            return {"answer": coming}
        case MinuteMeeting():
            return {"text": WORDS}
        case ReviewMinutes(_, agrees):
            return {"answer": "right"} if agrees else {"answer": "wrong", "reason": WORDS}
        case AnswerObjection(_, _, answer):
            return {"answer": answer, "text": WORDS}
        case WriteSection() | AnswerComment():
            return {"text": WORDS}
        case CommentSection(section):
            return {"answer": "objection", "against": section, "objection": WORDS}
        case NoComment() | NoPlanComment():
            return {"answer": "no_comment"}
        case Endorse(endorses):
            return {"answer": "yes" if endorses else "no"}
    raise AssertionError(f"nobody types {command}")


@dataclass
class ByPages:
    """The script's table: seats answer by their pages; what they say unasked goes past them, as the coordinator does.
    Beside it the rules are played.
    """

    stage: Rehearsal
    pure: Play
    answered: set[str]

    async def say(self, command: Command, by: Speaker = COORDINATOR) -> object:
        answering = [duty for duty, commands in ANSWERS.items() if type(command) in commands]
        asked = [duty for duty in answering if self.pure.initiative.owed(duty, seat=by.seat)]
        self._play(lambda play: play.say(command, by))
        duty = next(iter(asked or answering), None)
        if by.seat is None or duty is None:
            return await self.acts(command, by)
        self.answered.add(duty)
        return await self.answers(by.actor, duty, command)

    async def acts(self, command: Command, by: Speaker) -> object:
        """Say past the pages what no seat was asked."""
        return await self.stage.say(command, by)

    async def answers(self, actor: str, duty: str, command: Command) -> object:
        """Type what a seat says into the form of its page."""
        answer = await self.stage.answer(actor, duty, **typed(command))
        assert answer.status_code == 303, answer.text
        return answer

    async def forward(self, duration: timedelta) -> object:
        self._play(lambda play: play.wait_until(play.now + duration))
        return await self.stage.forward(duration)

    async def folded(self) -> Initiative:
        return await self.stage.folded()

    def _play(self, act: Any) -> None:
        act(self.pure)
        initiative = self.pure.initiative
        if initiative.settled and initiative.outcome is None and initiative.at.to:
            self.pure.record(opening(initiative, initiative.at.to, self.pure.now))


def without_texts(event: Event) -> Event:
    sealed = {f.name: value for f in fields(event) if isinstance(value := getattr(event, f.name), Sealed)}  # type: ignore[arg-type]
    return replace(event, **{name: replace(value, commitment="", language="") for name, value in sealed.items()})  # type: ignore[type-var]


async def test_answers_by_pages_are_the_entries_that_the_rules_make(from_the_start: Rehearsal) -> None:
    table = ByPages(from_the_start, Play.of("readiness"), set())
    for part in STORY:
        await part(table)
    assert from_the_start.post.play.initiative.outcome == "established"
    assert table.answered == set(FORMS) - {SECRET_VOTE} == set(ANSWERS) - {SECRET_VOTE}
    pages, rules = from_the_start.post.play.entries[1:], table.pure.entries[1:]
    told = [(e.at, e.actor, e.seat, without_texts(e.event)) for e in pages]
    assert [entry for entry in told if "_sha256" not in str(entry)] == [
        (e.at, e.actor, e.seat, without_texts(e.event)) for e in rules if "_sha256" not in str(e)
    ]
