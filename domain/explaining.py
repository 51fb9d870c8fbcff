"""What an initiative waits for: its gate explained, on whom it waits since when, and what comes next if nobody acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import gates
from domain.completing import completing_set
from domain.gates import Clause, Duties, Evidence
from domain.initiative import Initiative
from domain.leaving import bars
from domain.obligations import ObligationState
from domain.votes import Tally, tally


@dataclass(frozen=True)
class Explanation:
    """The gate of the present phase, and whatever else bars its advance.

    `clauses` are those of the model, then what the phase itself asks for, then a mandate or a loop that has run out.
    `open` means the exit is available: every clause is met. `completing` is the smallest set of those whose favourable
    acts would make it so (None: it waits for nobody who is left, or for time); `decision` is what then still takes the
    exit.
    """

    clauses: tuple[Clause, ...]
    open: bool
    decision: Clause
    completing: tuple[str, ...] | None


def evidence(initiative: Initiative) -> Evidence:
    """What the gate of the present phase looks at."""
    state = initiative.now_in
    duties = {kind: _duties(initiative, kind) for kind in initiative.rule.gate.done}
    return Evidence(initiative.seats, state.standing(initiative), duties, open_tally(initiative), state.ACT)


def open_tally(initiative: Initiative) -> Tally | None:
    """The count of the open vote, if one is open."""
    vote = initiative.at.vote
    if vote is None:
        return None
    return tally(initiative.rule.gate.decide.how, vote.ballots, initiative.now_in.voters(initiative))


def unmet(initiative: Initiative) -> tuple[Clause, ...]:
    """What the gate of the model and the phase itself still lack for an advance, the decision aside."""
    every = (
        *gates.clauses(initiative.rule.gate, evidence(initiative)),
        *initiative.now_in.own_clauses(initiative),
    )
    return tuple(clause for clause in every if not clause.met)


def gate_open(initiative: Initiative) -> bool:
    """Whether an advance is available, as far as gate and phase are concerned: nothing but the decision is lacking."""
    return not unmet(initiative)


def explain(initiative: Initiative, now: datetime) -> Explanation:
    """Explain at `now` what the advance of the present phase waits for."""
    rule, seen = initiative.rule.gate, evidence(initiative)
    beyond = (*initiative.now_in.own_clauses(initiative), *bars(initiative, now))
    results = (*gates.clauses(rule, seen), *beyond)
    return Explanation(
        clauses=results,
        open=all(clause.met for clause in results),
        decision=gates.decision(rule, seen),
        completing=_completing(completing_set(rule, seen), beyond),
    )


def _completing(of_the_gate: tuple[str, ...] | None, beyond: tuple[Clause, ...]) -> tuple[str, ...] | None:
    """Those who would open the gate, and those on whom the conditions beyond it wait."""
    lacking = [clause for clause in beyond if not clause.met]
    if of_the_gate is None or not all(clause.missing for clause in lacking):
        return None
    return tuple(sorted({*of_the_gate, *(who for clause in lacking for who in clause.missing)}))


def _duties(initiative: Initiative, kind: str) -> Duties:
    obligations = [o for o in initiative.of_duty(kind) if o.state is not ObligationState.RELEASED]
    owing = [o.seat or "coordinator" for o in obligations if o.state is not ObligationState.FULFILLED]
    return Duties(len(obligations) - len(owing), len(obligations), tuple(dict.fromkeys(owing)))


@dataclass(frozen=True)
class Waiting:
    """Someone the initiative waits on: a duty, the seat or role that owes it, since when, and until when."""

    obligation: str
    duty: str
    seat: str | None
    since: datetime
    due: datetime
    lapsed: bool


def waiting_on(initiative: Initiative) -> tuple[Waiting, ...]:
    """Everyone who still owes something in the present phase, the earliest deadline first."""
    if initiative.settled or initiative.outcome is not None:
        return ()
    owing = [
        Waiting(o.id, o.duty, o.seat, o.opened_at, o.due, o.state is ObligationState.LAPSED)
        for o in initiative.obligations.values()
        if o.state.answerable
    ]
    return tuple(sorted(owing, key=lambda w: (w.due, w.obligation)))
