"""Votes: shares are of votes cast, a needed share is rounded up, a tie fails and says so. One seat, one vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.events import Choice
from domain.operating_model import DecideHow


@dataclass(frozen=True)
class Tally:
    """The count of a vote in seats.

    `needed` are votes for, of those cast now; `silent` are entitled seats without a ballot.
    """

    votes_for: int
    votes_against: int
    abstained: int
    needed: int
    passed: bool
    tie: bool
    silent: tuple[str, ...]


def needed_of(how: DecideHow, cast: int) -> int:
    """How many votes for a decision needs of `cast` votes: more than half, or two thirds rounded up; never none."""
    return max(1, -(-2 * cast // 3) if how is DecideHow.TWO_THIRDS else cast // 2 + 1)


def tally(how: DecideHow, ballots: Mapping[str, Choice], entitled: tuple[str, ...]) -> Tally:
    """Count the ballots of entitled seats."""
    choices = [ballots[seat] for seat in entitled if seat in ballots]
    votes_for, votes_against = choices.count(Choice.FOR), choices.count(Choice.AGAINST)
    needed = needed_of(how, votes_for + votes_against)
    return Tally(
        votes_for=votes_for,
        votes_against=votes_against,
        abstained=choices.count(Choice.ABSTAIN),
        needed=needed,
        passed=votes_for >= needed,
        tie=votes_for == votes_against and votes_for > 0,
        silent=tuple(seat for seat in entitled if seat not in ballots),
    )
