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
from domain.matters.support.commands import GiveSupport, RateSupport
from domain.phases.convening.commands import AnswerInvitation, WriteMinutes
from domain.phases.establishment.commands import AcceptHandOver, AnswerCheckIn
from domain.phases.evaluation.commands import CONDITIONS, AnswerRubric, VerifyClaim
from domain.phases.joint_planning.commands import EndorsePlan, MakeCommitment, NoCommitment
from domain.phases.need_identification.commands import ConfirmStatement, SubmitNeed
from domain.phases.piloting.commands import AnswerPulse, ReportObservation, SettleCommitment
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
        case SubmitNeed():
            return {"answer": "need", "text": WORDS}
        case ConfirmStatement(agrees) | EndorsePlan(agrees) | AcceptHandOver(agrees):
            return {"answer": "yes" if agrees else "no"}
        case AnswerInvitation(reply):
            return {"answer": reply}
        case WriteMinutes():
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
        case AnswerRubric():
            return {name: str(getattr(command, name) or "unknown") for name in CONDITIONS}
        case VerifyClaim(_, verdict):
            return {"answer": verdict, "grounds": WORDS}
        case AnswerCheckIn(condition):
            return {"answer": condition}
        case GiveSupport():
            return {"note": WORDS}
        case RateSupport(_, helped):
            return {"answer": helped}
        case CastBallot(choice):
            return {"answer": choice}
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
            return await self.stage.say(command, by)
        self.answered.add(duty)
        answer = await self.stage.answer(by.actor, duty, **typed(command))
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


async def test_answers_by_pages_are_the_entries_that_the_rules_make(beginning: Rehearsal) -> None:
    table = ByPages(beginning, Play.of("need_identification"), set())
    for part in STORY:
        await part(table)
    assert beginning.post.play.initiative.outcome == "established"
    assert table.answered == set(FORMS) - {SECRET_VOTE} == set(ANSWERS) - {SECRET_VOTE}
    pages, rules = beginning.post.play.entries[1:], table.pure.entries[1:]
    told = [(e.at, e.actor, e.seat, without_texts(e.event)) for e in pages]
    assert [entry for entry in told if "plan_sha256" not in str(entry)] == [
        (e.at, e.actor, e.seat, without_texts(e.event)) for e in rules if "plan_sha256" not in str(e)
    ]
