"""What an initiative waits for: its gate explained, on whom it waits since when, and what comes next if nobody acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import gates
from domain.completing import completing_set
from domain.gates import Clause, Duties, Evidence
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.votes import Tally, tally


@dataclass(frozen=True)
class Explanation:
    """The gate of the present phase.

    `open` means the exit is available; `completing` is the smallest set of seats whose favourable acts would make it so
    (None: no set of seats can); `decision` is what then still takes the exit.
    """

    clauses: tuple[Clause, ...]
    open: bool
    decision: Clause
    completing: tuple[str, ...] | None


def evidence(initiative: Initiative) -> Evidence:
    """What the gate of the present phase looks at."""
    duties = {kind: _duties(initiative, kind) for kind in initiative.rule.gate.done}
    return Evidence(initiative.seats, initiative.now_in.standing(initiative), duties, open_tally(initiative))


def open_tally(initiative: Initiative) -> Tally | None:
    """The count of the open vote, if one is open."""
    vote = initiative.at.vote
    if vote is None:
        return None
    return tally(initiative.rule.gate.decide.how, vote.ballots, initiative.now_in.voters(initiative))


def gate_open(initiative: Initiative) -> bool:
    """Whether an advance is available: every clause but the decision itself is met."""
    return gates.open_but_for_the_decision(initiative.rule.gate, evidence(initiative))


def explain(initiative: Initiative) -> Explanation:
    """Explain the gate of the present phase."""
    rule, seen = initiative.rule.gate, evidence(initiative)
    results = gates.clauses(rule, seen)
    return Explanation(
        clauses=results,
        open=all(clause.met for clause in results),
        decision=gates.decision(rule, seen),
        completing=completing_set(rule, seen),
    )


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
