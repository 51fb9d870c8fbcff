"""What a vote needs beside its votes, where the model says so: as many ballots as the gate's quorum, and votes for it
from the sectors that the gate asks for. Consent needs neither: silence is consent. Sectors are asked for only where the
vote is on going on, which a verdict to establish, scale or hand over is, too: a missing sector is often why a phase is
gone back from or ended.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from domain.gate_words import BallotNeed
from domain.gates import presence
from domain.gates.evidence import Evidence
from domain.initiative import Initiative
from domain.operating_model import DecideHow, ExitKind, GateRule
from domain.standing import Standing
from domain.votes import Tally


def judged(initiative: Initiative, count: Tally, cast: Collection[str], votes_for: Collection[str] = ()) -> Tally:
    """A count, once it has been looked at whose ballots they are: of the seats `cast`, and `votes_for` it (empty where
    a vote is secret). Whoever abstains is part of the quorum, not of the votes. A clause of the gate that is met by a
    reasoned exception is not asked of ballots either.
    """
    rule, excepted = initiative.rule.gate, initiative.at.excepted
    needs = rule.decide.ballots or ()
    if not needs or count.how is DecideHow.CONSENT:
        return count
    balanced = BallotNeed.SECTORS in needs and _goes_on(initiative)
    asked = GateRule(rule.decide, sectors=rule.sectors if balanced else None)
    lacking = [one.clause for one in presence.clauses(asked, _seen(initiative, votes_for)) if not one.met]
    quorum = 0
    if BallotNeed.QUORUM in needs and "quorum" not in excepted:
        quorum = presence.quorum_needed(rule, _seen(initiative, cast).standing)
    lacking += ["quorum"] if len(cast) < quorum else []
    short = tuple(sorted(name for name in lacking if name not in excepted))
    return replace(count, quorum=quorum, short=short, passed=count.passed and not short)


def _goes_on(initiative: Initiative) -> bool:
    vote = initiative.at.vote
    return vote is not None and vote.exit is ExitKind.ADVANCE


def _seen(initiative: Initiative, ballots: Collection[str]) -> Evidence:
    """What the clauses look at: of the seats entitled to a ballot those whose ballots these are are present."""
    voters = initiative.voters
    present = tuple(seat for seat in voters if seat in ballots)
    silent = tuple(seat for seat in voters if seat not in ballots)
    return Evidence(initiative.seats, Standing(voters, present, silent), {}, act="vote for it")
