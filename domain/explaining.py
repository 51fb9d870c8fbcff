"""What an initiative waits for: its gate explained, on whom it waits since when, and what comes next if nobody acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain import gates
from domain.completing import completing_set
from domain.events import Choice
from domain.gates import Clause, Duties, Evidence
from domain.gates.clauses import COORDINATOR
from domain.initiative import Initiative
from domain.leaving import bars
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.schema.words import SPEAKING
from domain.votes import Tally, tally, unopened
from domain.voting.needing import judged


@dataclass(frozen=True)
class InTime:
    """A clause that only time can meet, and when it will have."""

    clause: str
    at: datetime


@dataclass(frozen=True)
class Explanation:
    """The gate of the present phase, and whatever else bars its advance.

    `clauses` are those of the model, then what the phase itself asks for, then a mandate or a loop that has run out.
    `open` means the exit is available: every clause is met. `completing` is the smallest set of those whose favourable
    acts would make it so, but for the clauses `in_time`, which wait for time alone (None: it waits for nobody who is
    left, or whose answer would still count); whoever is asked for something by their acts is waited for then.
    `decision` is what then still takes the exit. `mandate` is the id of the one under which an exit would be taken now.
    """

    clauses: tuple[Clause, ...]
    open: bool
    decision: Clause
    completing: tuple[str, ...] | None
    in_time: tuple[InTime, ...]
    mandate: str
    mandate_valid: bool


def evidence(initiative: Initiative, now: datetime) -> Evidence:
    """What the gate of the present phase looks at, at `now`."""
    state, stage = initiative.now_in, initiative.at
    return Evidence(
        seats=initiative.seats,
        standing=initiative.standing,
        duties={kind: _duties(initiative, kind) for kind in initiative.rule.gate.done},
        tally=open_tally(initiative),
        act=state.ACT,
        place=initiative.charter.place,
        found=state.found(initiative),
        unheard=_unheard(initiative, now) if initiative.rule.gate.hear else {},
        excepted=stage.excepted,
        voters=_voters(initiative),
    )


def _voters(initiative: Initiative) -> tuple[str, ...] | None:
    """The seats that have a vote whatever they say; None where a seat gets one by its act. Models that are older than
    this count as if that were so everywhere, as they always have.
    """
    by_act = initiative.now_in.VOTE_BY_ACT or initiative.charter.model.matters is None
    return None if by_act else initiative.voters


def open_tally(initiative: Initiative) -> Tally | None:
    """The count of the open vote, if one is open; of a secret one, who has voted."""
    vote = initiative.at.vote
    if vote is None:
        return None
    how, voters = vote.how or initiative.rule.gate.decide.how, initiative.voters
    if vote.secret:
        voted = tuple(seat for seat in voters if seat in (vote.sealed or {}))
        return judged(initiative, unopened(how, voted, voters), voted)
    count = tally(how, vote.ballots, voters)
    voted = tuple(seat for seat in voters if seat in vote.ballots)
    return judged(initiative, count, voted, tuple(s for s in voted if vote.ballots[s] is Choice.FOR))


def gate_clauses(initiative: Initiative, now: datetime) -> tuple[Clause, ...]:
    """What the gate of the model and the phase itself ask for an advance at `now`, the decision aside."""
    return (
        *gates.clauses(initiative.rule.gate, evidence(initiative, now)),
        *initiative.now_in.own_clauses(initiative),
    )


def unmet(initiative: Initiative, now: datetime) -> tuple[Clause, ...]:
    """What of it is lacking."""
    return tuple(clause for clause in gate_clauses(initiative, now) if not clause.met)


def gate_open(initiative: Initiative, now: datetime) -> bool:
    """Whether an advance is available, as far as gate and phase are concerned: nothing but the decision is lacking."""
    return not unmet(initiative, now)


def explain(initiative: Initiative, now: datetime) -> Explanation:
    """Explain at `now` what the advance of the present phase waits for."""
    rule, seen = initiative.rule.gate, evidence(initiative, now)
    beyond = (*initiative.now_in.own_clauses(initiative), *bars(initiative, now))
    results = (*gates.clauses(rule, seen), *beyond)
    day = initiative.calendar.local(now).date()
    mandate = initiative.mandate_on(day)
    return Explanation(
        clauses=results,
        open=all(clause.met for clause in results),
        decision=gates.decision(rule, seen),
        completing=_completing(initiative, seen, beyond, now),
        in_time=tuple(InTime(clause.clause, clause.at) for clause in results if clause.at is not None),
        mandate=mandate.id,
        mandate_valid=mandate.valid_on(day),
    )


def _completing(
    initiative: Initiative, seen: Evidence, beyond: tuple[Clause, ...], now: datetime
) -> tuple[str, ...] | None:
    """Those who would open the gate, and those on whom the conditions beyond it wait."""
    lacking = [clause for clause in beyond if not clause.met and clause.at is None]
    if not all(clause.missing for clause in lacking):
        return None
    also = dict.fromkeys(who for clause in lacking if not clause.either for who in clause.missing)
    late = _too_late(initiative, now)
    either = tuple(_but(late, clause.missing) for clause in lacking if clause.either)
    foreseen = initiative.now_in.foreseen(initiative, seen)
    found = completing_set(initiative.rule.gate, _without(late, foreseen), tuple(also), either)
    return None if found is None or late.intersection(found) else found


def _without(late: frozenset[str], seen: Evidence) -> Evidence:
    """What the gate sees, but for what these could still bring."""
    if not late:
        return seen
    duties = {kind: replace(owed, either=_but(late, owed.either)) for kind, owed in seen.duties.items()}
    standing = replace(seen.standing, silent=_but(late, seen.standing.silent))
    return replace(seen, standing=standing, duties=duties)


def _but(late: frozenset[str], seats: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(seat for seat in seats if seat not in late)


def _too_late(initiative: Initiative, now: datetime) -> frozenset[str]:
    """The seats whose answers would no longer count, as the window is over. What a matter asks has none."""
    if not window_over(initiative, now):
        return frozenset()
    return frozenset(initiative.seats).difference(initiative.now_in.heard_beside(initiative))


def window_over(initiative: Initiative, at: datetime) -> bool:
    """Whether what a seat says at an instant comes after the window, which an open vote on going on holds open. While
    a pause lasts, it is as early as its beginning.
    """
    stage, paused = initiative.at, initiative.paused
    held_open = stage.vote is not None and stage.vote.exit is ExitKind.ADVANCE
    return not held_open and (min(at, paused.since) if paused else at) >= stage.due


def _duties(initiative: Initiative, kind: str) -> Duties:
    vacant = initiative.facts.people.vacant
    asked = (o for o in initiative.of_duty(kind) if o.seat not in vacant)
    obligations = [o for o in asked if o.state is not ObligationState.RELEASED]
    owing = [o.seat or COORDINATOR for o in obligations if o.state is not ObligationState.FULFILLED]
    either = initiative.now_in.either(initiative, kind)
    return Duties(len(obligations) - len(owing), len(obligations), tuple(dict.fromkeys(owing)), either=either)


def _unheard(initiative: Initiative, now: datetime) -> dict[str, datetime | None]:
    """The seats that have not answered and may still, until the window ends; None for those that nobody asked."""
    asked = {o.seat for o in initiative.of_duty(SPEAKING[initiative.at.phase])}
    due, silent = initiative.at.due, initiative.now_in.standing(initiative).silent
    return {seat: due if seat in asked else None for seat in silent if seat not in asked or now < due}


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
    if initiative.settled or initiative.outcome is not None or initiative.bound is not None:
        return ()
    owing = [
        Waiting(o.id, o.duty, o.seat, o.opened_at, o.due, o.state is ObligationState.LAPSED)
        for o in initiative.obligations.values()
        if o.state.answerable and o.seat not in initiative.facts.people.vacant
    ]
    return tuple(sorted(owing, key=lambda w: (w.due, w.obligation)))
