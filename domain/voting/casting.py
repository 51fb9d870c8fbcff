"""Calling a vote and casting ballots: one seat, one vote, the last valid one. In a secret vote the first one."""

from __future__ import annotations

from datetime import datetime

from domain.asking import fulfils
from domain.commands import CastBallot, Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import AnswerCameLate, BallotCast, Choice, Event, VoteCalled
from domain.initiative import Initiative
from domain.operating_model import Decide, DecideHow, ExitKind
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from domain.stage import Vote
from domain.voting.commands import CastSecretBallot
from domain.voting.duties import ballot_duty, subject
from domain.voting.events import BallotSealed

_LOOK = "look at the initiative for what it waits for now"


def require_callable(initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled or NotAsked unless the coordinator or a chair speaks, and the seats may be asked now."""
    if said.by.seat is None or said.by.seat not in initiative.chairs:
        require_coordinator(said)
    if initiative.rule.gate.decide.window is None:
        raise NotAsked("this phase is not decided by a vote", remedy="take the exit instead")
    if initiative.at.vote is not None:
        raise NotAsked("a vote is open already", remedy="wait until it has been counted")


def called(initiative: Initiative, exit: ExitKind, now: datetime, verdict: str | None = None) -> tuple[Event, ...]:
    """The seats are asked, as the gate of the phase says; nothing where it does not ask them."""
    decide = initiative.rule.gate.decide
    if decide.window is None:
        return ()
    by_consent = decide.how is DecideHow.CONSENT
    how, secret = (decide.how, None) if by_consent else (None, decide.secret)
    return (VoteCalled(exit, initiative.calendar.due(now, decide.window), verdict, how, secret),)


def otherwise(initiative: Initiative, vote: Vote, now: datetime) -> tuple[Event, ...]:
    """The vote that follows where consent was not reached, if the model knows one."""
    decide: Decide = initiative.rule.gate.decide
    if vote.how is not DecideHow.CONSENT or decide.otherwise is None or decide.window is None:
        return ()
    due = initiative.calendar.due(now, decide.window)
    return (VoteCalled(vote.exit, due, vote.verdict, decide.otherwise, decide.secret),)


def cast(initiative: Initiative, said: Said, command: CastBallot) -> tuple[Event, ...]:
    """Take a ballot, or what a seat says of a proposal that consent is asked for. One that comes after the vote is kept
    as late. Raises NotAsked, NotEntitled, Malformed.
    """
    seat = require_seat(initiative, said).id
    vote = _open(initiative, said)
    if vote is None:
        return _late(initiative, seat, command)
    if vote.secret:
        raise NotAsked("this vote is secret", remedy="cast a secret ballot")
    _require_voter(initiative, seat)
    objects = vote.how is DecideHow.CONSENT and command.choice is Choice.AGAINST
    if objects and command.reason is None:
        raise Malformed(
            "an objection needs its reason", path="reason", remedy="say in a sentence what stands against it"
        )
    if command.reason is not None and not objects:
        raise Malformed("only an objection comes with a reason", path="reason", remedy="leave it out")
    fulfilled = fulfils(initiative, ballot_duty(vote), seat=seat, subject=subject(initiative))
    return (BallotCast(seat, command.choice, command.reason), *fulfilled)


def cast_in_secret(initiative: Initiative, said: Said, command: CastSecretBallot) -> tuple[Event, ...]:
    """Take note that a seat has voted. Raises NotAsked, NotEntitled, AlreadyAnswered."""
    seat = require_seat(initiative, said).id
    vote = _open(initiative, said)
    if vote is None:
        return _late(initiative, seat, command)
    if not vote.secret:
        raise NotAsked("this vote is an open one", remedy="cast an open ballot")
    _require_voter(initiative, seat)
    if seat in (vote.sealed or {}):
        raise AlreadyAnswered("this seat has voted; a secret ballot cannot be changed")
    fulfilled = fulfils(initiative, ballot_duty(vote), seat=seat, subject=subject(initiative))
    return (BallotSealed(seat, command.ballot), *fulfilled)


def _open(initiative: Initiative, said: Said) -> Vote | None:
    """The vote that still takes ballots."""
    vote = initiative.at.vote
    return vote if vote is not None and said.received_at < vote.due else None


def _late(initiative: Initiative, seat: str, command: CastBallot | CastSecretBallot) -> tuple[Event, ...]:
    """A ballot after the vote is kept as late and not counted; a secret one without what it said. Models that are older
    than this refuse it.
    """
    if initiative.at.votes == 0 or initiative.charter.model.matters is None:
        raise NotAsked("no vote is open", remedy=_LOOK)
    _require_voter(initiative, seat)
    return (AnswerCameLate(command.KIND, seat, command.reason if isinstance(command, CastBallot) else None),)


def _require_voter(initiative: Initiative, seat: str) -> None:
    if seat in initiative.at.recused:
        raise NotEntitled("this seat is recused from the decision", remedy="withdraw the recusal first")
    if seat not in initiative.voters:
        raise NotEntitled("this seat takes no part in the vote")


def require_exit_by_role(decide: Decide) -> None:
    """Raise NotEntitled where the seats decide and no role does."""
    if decide.how is DecideHow.CONSENT:
        raise NotEntitled("here the seats decide by consent", path="exit", remedy="ask for their consent: call a vote")
    if decide.how is not DecideHow.ROLE:
        raise NotEntitled("here the seats decide by a vote", path="exit", remedy="call a vote instead")
