"""The plan as it stands, and the one number that stands for all of it once it is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from domain.events import Event
from domain.facts import Activity, Commitment, CommitmentState, Facts, Indicator, StopCriterion
from domain.ledger.canonical import sha256_of
from domain.phases.joint_planning import events
from domain.sealed import Sealed
from domain.wire import plain


@dataclass(frozen=True)
class Plan:
    """Goals (how many), activities, indicators and commitments by id, with the sealed texts written in this round.

    `former` is the hash of the plan that an earlier round left, which stands for the texts written then.
    `depends_on` maps an activity to those that come first. `risks` (how many) and `stop_criteria` are None where there
    are none, so that the hash of a plan without them is what it always was.
    """

    former: str | None = None
    goals: int = 0
    activities: dict[str, Activity] = field(default_factory=dict)
    depends_on: dict[str, tuple[str, ...]] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    texts: dict[str, Sealed] = field(default_factory=dict)
    risks: int | None = None
    stop_criteria: tuple[StopCriterion, ...] | None = None
    evaluation_on: date | None = None

    @classmethod
    def resumed(cls, facts: Facts) -> Plan:
        """The plan that an earlier round left. A seat that no longer takes part is released from its commitments.

        The day of the evaluation belonged to the former pilot, and is agreed on anew.
        """
        return cls(
            former=facts.plan_sha256,
            goals=facts.goals,
            activities=facts.activities,
            depends_on=facts.depends_on,
            indicators=facts.indicators,
            commitments={name: _taken_along(made, facts.accepted or ()) for name, made in facts.commitments.items()},
            risks=facts.risks or None,
            stop_criteria=facts.stop_criteria or None,
        )

    def sha256(self) -> str:
        """Hex SHA-256 over the canonical plain form of the whole plan; texts are in it by their commitments."""
        return sha256_of(plain(self))

    def after(self, event: Event) -> Plan:
        """The plan once this event has happened."""
        match event:
            case events.GoalAdded(goal, text):
                return replace(self, goals=self.goals + 1, texts=self.texts | {goal: text})
            case events.ActivityAdded(activity, title, owner, deputy, depends_on):
                return replace(
                    self,
                    activities=self.activities | {activity: Activity(activity, owner, deputy)},
                    depends_on=self.depends_on | {activity: depends_on},
                    texts=self.texts | {activity: title},
                )
            case events.ActivityReassigned(activity, owner, deputy):
                return replace(self, activities=self.activities | {activity: Activity(activity, owner, deputy)})
            case events.IndicatorDefined():
                return self._with_indicator(event)
            case events.IndicatorReassigned(indicator, owner):
                return self._changed(replace(self.indicators[indicator], owner=owner))
            case events.IndicatorBaselineSet(indicator, value):
                return self._changed(replace(self.indicators[indicator], baseline=value))
            case events.IndicatorTargetSet(indicator, target, low, high):
                return self._changed(replace(self.indicators[indicator], target=target, low=low, high=high))
            case events.RiskAdded(risk, text):
                return replace(self, risks=(self.risks or 0) + 1, texts=self.texts | {risk: text})
            case events.StopCriterionAdded(criterion, text):
                criteria = (*(self.stop_criteria or ()), StopCriterion(criterion))
                return replace(self, stop_criteria=criteria, texts=self.texts | {criterion: text})
            case events.EvaluationFixed(day):
                return replace(self, evaluation_on=day)
            case events.CommitmentMade(commitment, seat, activity, text):
                made = Commitment(commitment, seat, activity)
                return replace(
                    self, commitments=self.commitments | {commitment: made}, texts=self.texts | {commitment: text}
                )
            case _:
                return self

    def _with_indicator(self, event: events.IndicatorDefined) -> Plan:
        texts = {event.indicator: event.definition}
        if event.source is not None:
            texts[f"{event.indicator}.source"] = event.source
        defined = Indicator(
            event.indicator, event.owner, event.level, event.rhythm, event.minutes, measures=event.measures
        )
        return replace(self._changed(defined), texts=self.texts | texts)

    def _changed(self, indicator: Indicator) -> Plan:
        return replace(self, indicators=self.indicators | {indicator.id: indicator})


def _taken_along(commitment: Commitment, accepted: tuple[str, ...]) -> Commitment:
    if commitment.state is CommitmentState.OPEN and accepted and commitment.seat not in accepted:
        return replace(commitment, state=CommitmentState.RELEASED)
    return commitment
