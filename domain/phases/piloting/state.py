"""The rules of piloting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from domain.commands import Said
from domain.events import Event, PhaseExited
from domain.facts import Commitment, CommitmentState, Facts, Indicator, Observation, ReleaseReason, Value
from domain.favouring import Act
from domain.gates import Clause, Evidence, Found
from domain.initiative import Initiative, PhaseState
from domain.mandates import MandateAct
from domain.phases.piloting import (
    adapting,
    drifting,
    favouring,
    halting,
    leading,
    letting_go,
    noting,
    observing,
    promising,
    pulsing,
    redefining,
    release_answers,
    releasing,
    settling,
)
from domain.phases.piloting.commands import (
    AdaptPilot,
    AnswerPulse,
    AnswerRelease,
    BeginSettling,
    CheckStart,
    CommitAnew,
    HaltOnHarm,
    NameLead,
    RedefineIndicator,
    ReleaseActivity,
    ReportIncident,
    ReportObservation,
    ReviewDrift,
    ReviewHarm,
    SettleCommitment,
    TellEarlyWin,
    WhatNow,
)
from domain.phases.piloting.events import (
    ActivityReleased,
    CommitmentRenewed,
    CommitmentSettled,
    DriftWarned,
    EarlyWinTold,
    IncidentReported,
    IndicatorRedefined,
    ObservationReported,
    PilotAdapted,
    PilotHalted,
    PilotLeadNamed,
    PilotResumed,
    PulseAnswered,
    ReleaseAnswered,
    SettlingBegun,
    StartChecked,
)
from domain.phases.piloting.noted import Noted
from domain.refusals import OutOfTurn
from domain.standing import Standing


@dataclass(frozen=True)
class Series:
    """What counts of an indicator since its definition changed `at` an instant."""

    at: datetime
    series: int
    baseline: Value | None = None
    target: Value | None = None
    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True)
class Piloting(PhaseState, kind="piloting"):
    """The newest pulse each seat answered, this pilot's observations by id, what commitments became, and the halt.

    `settling`: the end is near, and commitments are being settled. `halts` counts the reports of harm. `redefined` are
    the series that began in this pilot, by indicator; of the series `warned` (`i1.2`) a drift was told.

    `released` are the activities let go of in this pilot, `renewed` the commitments made in it, and `answers` say for
    each activity that lost something what the seats make of it. `reasons` tell why something was released, by its id.
    `halts_at` is when harm was reported, and `noted` what was told of the way (both None: nothing).
    The seat `lead` leads the pilot, if one was named in it.
    """

    ACT = "answer a pulse"
    NEEDS = MandateAct.PILOT
    OUTSIDE = (halting.DUTY,)

    heard: dict[str, int] = field(default_factory=dict)
    observations: dict[str, Observation] = field(default_factory=dict)
    settled: dict[str, CommitmentState] = field(default_factory=dict)
    settling: bool = False
    halted: bool = False
    halts: int = 0
    redefined: dict[str, Series] = field(default_factory=dict)
    warned: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    renewed: dict[str, Commitment] = field(default_factory=dict)
    answers: dict[str, dict[str, WhatNow]] = field(default_factory=dict)
    reasons: dict[str, ReleaseReason] = field(default_factory=dict)
    halts_at: tuple[datetime, ...] | None = None
    noted: Noted | None = None
    lead: str | None = None

    @property
    def notes(self) -> Noted:
        """What was told of the way."""
        return self.noted or Noted()

    def present(self, indicator: Indicator) -> Indicator:
        """The contract of an indicator as it is now, by its newest definition."""
        new = self.redefined.get(indicator.id)
        if new is None:
            return indicator
        return replace(
            indicator,
            baseline=new.baseline,
            target=new.target,
            low=new.low,
            high=new.high,
            series=new.series,
        )

    def became(self, commitment: Commitment) -> CommitmentState:
        """What became of a commitment so far."""
        return self.settled.get(commitment.id, commitment.state)

    def promised(self, facts: Facts) -> dict[str, Commitment]:
        """All commitments by id, those made in this pilot last, each as it stood before it."""
        return facts.commitments | self.renewed

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """The first pulse and the start check. Reviews are asked when harm is reported, all else in its time."""
        return (*pulsing.asked(initiative, now, 1), *noting.start_asked(initiative, now))

    def newcomer_asked(self, initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
        """Nothing: the next pulse comes by itself."""
        return ()

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case AnswerPulse() as command:
                return pulsing.answer(self, initiative, said, command)
            case ReportObservation() as command:
                return observing.report(self, initiative, said, command)
            case BeginSettling() as command:
                return settling.begin(self, initiative, said, command, now)
            case SettleCommitment() as command:
                return settling.settle(self, initiative, said, command, now)
            case ReleaseActivity() as command:
                return releasing.release_activity(self, initiative, said, command, now)
            case AnswerRelease() as command:
                return release_answers.answer(self, initiative, said, command, now)
            case CommitAnew() as command:
                return promising.commit(self, initiative, said, command)
            case RedefineIndicator() as command:
                return redefining.redefine(self, initiative, said, command)
            case ReviewDrift() as command:
                return drifting.review(self, initiative, said, command)
            case CheckStart() | TellEarlyWin() | ReportIncident():
                return noting.decide(self, initiative, said)
            case AdaptPilot() as command:
                return adapting.adapt(self, initiative, said, command)
            case HaltOnHarm() as command:
                return halting.halt(self, initiative, said, command, now)
            case ReviewHarm() as command:
                return halting.review(self, initiative, said, command)
            case NameLead() as command:
                return leading.name(self, initiative, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for in piloting")

    def after(self, event: Event, at: datetime) -> Self:
        """See `PhaseState.after`."""
        match event:
            case PulseAnswered(seat, pulse):
                return replace(self, heard=self.heard | {seat: pulse})
            case ObservationReported(observation, indicator, seat, value, series):
                made = Observation(observation, indicator, seat, at, value, series)
                return replace(self, observations=self.observations | {observation: made})
            case IndicatorRedefined():
                begun = Series(at, event.series, event.baseline, event.target, event.low, event.high)
                return replace(self, redefined=self.redefined | {event.indicator: begun})
            case DriftWarned(indicator, number):
                return replace(self, warned=(*self.warned, f"{indicator}.{number}"))
            case SettlingBegun():
                return replace(self, settling=True)
            case CommitmentSettled(commitment, state, because=because):
                told = {commitment: because} if because else {}
                reasons = {name: why for name, why in self.reasons.items() if name != commitment} | told
                return replace(self, settled=self.settled | {commitment: state}, reasons=reasons)
            case ActivityReleased() | ReleaseAnswered() | CommitmentRenewed():
                return letting_go.after(self, event)
            case PilotHalted():
                return replace(self, halted=True, halts=self.halts + 1, halts_at=(*(self.halts_at or ()), at))
            case PilotResumed():
                return replace(self, halted=False)
            case StartChecked() | EarlyWinTold() | IncidentReported() | PilotAdapted():
                return replace(self, noted=self.notes.after(event))
            case PilotLeadNamed(seat):
                return replace(self, lead=seat)
            case _:
                return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """What falls due by now. While the pilot is halted, nothing does."""
        if self.halted:
            return ()
        return (
            settling.begun_by_the_clock(self, initiative, now)
            or observing.fallen_due(self, initiative, now)
            or pulsing.fallen_due(initiative, now)
            or adapting.fallen_due(self, initiative, now)
            or drifting.warned(self, initiative, now)
        )

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `PhaseState.next_wake`."""
        if self.halted:
            return None
        moments = [
            observing.next_beat(self, initiative),
            pulsing.next_beat(initiative),
            adapting.next_beat(self, initiative),
            None if self.settling else settling.begins_at(initiative),
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    def standing(self, initiative: Initiative) -> Standing:
        """Active seats are entitled; those that answered at least one pulse are present."""
        entitled = initiative.active
        present = tuple(seat for seat in entitled if seat in self.heard)
        return Standing(entitled, present, tuple(seat for seat in entitled if seat not in self.heard))

    def found(self, initiative: Initiative) -> Found:
        """What became of the commitments, and how many of the observations that have fallen due are in."""
        return Found(settled=settling.settled(self, initiative), indicators=observing.come_in(initiative))

    def foreseen(self, initiative: Initiative, seen: Evidence) -> Evidence:
        """The end of the pilot asks for every value that has never been heard of."""
        if self.settling:
            return seen
        indicators = observing.asked_at_the_end(self, initiative, seen.found.indicators)
        return replace(seen, found=replace(seen.found, indicators=indicators))

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """A halted pilot does not go on to its evaluation, nor one whose end has not begun."""
        return (*halting.resumed(self), settling.begun(self, initiative))

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """What commitments became, the contracts by now, and the observations after those of earlier pilots."""
        return self.so_far(facts)

    def so_far(self, facts: Facts) -> Facts:
        """See `PhaseState.so_far`."""
        commitments = {c.id: replace(c, state=self.became(c)) for c in self.promised(facts).values()}
        indicators = {name: self.present(indicator) for name, indicator in facts.indicators.items()}
        observations = facts.observations | self.observations
        return replace(
            facts,
            commitments=commitments,
            indicators=indicators,
            observations=observations,
            released=(*facts.released, *self.released),
            pilot_lead=self.lead or facts.pilot_lead,
        )

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(initiative)
