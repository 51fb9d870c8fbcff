"""Counting a secret vote: its ballots lie in the vault, so whoever can open it says how many are for and against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.initiative import Initiative
from domain.operating_model import DecideHow
from domain.votes import Tally, needed_of, passes
from domain.voting.needing import judged


@dataclass(frozen=True)
class Counted:
    """What lay in the ballots under these commitments. A ballot that was lost counts as an abstention."""

    ballots: tuple[str, ...]
    votes_for: int
    votes_against: int
    abstained: int


def sealed_ballots(initiative: Initiative) -> tuple[str, ...]:
    """The commitments of the ballots that count in the open secret vote, in an order that tells nothing of seats."""
    vote = initiative.at.vote
    sealed = (vote.sealed or {}) if vote else {}
    return tuple(sorted(sealed[seat] for seat in initiative.voters if seat in sealed))


def awaits_count(initiative: Initiative, now: datetime) -> bool:
    """Whether the open vote is a secret one that has ended, or that everyone has voted in; a pause lets it wait, and
    so does a merge that has been agreed on: no result is to come in between.
    """
    vote = initiative.at.vote
    if vote is None or not vote.secret or initiative.settled:
        return False
    if initiative.paused is not None or initiative.bound is not None:
        return False
    return now >= vote.due or all(seat in (vote.sealed or {}) for seat in initiative.voters)


def tally_of(initiative: Initiative, found: Counted) -> Tally | None:
    """The tally, if it is of those ballots that count now; None if these have changed since."""
    vote = initiative.at.vote
    if vote is None or not vote.secret or found.ballots != sealed_ballots(initiative):
        return None
    how: DecideHow = vote.how or initiative.rule.gate.decide.how
    count = Tally(
        votes_for=found.votes_for,
        votes_against=found.votes_against,
        abstained=found.abstained,
        needed=needed_of(how, found.votes_for + found.votes_against),
        passed=passes(how, found.votes_for, found.votes_against),
        tie=found.votes_for == found.votes_against > 0,
        silent=(),
        how=how,
        secret=True,
        cast=len(found.ballots),
    )
    return judged(initiative, count, tuple(seat for seat in initiative.voters if seat in (vote.sealed or {})))
