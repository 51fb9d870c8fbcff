"""Votes: shares are of votes cast, a needed share is rounded up, a tie fails and says so. One seat, one vote.

Consent is counted in the same ballots: against is an objection, and none may be left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.events import Choice
from domain.operating_model import DecideHow


@dataclass(frozen=True)
class Tally:
    """The count of a vote in seats.

    `needed` are votes for, of those cast now; `silent` are entitled seats without a ballot, `against` those that vote
    or object so. Of a `secret` vote that is open nothing is known but who has voted. `quorum` is how many must
    be `cast`, abstentions among them (0: any number will do), and `short` names what the ballots do not meet yet:
    `quorum`, `sectors.distinct`. Without that nothing passes.
    """

    votes_for: int
    votes_against: int
    abstained: int
    needed: int
    passed: bool
    tie: bool
    silent: tuple[str, ...]
    against: tuple[str, ...] = ()
    how: DecideHow | None = None
    secret: bool = False
    cast: int = 0
    quorum: int = 0
    short: tuple[str, ...] = ()


def needed_of(how: DecideHow, cast: int) -> int:
    """How many votes for a decision needs of `cast` votes: more than half, or two thirds rounded up; never none.
    Consent needs none.
    """
    if how is DecideHow.CONSENT:
        return 0
    return max(1, -(-2 * cast // 3) if how is DecideHow.TWO_THIRDS else cast // 2 + 1)


def passes(how: DecideHow, votes_for: int, votes_against: int) -> bool:
    """Whether so many ballots carry the decision, if anyone was entitled to one."""
    if how is DecideHow.CONSENT:
        return votes_against == 0
    return votes_for >= needed_of(how, votes_for + votes_against)


def tally(how: DecideHow, ballots: Mapping[str, Choice], entitled: tuple[str, ...]) -> Tally:
    """Count the ballots of entitled seats."""
    choices = [ballots[seat] for seat in entitled if seat in ballots]
    votes_for, votes_against = choices.count(Choice.FOR), choices.count(Choice.AGAINST)
    is_vote = how is not DecideHow.CONSENT
    return Tally(
        votes_for=votes_for,
        votes_against=votes_against,
        abstained=choices.count(Choice.ABSTAIN),
        needed=needed_of(how, votes_for + votes_against),
        passed=passes(how, votes_for, votes_against) and bool(entitled),
        tie=is_vote and votes_for == votes_against and votes_for > 0,
        silent=tuple(seat for seat in entitled if seat not in ballots),
        against=tuple(seat for seat in entitled if ballots.get(seat) is Choice.AGAINST),
        how=how,
        cast=len(choices),
    )


def unopened(how: DecideHow, voted: tuple[str, ...], entitled: tuple[str, ...]) -> Tally:
    """What is known of a secret vote while it is open: which entitled seats have voted."""
    silent = tuple(seat for seat in entitled if seat not in voted)
    return Tally(0, 0, 0, 0, False, False, silent, how=how, secret=True, cast=len(entitled) - len(silent))
