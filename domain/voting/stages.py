"""What each event around a decision changes of the stage: the open vote, who is recused, what is excepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.events import BallotCast, Event, VoteCalled, VoteCounted
from domain.operating_model import ExitKind
from domain.stage import Count, Integration, Stage, Vote
from domain.voting.events import (
    BallotSealed,
    ClauseExcepted,
    IntegrationOpened,
    ObjectionsIntegrated,
    RecusalWithdrawn,
    SeatRecused,
)

OF_DECISIONS = (
    VoteCalled,
    BallotCast,
    BallotSealed,
    VoteCounted,
    IntegrationOpened,
    ObjectionsIntegrated,
    SeatRecused,
    RecusalWithdrawn,
    ClauseExcepted,
)


def stage_after(stage: Stage, event: Event, at: datetime) -> Stage:
    """The stage once this event has happened, at the instant `at`."""
    match event:
        case VoteCalled():
            vote = Vote(event.exit, event.due, event.verdict, how=event.how, secret=event.secret, opened_at=at)
            return replace(stage, vote=vote, votes=stage.votes + 1, failed=False, count=None)
        case VoteCounted():
            failed = not event.passed and _on_advance(stage)
            return replace(stage, vote=None, failed=failed, count=_short(event))
        case SeatRecused(seat):
            return replace(stage, recused=(*stage.recused, seat))
        case RecusalWithdrawn(seat):
            return replace(stage, recused=tuple(other for other in stage.recused if other != seat))
        case ClauseExcepted(clause):
            return replace(stage, excepted=(*stage.excepted, clause))
        case _ if stage.vote is not None:
            return replace(stage, vote=_voted(stage.vote, event))
        case _:
            return stage


def _voted(vote: Vote, event: Event) -> Vote:
    match event:
        case BallotCast(seat, choice):
            ballots, round_ = {**vote.ballots, seat: choice}, vote.integration
            heard = replace(round_, heard=(*round_.heard, seat)) if round_ and round_.told else round_
            return replace(vote, ballots=ballots, integration=heard)
        case BallotSealed(seat, ballot):
            return replace(vote, sealed={**(vote.sealed or {}), seat: ballot.commitment})
        case IntegrationOpened(objecting, due):
            return replace(vote, due=due, integration=Integration(objecting))
        case ObjectionsIntegrated() if vote.integration is not None:
            return replace(vote, integration=replace(vote.integration, told=True))
        case _:
            return vote


def _short(count: VoteCounted) -> Count | None:
    if count.passed:
        return None
    told = Count(count.votes_for, count.votes_against, count.needed, count.tie)
    cast = count.votes_for + count.votes_against + count.abstained
    return replace(told, short=count.short, cast=cast, quorum=count.quorum) if count.short else told


def _on_advance(stage: Stage) -> bool:
    """Whether the vote is on going on: only such a vote, when it fails, keeps the window's end from calling another."""
    return stage.vote is not None and stage.vote.exit is ExitKind.ADVANCE
