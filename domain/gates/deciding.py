"""The decision itself: a role's act still to come, a consent that nobody objects to, or the ballots of a vote."""

from __future__ import annotations

from domain.gates.clauses import COORDINATOR, Clause, named
from domain.gates.evidence import Evidence
from domain.operating_model import DecideHow, GateRule
from domain.votes import Tally


def decision(rule: GateRule, evidence: Evidence) -> Clause:
    """The decision clause. Of an open vote it tells the count; of a secret one only how many have voted."""
    decide, tally = rule.decide, evidence.tally
    if decide.how is DecideHow.ROLE:
        role = decide.role or COORDINATOR
        return Clause("decide.role", 0, 1, False, (role,), f"the {role} takes the exit once all else is met")
    if tally is None:
        asked = "the seats are asked for their consent" if decide.how is DecideHow.CONSENT else "a vote is called"
        return Clause(f"decide.{decide.how}", 0, 1, False, (COORDINATOR,), f"{asked} once all else is met")
    how = tally.how or decide.how
    if how is DecideHow.CONSENT:
        return _consent(tally)
    if tally.secret:
        quorum = f"; it needs {tally.quorum} ballots" if tally.cast < tally.quorum else ""
        remedy = f"the vote is secret and counted when it ends; {len(tally.silent)} can still be cast{quorum}"
        return Clause(f"decide.{how}", tally.cast, tally.cast + len(tally.silent), False, tally.silent, remedy)
    remedy = "" if tally.passed else _short_of(tally)
    return Clause(f"decide.{how}", tally.votes_for, tally.needed, tally.passed, tally.silent, remedy)


def _short_of(tally: Tally) -> str:
    tie = "it is a tie, which fails: " if tally.tie else ""
    few = f"; {tally.quorum - tally.cast} more must vote, be it to abstain" if "quorum" in tally.short else ""
    sectors = ", ".join(name for name in tally.short if name != "quorum")
    unbalanced = f"; not from the sectors yet that it needs: {sectors}" if sectors else ""
    return f"{tie}{tally.needed} votes for it are needed; {len(tally.silent)} can still be cast{few}{unbalanced}"


def _consent(tally: Tally) -> Clause:
    """Consent needs no objection; who is silent has none."""
    objecting = tally.against
    if not objecting:
        return Clause("decide.consent", 0, 0, True, tally.silent)
    remedy = f"{named(objecting)} object: find with them what they can live with"
    return Clause("decide.consent", len(objecting), 0, False, objecting, remedy)
