"""Telling: what there is to say of an initiative in plain words: where it stands, what it lacks, what comes by itself.

Only facts stand here, and the place in the operating model under which each holds; `letters.story` finds the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.clockwork import next_wake, tick
from domain.events import PhaseExited, TakenBy
from domain.explaining import Explanation, Waiting, explain, waiting_on
from domain.folding import after_all
from domain.forecasting import NextEvent, next_if_nobody_acts
from domain.gates import Clause
from domain.initiative import Initiative
from domain.operating_model import ExitKind
from domain.phases.piloting.fallen import Fallen, fallen

_MOST_WAKES = 5_000
_WHOLE = ("done", "median", "decide", "indicators", "conditions")
"""Clauses that stand in the model under one word, however many they are."""


@dataclass(frozen=True)
class Fate:
    """How the present phase is left if nobody acts: when, where to (a phase or `end`), and what took the exit.

    `outcome` is how the initiative then has ended, if it has.
    """

    at: datetime
    to: str
    taken_by: TakenBy
    outcome: str | None


@dataclass(frozen=True)
class Account:
    """All that is told of an initiative at an instant `now`. `rules` gives for each clause its place in the model;
    `fallen` is what was let go of in the pilot that goes on.
    """

    initiative: Initiative
    explanation: Explanation
    rules: dict[str, str]
    waiting: tuple[Waiting, ...]
    coming: NextEvent | None
    fate: Fate | None
    now: datetime
    fallen: tuple[Fallen, ...] = ()

    @property
    def lacking(self) -> tuple[Clause, ...]:
        """The clauses that keep the gate shut."""
        return tuple(clause for clause in self.explanation.clauses if not clause.met)


def account(initiative: Initiative, now: datetime) -> Account:
    """What there is to tell at `now` (UTC)."""
    explanation = explain(initiative, now)
    return Account(
        initiative=initiative,
        explanation=explanation,
        rules={clause.clause: rule_of(initiative, clause.clause) for clause in explanation.clauses},
        waiting=waiting_on(initiative),
        coming=next_if_nobody_acts(initiative),
        fate=fate(initiative),
        now=now,
        fallen=fallen(initiative),
    )


def fate(initiative: Initiative) -> Fate | None:
    """How the phase is left if nobody acts; None for an initiative that has left it already."""
    if initiative.settled or initiative.outcome is not None or initiative.bound is not None:
        return None
    for _ in range(_MOST_WAKES):
        wake = next_wake(initiative)
        if wake is None:
            return None
        events = tick(initiative, wake)
        initiative = after_all(initiative, events, wake)
        exited = next((event for event in events if isinstance(event, PhaseExited)), None)
        if exited is not None:
            return Fate(wake, exited.to, exited.taken_by, initiative.outcome)
    return None


def rule_of(initiative: Initiative, clause: str) -> str:
    """The place in the operating model under which a clause holds; the phase itself for what lies in its nature."""
    head, gate, phase = clause.partition(".")[0], initiative.rule.gate, f"phases.{initiative.at.phase}"
    if head == "mandate":
        return "charter.mandate"
    if head == "loops":
        return f"phases.{initiative.rule.next[ExitKind.ADVANCE]}.loops"
    if clause in (gate.settled or ()):
        return f"{phase}.gate.{head}"
    if getattr(gate, head, None):
        return f"{phase}.gate.{head if head in _WHOLE else clause}"
    return phase
