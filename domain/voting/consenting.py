"""Consent: it stands unless a seat objects with its reason. An objection leads to one round in which something is
sought that everyone can live with; if the objection stands after that, the seats vote.
"""

from __future__ import annotations

from datetime import datetime

from domain.asking import fulfils, opened
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationOpened, ObligationReleased
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.operating_model import DecideHow
from domain.refusals import AlreadyAnswered, NotAsked
from domain.stage import Vote
from domain.votes import Tally
from domain.voting.commands import IntegrateObjections
from domain.voting.duties import CONSENT, INTEGRATE, subject
from domain.voting.events import IntegrationOpened, ObjectionsIntegrated


def is_over(vote: Vote, count: Tally, now: datetime) -> bool:
    """Whether nothing more is waited for: the window has ended, or everyone has spoken who was asked."""
    if now >= vote.due:
        return True
    if vote.integration is None:
        return not count.silent
    standing = set(count.against) - set(vote.integration.heard)
    return not count.against or (vote.integration.told and not standing)


def round_opened(initiative: Initiative, vote: Vote, count: Tally, now: datetime) -> tuple[Event, ...]:
    """The one round of integration, if seats object and it has not been yet. The coordinator owes its account."""
    if vote.how is not DecideHow.CONSENT or vote.integration is not None or not count.against:
        return ()
    decide, calendar = initiative.rule.gate.decide, initiative.calendar
    span = decide.integration or decide.window
    if span is None:
        return ()
    due, number = calendar.due(now, span), subject(initiative)
    asked = [o for o in initiative.of_duty(CONSENT) if o.subject == number and o.state.answerable]
    ladder = decide.ladder or initiative.charter.model.decision.ladder
    return (
        IntegrationOpened(count.against, due),
        *(ObligationReleased(o.id) for o in asked),
        opened(initiative, INTEGRATE, due, ladder, now, subject=number),
    )


def integrate(initiative: Initiative, said: Said, command: IntegrateObjections, now: datetime) -> tuple[Event, ...]:
    """Take the account of the round, and ask the objecting seats whether their objection stands.

    Raises NotEntitled, NotAsked, AlreadyAnswered.
    """
    require_coordinator(said)
    vote = initiative.at.vote
    if vote is None or vote.integration is None or now >= vote.due:
        raise NotAsked("no objection is being integrated", remedy="look at the initiative for what it waits for now")
    if vote.integration.told:
        raise AlreadyAnswered("the account of this round has been given")
    return (ObjectionsIntegrated(command.text), *fulfils(initiative, INTEGRATE), *_asked_again(initiative, vote, now))


def _asked_again(initiative: Initiative, vote: Vote, now: datetime) -> tuple[ObligationOpened, ...]:
    ladder = initiative.rule.gate.decide.ladder or initiative.charter.model.decision.ladder
    objecting = vote.integration.objecting if vote.integration else ()
    about = subject(initiative)
    return tuple(
        opened(initiative, CONSENT, vote.due, ladder, now, seat=seat, subject=about)
        for seat in objecting
        if seat in initiative.voters
    )


def released(initiative: Initiative, duties: tuple[str, ...]) -> tuple[Event, ...]:
    """What an open decision asked for is owed no more."""
    return tuple(
        ObligationReleased(o.id)
        for o in initiative.obligations.values()
        if o.duty in duties and o.state in (ObligationState.OPEN, ObligationState.LAPSED)
    )
