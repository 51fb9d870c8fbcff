"""The rules of an application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from domain.asking import asked
from domain.commands import Said
from domain.events import Event
from domain.favouring import Act
from domain.gate_words import Settled
from domain.gates import Duties
from domain.initiative import Initiative
from domain.matter import Matter
from domain.matters.application import (
    calls,
    commands,
    commenting,
    drafting,
    endorsing,
    events,
    favouring,
    milestones,
    submitting,
)
from domain.matters.application.commands import FundersAnswer
from domain.matters.application.text import Call, Section
from domain.obligations import Obligation
from domain.operating_model import ExitKind
from domain.refusals import OutOfTurn


@dataclass(frozen=True)
class Submitted:
    """The funder's receipt: its number, the instant on it, whether that is after the deadline, and whether it is
    `before_freeze`: of before the text was frozen here.
    """

    number: str
    at: datetime
    late: bool
    before_freeze: bool | None = None


@dataclass(frozen=True)
class Application(Matter, kind="application"):
    """The call, the sections by id, the `round` of comments (0: none yet) and how many were made, the objections that
    wait for an answer with the sections they are about.

    `text_sha256` is set while the text is held: for the `endorsing`-th time, endorsed or not by these seats, and frozen
    since `frozen_at`; `stood_back`: seats whose endorsement was put right into a no since. `turn` counts how often work
    was set anew; `missed`: the deadline has passed without a receipt.
    """

    OUTSIDE = milestones.TO_THE_DEADLINE
    OUTSIDE_CLOCK = True  # the deadline passes in a pause, too

    call: Call | None = None
    sections: dict[str, Section] = field(default_factory=dict)
    round: int = 0
    comments: int = 0
    objections: dict[str, str] = field(default_factory=dict)
    text_sha256: str | None = None
    endorsing: int = 0
    endorsements: dict[str, bool] = field(default_factory=dict)
    frozen_at: datetime | None = None
    stood_back: tuple[str, ...] = ()
    turn: int = 0
    missed: bool = False
    receipt: Submitted | None = None
    decision: FundersAnswer | None = None
    cycle: str | None = None

    @property
    def progress(self) -> Duties:
        """How far the application has come toward the funder's decision, and the cycle if that is granted."""
        granted = self.decision in (FundersAnswer.GRANTED, FundersAnswer.PARTLY)
        steps = {
            "call": self.call is not None,
            "freeze": self.frozen_at is not None,
            "submit": self.receipt is not None,
            "decision": self.decision is not None,
        } | ({"cycle": self.cycle is not None} if granted else {})
        left = tuple(name for name, is_done in steps.items() if not is_done)
        return Duties(len(steps) - len(left), len(steps), ("coordinator",) if left else (), left)

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `Matter.decide`."""
        match said.command:
            case commands.NameCall() as command:
                return calls.name(self, initiative, said, command, now)
            case commands.ChangeCall() as command:
                return calls.change(self, initiative, said, command, now)
            case commands.AllotSection() as command:
                return drafting.allot(self, initiative, said, command, now)
            case commands.ChangeSection() as command:
                return drafting.change(self, initiative, said, command, now)
            case commands.WriteSection() as command:
                return drafting.write(self, initiative, said, command)
            case commands.OpenComments():
                return commenting.open_round(self, initiative, said, now)
            case commands.CommentSection() as command:
                return commenting.comment(self, initiative, said, command, now)
            case commands.NoComment():
                return commenting.nothing(self, initiative, said)
            case commands.AnswerComment() as command:
                return commenting.answer(self, initiative, said, command)
            case _:
                return self._decide_on_the_whole(initiative, said, now)

    def _decide_on_the_whole(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        match said.command:
            case commands.OpenEndorsing():
                return endorsing.open_endorsing(self, initiative, said, now)
            case commands.Endorse() as command:
                return endorsing.endorse(self, initiative, said, command)
            case commands.ResumeDrafting():
                return submitting.resume(self, initiative, said, now)
            case commands.Freeze():
                return endorsing.freeze(self, initiative, said, now)
            case commands.RecordSubmission() as command:
                return submitting.submit(self, initiative, said, command, now)
            case commands.RecordDecision() as command:
                return submitting.decided(self, initiative, said, command, now)
            case commands.StartCycle() as command:
                return submitting.start_cycle(self, initiative, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for here")

    def next_step(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """Ask the coordinator for the milestone that comes next while the text is open for changes."""
        subject = milestones.COMMENTS if self.round else milestones.DRAFT
        return milestones.dated(self, initiative, milestones.REACH, now, subject=subject)

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        match event:
            case events.CallNamed():
                return replace(self, call=_call(event))
            case events.CallChanged():
                return replace(self, call=_call(event), turn=self.turn + 1, missed=False)
            case events.SectionAllotted(section, title, owner, deputy, answers):
                made = Section(section, title, owner, deputy, answers)
                return replace(self, sections=self.sections | {section: made})
            case events.SectionChanged(section, owner, deputy, answers, title):
                named = {"title": title} if title else {}
                return self._changed(section, owner=owner, deputy=deputy, answers=answers, **named)
            case events.SectionWritten(section, version, text):
                return self._changed(section, version=version, text=text)
            case events.CommentsOpened(number):
                return replace(self, round=number)
            case events.SectionCommented(comment, section, _, _, objects):
                objecting = self.objections | {comment: section} if objects else self.objections
                return replace(self, comments=self.comments + 1, objections=objecting)
            case events.CommentAnswered(objection):
                return replace(self, objections={k: s for k, s in self.objections.items() if k != objection})
            case _:
                return self._after_the_whole(event, at)

    def _after_the_whole(self, event: Event, at: datetime) -> Self:
        match event:
            case events.EndorsingOpened(number, text_sha256):
                return replace(self, text_sha256=text_sha256, endorsing=number, endorsements={})
            case events.ApplicationEndorsed(seat):
                stood_back = tuple(one for one in self.stood_back if one != seat)
                return replace(self, endorsements=self.endorsements | {seat: True}, stood_back=stood_back)
            case events.ApplicationNotEndorsed(seat):
                withdrew = self.frozen_at is not None and self.endorsements.get(seat) is True
                stood_back = (*self.stood_back, seat) if withdrew else self.stood_back
                return replace(self, endorsements=self.endorsements | {seat: False}, stood_back=stood_back)
            case events.DraftingResumed():
                thawed = replace(self, text_sha256=None, endorsements={}, frozen_at=None, stood_back=())
                return replace(thawed, turn=self.turn + 1)
            case events.ApplicationFrozen():
                return replace(self, frozen_at=at)
            case events.DeadlinePassed():
                return replace(self, missed=True)
            case events.ApplicationSubmitted(number, received, _, late, before_freeze=early):
                return replace(self, receipt=Submitted(number, received, late, early))
            case events.ApplicationDecided(answer):
                return replace(self, decision=answer)
            case events.CycleStarted(initiative):
                return replace(self, cycle=initiative)
            case _:
                return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """See `Matter.consequences`."""
        if self.call is not None:
            return submitting.missed(self, initiative, now)
        awaited = _waited_for(initiative) and not initiative.of_duty(milestones.NAME)
        return asked(initiative, milestones.NAME, now) if awaited and initiative.paused is None else ()

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `Matter.next_wake`."""
        if self.call is None or self.receipt is not None or self.missed:
            return None
        return self.call.deadline + timedelta(microseconds=1)  # what is received at the deadline is in time

    def due_anew(self, initiative: Initiative, owed: Obligation, by_rule: datetime, now: datetime) -> datetime:
        """See `Matter.due_anew`."""
        return milestones.due_anew(self, initiative, owed, by_rule, now)

    def outcome(self, initiative: Initiative, exit: ExitKind) -> str | None:
        """What the funder decided, where an advance has waited for that. See `Matter.outcome`."""
        waited = Settled.APPLICATION in (initiative.rule.gate.settled or ())
        return self.decision if waited and exit is ExitKind.ADVANCE else None

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `Matter.favourable`."""
        return favouring.favourable(self, initiative)

    def _changed(self, section: str, **fields: Any) -> Self:
        return replace(self, sections=self.sections | {section: replace(self.sections[section], **fields)})


def _call(event: events.CallNamed | events.CallChanged) -> Call:
    change = event.change if isinstance(event, events.CallChanged) else 0
    return Call(event.funder, event.day, event.time, event.assumed, event.deadline, event.requirements, change)


def _waited_for(initiative: Initiative) -> bool:
    """Whether a gate of the model waits for an application, so that there must be a call."""
    phases = initiative.charter.model.phases.values()
    return any(Settled.APPLICATION in (phase.gate.settled or ()) for phase in phases)
