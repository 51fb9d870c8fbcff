"""The rules of need identification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from domain.asking import asked
from domain.commands import Said
from domain.events import Event, NeedTakenIn, PhaseExited
from domain.facts import Facts, Need, NeedAnswer, Value
from domain.favouring import Act
from domain.gates import Clause, Evidence
from domain.initiative import Initiative, PhaseState
from domain.phases.need_identification import (
    answering,
    baseline,
    calling,
    clustering,
    commands,
    events,
    favouring,
    open_call,
    raising,
    stating,
)
from domain.phases.need_identification.clustering import Wording
from domain.phases.need_identification.duties import ANSWER, BASELINE, CONFIRM, STATE, SUBMIT
from domain.phases.need_identification.needs import backing
from domain.phases.need_identification.open_call import PublicCall
from domain.sealed import Sealed
from domain.seats import Sector
from domain.standing import Standing


@dataclass(frozen=True)
class NeedIdentification(PhaseState, kind="need_identification"):
    """Needs by id with who supports them since the opening, the present statement and what seats say of it.

    `silent_by_choice` are seats with nothing to raise; `replies` tells for the present statement who agrees. `wordings`
    are the words of clusters, by need; `listed` whether the silent communities have been looked for; `call` is the open
    call.
    """

    ACT = "raise a need"

    needs: dict[str, Need] = field(default_factory=dict)
    supporters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    silent_by_choice: tuple[str, ...] = ()
    problem: Sealed | None = None
    statement: int = 0
    affected: tuple[str, ...] = ()
    replies: dict[str, bool] = field(default_factory=dict)
    baseline: Value | None = None
    wordings: dict[str, Wording] = field(default_factory=dict)
    listed: bool = False
    call: PublicCall = field(default_factory=PublicCall)

    @classmethod
    def begin(cls, facts: Facts) -> Self:
        """In a later round the needs of the former ones stand; their problem does until it is stated anew."""
        return cls(needs=facts.needs, problem=facts.problem)

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """Every seat is asked for its need; the coordinator for a statement, a baseline, and answers still owed."""
        seats = (event for seat in initiative.held for event in asked(initiative, SUBMIT, now, seat=seat))
        unanswered = sorted(need.id for need in self.needs.values() if need.answer is None)
        answers = (event for need in unanswered for event in asked(initiative, ANSWER, now, subject=need))
        return (*seats, *asked(initiative, STATE, now), *asked(initiative, BASELINE, now), *answers)

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case commands.SubmitNeed() as command:
                return raising.submit(self, initiative, said, command, now)
            case commands.NothingToRaise():
                return raising.raise_nothing(initiative, said)
            case commands.SupportNeed() as command:
                return raising.support(self, initiative, said, command)
            case commands.MergeNeeds() as command:
                return answering.merge(self, initiative, said, command)
            case commands.SplitNeed() as command:
                return clustering.split(self, initiative, said, command, now)
            case commands.WordCluster() as command:
                return clustering.word(self, initiative, said, command, now)
            case commands.ConfirmWording() as command:
                return clustering.confirm(self, initiative, said, command, now)
            case commands.ReportCalls() as command:
                return calling.called(self, initiative, said, command)
            case commands.AnswerNeed() as command:
                return answering.answer(self, initiative, said, command)
            case commands.StateProblem() as command:
                return stating.state_problem(self, initiative, said, command, now)
            case commands.ConfirmStatement() as command:
                return stating.confirm(self, initiative, said, command, now)
            case commands.SettleBaseline() as command:
                return baseline.settle(self, initiative, said, command)
            case _:
                return open_call.said_of_call(self, initiative, said, now)

    def after(self, event: Event, at: datetime) -> Self:
        """See `PhaseState.after`."""
        match event:
            case events.NeedSubmitted(need, sector, _, seat, held):
                call = self.call.settling(held) if held else self.call
                return replace(self, needs=self.needs | {need: Need(need, sector, seat)}, call=call)
            case NeedTakenIn(need):
                return replace(self, needs=self.needs | {need: event.held})
            case events.NothingRaised(seat):
                return replace(self, silent_by_choice=(*self.silent_by_choice, seat))
            case events.NeedSupported(need, seat):
                return replace(self, supporters=self.supporters | {need: (*self.supporters.get(need, ()), seat)})
            case events.NeedMerged(need, into):
                return self._answered(need, NeedAnswer.MERGED, into)
            case events.NeedSplit(need):
                return self._answered(need, None, None)
            case events.NeedAnswered(need, answer):
                return self._answered(need, answer, None)
            case events.ProblemStated(statement, text, affected):
                return replace(self, problem=text, statement=statement, affected=affected, replies={})
            case events.StatementConfirmed(seat):
                return replace(self, replies=self.replies | {seat: True})
            case events.StatementDisputed(seat):
                return replace(self, replies=self.replies | {seat: False})
            case events.BaselineSettled(_, value):
                return replace(self, baseline=value)
            case events.CommunitiesListed():
                return replace(self, listed=True)
            case _:
                return self._called(event)

    def _called(self, event: Event) -> Self:
        match event:
            case events.CallOpened(number):
                return replace(self, call=replace(self.call, number=number, open=True))
            case events.CallClosed():
                return replace(self, call=replace(self.call, open=False))
            case events.HeldDiscarded(held):
                return replace(self, call=self.call.settling(held))
            case _:
                return self._worded(event)

    def _worded(self, event: Event) -> Self:
        match event:
            case events.ClusterWorded(need, number):
                return replace(self, wordings=self.wordings | {need: Wording(number)})
            case events.WordingConfirmed(need, seat) | events.WordingCorrected(need, seat):
                wording, agrees = self.wordings[need], isinstance(event, events.WordingConfirmed)
                replied = replace(wording, replies=wording.replies | {seat: agrees})
                return replace(self, wordings=self.wordings | {need: replied})
            case _:
                return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.consequences`."""
        return calling.listed(self, initiative, now)

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `PhaseState.next_wake`."""
        return calling.listed_at(self, initiative)

    def _answered(self, need: str, answer: NeedAnswer | None, into: str | None) -> Self:
        answered = replace(self.needs[need], answer=answer, merged_into=into)
        return replace(self, needs=self.needs | {need: answered})

    def raised_by(self) -> frozenset[str]:
        """The seats that have raised a need."""
        return frozenset(need.seat for need in self.needs.values() if need.seat is not None)

    def standing(self, initiative: Initiative) -> Standing:
        """Seats that raised a need are present; voices are the needs of those without a seat, by sector."""
        seats, raised = initiative.held, self.raised_by()
        unseated = [need.sector for need in self.needs.values() if need.seat is None]
        return Standing(
            entitled=seats,
            present=tuple(seat for seat in seats if seat in raised),
            silent=tuple(seat for seat in seats if seat not in raised and seat not in self.silent_by_choice),
            voices={sector: unseated.count(sector) for sector in Sector if sector in unseated},
        )

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """A statement that was only disputed does not go on, whatever the model asks for."""
        return stating.confirmation(self, initiative)

    def foreseen(self, initiative: Initiative, seen: Evidence) -> Evidence:
        """A statement asks those who raised a need to confirm it."""
        return stating.foreseen(self, initiative, seen)

    def either(self, initiative: Initiative, duty: str) -> tuple[str, ...]:
        """One confirmation settles the statement, and spares the coordinator another one."""
        return stating.still_asked(self, initiative) if duty in (CONFIRM, STATE) else ()

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """The needs with their answers and the number of seats behind each, and the problem."""
        return replace(facts, needs=self.all_needs(facts), problem=self.problem)

    def all_needs(self, facts: Facts) -> dict[str, Need]:
        """See `PhaseState.all_needs`."""
        return {
            need.id: replace(need, supporters=need.supporters + len(backing(self.needs, self.supporters, need.id)))
            for need in self.needs.values()
        }

    def answer_asked(self, initiative: Initiative, need: str, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.answer_asked`."""
        return asked(initiative, ANSWER, now, subject=need)

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(initiative)
