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

Ballot = CastBallot | CastSecretBallot

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
    vote = _taking(initiative, said, command)
    if vote is None:
        return _late(initiative, said, seat, command)
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
    """Take note that a seat has voted. Raises NotAsked, NotEntitled, Malformed, AlreadyAnswered."""
    seat = require_seat(initiative, said).id
    vote = _taking(initiative, said, command)
    if vote is None:
        return _late(initiative, said, seat, command)
    if not vote.secret:
        raise NotAsked("this vote is an open one", remedy="cast an open ballot")
    _require_voter(initiative, seat)
    if seat in (vote.sealed or {}):
        raise AlreadyAnswered("this seat has voted; a secret ballot cannot be changed")
    fulfilled = fulfils(initiative, ballot_duty(vote), seat=seat, subject=subject(initiative))
    return (BallotSealed(seat, command.ballot), *fulfilled)


def _taking(initiative: Initiative, said: Said, ballot: Ballot) -> Vote | None:
    """The open vote, if it takes this ballot: given for it, and received before its end. Raises Malformed."""
    vote = initiative.at.vote
    if vote is None or _given_for(initiative, said, ballot) != initiative.at.votes or said.received_at >= vote.due:
        return None
    return vote


def _given_for(initiative: Initiative, said: Said, ballot: Ballot) -> int:
    """The number in this phase of the vote that a ballot belongs to: the one it names, or else the one that was open
    when it was received, so that no consent becomes a vote for what the next vote asks. 0: it came before any. Raises
    Malformed for a vote that has not been called. Under models that are older than this the open one takes it.
    """
    stage, paused = initiative.at, initiative.paused
    if ballot.vote is not None:
        if not 1 <= ballot.vote <= stage.votes:
            raise Malformed("no such vote has been called in this phase", path="vote", remedy=_LOOK)
        return ballot.vote
    is_older = initiative.charter.model.matters is None
    if stage.vote is None or stage.vote.opened_at is None or is_older:
        return stage.votes
    began = min(stage.vote.opened_at, paused.since) if paused else stage.vote.opened_at
    return stage.votes if said.received_at >= began else stage.votes - 1


def _late(initiative: Initiative, said: Said, seat: str, command: Ballot) -> tuple[Event, ...]:
    """A ballot after its vote is kept as late and not counted, whatever is open by now; a secret one without what it
    said. Models that are older than this refuse it.
    """
    number, is_open = _given_for(initiative, said, command), initiative.at.vote is not None
    if number == 0 or initiative.charter.model.matters is None:
        another = is_open and number != initiative.at.votes
        raise NotAsked(
            _no_vote_takes_it(another, number),
            remedy="cast a ballot in the vote that is open now" if another else _LOOK,
        )
    _require_voter(initiative, seat)
    former = number if is_open and number != initiative.at.votes else None
    return (AnswerCameLate(command.KIND, seat, command.reason if isinstance(command, CastBallot) else None, former),)


def _no_vote_takes_it(another: bool, number: int) -> str:
    """Why a ballot is refused that was given for the vote of this `number`, while `another` one is open, or none."""
    if not another:
        return "no vote is open"
    if number == 0:
        return "this ballot came before the vote was called"
    return "the vote that this ballot was given for has ended"


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
