"""What every phase does: open, record what is said, remind who owes, settle, hand over.

One run holds one initiative, writes its ledger stream alone, and keeps one timer. Nothing here decides: `domain` does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, NoReturn

from temporalio import workflow
from temporalio.common import RawValue

from domain.actors import Channel, Role, Speaker
from domain.clockwork import counted, next_wake
from domain.commands import Interaction, Said
from domain.deciding import Decided, brought_by_clock, decide, opening, require_going_on
from domain.events import CalendarExtended
from domain.initiative import Initiative
from domain.operating_model import END
from domain.pin import Pin
from domain.refusals import OutOfTurn, Refusal
from domain.voting.counting import Counted, awaits_count, sealed_ballots, tally_of
from domain.wire import typed
from workflows import calls
from workflows.baton import Baton
from workflows.correcting import Asked, Corrections, believe
from workflows.merging import Merges
from workflows.pen import Heard, Pen, Waiting
from workflows.receipts import Receipt as Receipt
from workflows.receipts import answered, failure, known
from workflows.relay import RUNNERS

STRAY = timedelta(minutes=1)
"""Longer than any append of a run that has been ended can still be under way."""


@dataclass(frozen=True)
class Considered:
    """What the validator of an update decided, which its handler need not decide again a moment later. A replay, which
    validates nothing, decides the same then.
    """

    key: str
    state: Initiative
    at: datetime
    decided: Decided

    def holds(self, key: str, state: Initiative | None, now: datetime) -> bool:
        """Whether it is the decision on this command, in this state and at this moment."""
        return (self.key, self.at) == (key, now) and self.state is state


class PhaseWorkflow(Merges):
    """The base of the phase workflows. State and what the phase asks at its opening exist before the first answer can
    arrive, since updates may run before `run`.
    """

    PHASE: ClassVar[str]

    @workflow.init
    def __init__(self, baton: Baton) -> None:
        self.pen, self.corrections = Pen(baton), Corrections()
        self.alarm: asyncio.Task[None] | None = None
        self.alarm_at: datetime | None = None
        self.behind = baton.doubtful
        self.look_again: datetime | None = workflow.now() + STRAY if baton.doubtful else None
        self.considered: Considered | None = None
        if (started := baton.started()) is not None:
            starter = Heard(Speaker(started.charter.coordinator, Role.COORDINATOR, Channel.API))
            start = Decided((started,))
            self.pen.propose(
                lambda state, _: Decided() if state else start, workflow.now(), key=baton.start_key, heard=starter
            )
        if self.pen.initiative.stage is None or self.pen.initiative.settled:
            self.pen.propose(self._opening, workflow.now())
        baton.let_go()

    async def opened(self) -> None:
        """The phase's opening has been written. What a former run has written since the baton was made is known."""
        await self._write()

    async def settled(self) -> None:
        """Answers are recorded and whoever still owes is reminded, until an exit is taken (or the run has grown
        long).
        """
        while not self._over():
            self._arm()
            await workflow.wait_condition(lambda: self._unwritten() or self._rang())
            if self._rang():
                self.alarm = None
                if self.look_again is not None and self.look_again <= workflow.now():
                    self.look_again, self.behind = None, True
                await self._extend_calendar()
                await self._count_ballots()
                await self.hand_on()
                self.pen.propose(lambda state, now: brought_by_clock(known(state), now), workflow.now())
            await self._write()

    async def hand_over(self) -> None:
        """Everyone who waits has been answered; the next run takes the baton, or the initiative has ended."""
        if self.alarm is not None:
            self.alarm.cancel()
        while self._unwritten() or not workflow.all_handlers_finished():
            await self._write()  # a run that only rolls still takes answers
            await workflow.wait_condition(lambda: self._unwritten() or workflow.all_handlers_finished())
        initiative = self.pen.initiative
        if initiative.outcome is not None:
            return
        following = initiative.at.to if initiative.settled else initiative.at.phase
        workflow.continue_as_new(args=[self.pen.baton()], workflow=RUNNERS[following or END])

    @workflow.update
    async def interact(self, interaction: Interaction) -> Receipt:
        """Someone said something. Answered once it stands in the ledger; a known key is answered from there."""
        if interaction.key in self.pen.keys:
            return Receipt(self.pen.keys[interaction.key])
        waiting = self._known(interaction.key) or self._propose(interaction)
        return await answered(self.pen, waiting)

    @interact.validator
    def consider(self, interaction: Interaction) -> None:
        """Refuse without a trace what the rules refuse.

        It changes nothing that a run depends on: what was decided is kept for the handler, which follows in the same
        moment and looks whether it still holds.
        """
        if interaction.key in self.pen.keys or self._known(interaction.key) is not None:
            return None
        state, now = self.pen.initiative, workflow.now()
        try:
            if interaction.correction() is not None:
                return require_going_on(state)  # all else is decided on the ledger, which nothing here knows
            self.considered = Considered(interaction.key, state, now, decide(state, interaction.said(), now))
        except Refusal as refusal:
            raise failure(refusal, self.pen.reach) from None

    @workflow.update
    async def catch_up(self, seq: int) -> None:
        """The ledger holds entry `seq`: answered once this run knows it. A crash can take the memory of a commit."""
        await workflow.wait_condition(lambda: not self.pen.waiting)
        if self.pen.head.seq < seq:
            self.behind = True
            await workflow.wait_condition(lambda: not self.behind)

    @workflow.update(dynamic=True)
    async def unknown(self, name: str, _: Sequence[RawValue]) -> NoReturn:
        """A message that no phase knows."""
        raise failure(OutOfTurn(f"no phase knows the message '{name}'"))

    @workflow.query
    def wake(self) -> str | None:
        """The instant at which this run wakes next by itself, in ISO 8601; None while it only waits for people."""
        moment = next_wake(self.pen.initiative)
        return moment.isoformat() if moment else None

    @workflow.query
    def head(self) -> int:
        """The number of the last entry that this run knows to be written.

        For tests and operators, not for programs: a query that meets an append under way ends the workflow's task
        early, and with an update in the next one such a run cannot always be replayed (temporalio 1.35).
        """
        return self.pen.head.seq

    def _known(self, key: str) -> Waiting | Asked | None:
        """What waits to be written under this key, if anything does."""
        return self.pen.of_key(key) or self.corrections.of_key(key)

    def _propose(self, interaction: Interaction) -> Waiting | Asked | None:
        if interaction.correction() is not None:
            return self.corrections.asked(interaction)
        said: Said = interaction.said()
        considered, self.considered = self.considered, None

        def decided(state: Initiative | None, now: datetime) -> Decided:
            if considered is not None and considered.holds(interaction.key, state, now):
                return considered.decided
            return decide(known(state), said, now)

        try:
            waiting = self.pen.propose(
                decided,
                workflow.now(),
                key=interaction.key,
                heard=Heard(said.by, said.received_at),
            )
        except Refusal as refusal:
            raise failure(refusal, self.pen.reach) from None
        return waiting

    def _opening(self, state: Initiative | None, now: datetime) -> Decided:
        opened = known(state)
        is_due = opened.stage is None or (opened.settled and opened.stage.to == self.PHASE)
        return Decided(followed=opening(opened, self.PHASE, now) if is_due else ())

    async def _write(self) -> None:
        """One append of all that waits, again until nothing does. Only `run` comes here, so there is one writer.

        What stands in the ledger instead is believed. An empty append asks for it.
        """
        while self._unwritten():
            if self.corrections and not (self.pen.waiting or self.behind):
                self.behind = await self.corrections.next_written(self.pen)
                continue
            batch, entries = self.pen.proposed()
            stored = await calls.append(calls.Proposal(self.pen.initiative.id, self.pen.head.seq, list(entries)))
            self.behind = False
            if stored:
                await believe(self.pen, stored)
            elif entries:
                self.pen.written(batch, entries)
                self.look_again = None  # the head has moved: nothing stray can be written any more

    def _unwritten(self) -> bool:
        return bool(self.pen.waiting) or self.behind or bool(self.corrections)

    def _over(self) -> bool:
        initiative = self.pen.initiative
        grown = workflow.info().is_continue_as_new_suggested() and not self.pen.waiting
        return initiative.settled or initiative.outcome is not None or initiative.at.phase != self.PHASE or grown

    def _arm(self) -> None:
        """Keep one timer, to the next wake. A wake that has moved later is noticed when the timer rings."""
        wakes = [wake for wake in (next_wake(self.pen.initiative), self.look_again) if wake is not None]
        wake = min(wakes, default=None)
        if wake is None or (self.alarm is not None and self.alarm_at is not None and self.alarm_at <= wake):
            return
        if self.alarm is not None:
            self.alarm.cancel()
        self.alarm_at = wake
        self.alarm = asyncio.create_task(workflow.sleep(max(wake - workflow.now(), timedelta())))

    def _rang(self) -> bool:
        return self.alarm is not None and self.alarm.done()

    async def _extend_calendar(self) -> None:
        calendar = self.pen.initiative.calendar
        if not calendar.short_at(workflow.now()):
            return
        rule = calendar.rule
        pin = typed(Pin, await calls.pin_calendar(calls.Years(rule.zone, rule.holidays, calendar.pin.last)))
        extended = Decided(followed=(CalendarExtended(pin),))
        self.pen.propose(lambda state, now: extended, workflow.now())

    async def _count_ballots(self) -> None:
        """A secret vote that has ended is counted where its ballots lie. If one was cast or left out meanwhile, the
        alarm, which stays due, brings another count.
        """
        initiative = self.pen.initiative
        if not awaits_count(initiative, workflow.now()):
            return
        ballots = await calls.count_ballots(sealed_ballots(initiative))
        found = Counted(tuple(ballots.commitments), ballots.votes_for, ballots.votes_against, ballots.abstained)

        def decided(state: Initiative | None, now: datetime) -> Decided:
            standing = known(state)
            tally = tally_of(standing, found) if awaits_count(standing, now) else None
            return Decided(followed=counted(standing, tally, now) if tally is not None else ())

        self.pen.propose(decided, workflow.now())
