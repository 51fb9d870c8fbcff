"""What each event changes. Total: every entry of a ledger can be folded, whatever it says; nothing is refused here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from domain.backbone.events import OF_BACKBONES, BackboneHandedOver, BackboneOffered
from domain.backbone.offers import Offer
from domain.calendar import Calendar
from domain.correcting.effective import effective
from domain.correcting.events import EntrySuperseded
from domain.events import (
    CalendarExtended,
    DeadlineExtended,
    EntryReadBack,
    Event,
    EverybodyReminded,
    EverythingReleased,
    InitiativeEnded,
    InitiativePaused,
    InitiativeResumed,
    InitiativeStarted,
    LessonWritten,
    MandateRenewed,
    NeedTakenIn,
    ObligationFulfilled,
    ObligationHandedOver,
    ObligationLapsed,
    ObligationOpened,
    ObligationReleased,
    ObligationWithdrawn,
    PhaseExited,
    PhaseHeld,
    PhaseOpened,
    ReminderDue,
    RuleOverridden,
    WindowMoved,
)
from domain.facts import CommitmentState
from domain.initiative import Initiative, Pause, PhaseState
from domain.ledger.entries import Recorded
from domain.merging import following
from domain.merging.events import OF_MERGES, SeatsJoined
from domain.merging.offers import Merging
from domain.obligations import Entered, Obligation, ObligationState
from domain.remodelling import folding as remodelling
from domain.remodelling.events import OF_MODELS
from domain.stage import Stage
from domain.voting.stages import OF_DECISIONS, stage_after

_OF_DUTIES = (
    ObligationOpened,
    ObligationHandedOver,
    ReminderDue,
    ObligationFulfilled,
    ObligationReleased,
    ObligationWithdrawn,
    ObligationLapsed,
    EntryReadBack,
    EverybodyReminded,
)


def begin(started: InitiativeStarted) -> Initiative:
    """The initiative as its first entry makes it; its first phase is not opened yet."""
    model, charter = started.charter.model, started.charter
    return Initiative(charter, Calendar(model.calendar, charter.pin, model.day_milliseconds))


def fold(entries: Iterable[Recorded]) -> Initiative:
    """The initiative that a whole stream adds up to, each superseded entry replaced at its place.

    Raises LookupError for an empty one.
    """
    initiative: Initiative | None = None
    for entry in effective(entries):
        if isinstance(entry.event, InitiativeStarted):
            initiative = begin(entry.event)
        elif initiative is not None:
            initiative = after(initiative, entry.event, entry.at)
    if initiative is None:
        raise LookupError("the stream does not begin with the start of an initiative")
    return initiative


def after(initiative: Initiative, event: Event, at: datetime) -> Initiative:
    """The initiative once `event` has happened at the instant `at`. A correction changes what was before it: of a
    stream that has one, only `fold` tells the state.
    """
    match event:
        case PhaseOpened():
            return _opened(initiative, event, at)
        case PhaseExited():
            stage = replace(initiative.at, exit=event.exit, to=event.to, vote=None)
            return replace(initiative, facts=initiative.now_in.hand_on(initiative.facts, event), stage=stage)
        case EverythingReleased():
            return _released(initiative, event)
        case InitiativeEnded():
            return replace(initiative, outcome=event.outcome)
        case PhaseHeld() | DeadlineExtended() | RuleOverridden() | WindowMoved():
            return _set_otherwise(initiative, event, at)
        case InitiativePaused():
            return replace(initiative, paused=Pause(at, event.until))
        case InitiativeResumed():
            return _resumed(initiative, event)
        case EntrySuperseded():
            return _withdrawn(initiative, event.made)
        case CalendarExtended():
            return replace(initiative, calendar=initiative.calendar.extended(event.pin))
        case _ if isinstance(event, (MandateRenewed, *OF_BACKBONES)):
            return _coordinated(initiative, event)
        case _ if isinstance(event, (NeedTakenIn, *OF_MERGES)):
            return _linked(initiative, event, at)
        case _ if isinstance(event, OF_MODELS):
            return remodelling.after(initiative, event, at)
        case LessonWritten() if not initiative.now_in.COUNTS_LESSONS:
            return replace(initiative, facts=replace(initiative.facts, lessons=initiative.facts.lessons + 1))
        case _ if isinstance(event, OF_DECISIONS):
            return replace(initiative, stage=stage_after(initiative.at, event, at))
        case _ if isinstance(event, _OF_DUTIES):
            return _owing(initiative, (event,), at)
        case _ if event.MATTER:
            return _beside(initiative, event, at)
        case _:
            return replace(initiative, state=initiative.now_in.after(event, at))


def after_all(initiative: Initiative, events: Iterable[Event], at: datetime) -> Initiative:
    """The initiative once all these events have happened, at the same instant.

    Those of duties that follow each other are folded in one go: two hundred reminders fall due at once.
    """
    for is_of_duties, alike in groupby(events, lambda event: isinstance(event, _OF_DUTIES)):
        if is_of_duties:
            initiative = _owing(initiative, alike, at)
        else:
            for event in alike:
                initiative = after(initiative, event, at)
    return initiative


def _beside(initiative: Initiative, event: Event, at: datetime) -> Initiative:
    """An event of a matter: the matter keeps it, may tell it to the shared facts, and the phase hears of it."""
    kept = initiative.beside(event.MATTER)
    return replace(
        initiative,
        matters={**initiative.matters, event.MATTER: kept.after(event, at)},
        facts=kept.tell(initiative.facts, event),
        state=initiative.state.after(event, at) if initiative.state else None,
    )


def _opened(initiative: Initiative, event: PhaseOpened, at: datetime) -> Initiative:
    outliving, changed = _outliving(initiative, at), initiative.remodelled
    return replace(
        initiative,
        stage=Stage(event.phase, event.round, at, event.due),
        state=PhaseState.kinds[event.phase].begin(initiative.facts),
        obligations=outliving,
        rounds={**initiative.rounds, event.phase: event.round},
        offer=None,
        merging=replace(initiative.merging, offer=initiative.bound) if initiative.merging else None,
        remodelled=changed.entering(owed.ladder for owed in outliving.values()) if changed else None,
        model_proposal=None,
    )


def _withdrawn(initiative: Initiative, made: str | None) -> Initiative:
    """At the place of what was withdrawn: the id that it had made stays taken."""
    if made is None:
        return initiative
    number = initiative.withdrawn.get(made, 0) + 1
    return replace(initiative, withdrawn={**initiative.withdrawn, made: number})


def _outliving(initiative: Initiative, at: datetime) -> dict[str, Obligation]:
    """What is asked beside the phases goes on, until it is settled and can no longer be changed."""
    return {
        name: obligation
        for name, obligation in initiative.obligations.items()
        if obligation.is_beside and (obligation.state.answerable or obligation.due > at)
    }


def _owing(initiative: Initiative, events: Iterable[Event], at: datetime) -> Initiative:
    obligations, ladders = dict(initiative.obligations), initiative.ladders
    for event in events:
        match event:
            case ObligationOpened():
                obligations[event.obligation] = ladders.armed(_fresh(event, at), 0)
            case ObligationHandedOver(id, to, told, principal=principal):
                passed = replace(obligations[id], owed_by=to, principal=principal, letters=None, asked_at=told)
                obligations[id] = passed
            case EntryReadBack(id, command, until=until):
                if id in obligations:  # else of a phase that has closed, in which an answer was corrected
                    obligations[id] = replace(obligations[id], entered=Entered(command, until))
            case ReminderDue(id, step, to=to):
                obligations[id] = ladders.reminded(obligations[id], step, to, at)
            case EverybodyReminded(to, told):
                asked = {id: obligations[id].asked_again(actor, told) for id, actor in to.items() if id in obligations}
                obligations |= asked
            case ObligationFulfilled(id):
                obligations[id] = replace(obligations[id], state=ObligationState.FULFILLED, next_at=None)
            case ObligationReleased(id) | ObligationWithdrawn(id):
                obligations[id] = replace(obligations[id], state=ObligationState.RELEASED, next_at=None)
            case ObligationLapsed(id):
                obligations[id] = replace(obligations[id], state=ObligationState.LAPSED, next_at=None)
    return replace(initiative, obligations=obligations)


def _fresh(event: ObligationOpened, at: datetime) -> Obligation:
    return Obligation(
        id=event.obligation,
        duty=event.duty,
        seat=event.seat,
        subject=event.subject,
        owed_by=event.owed_by,
        opened_at=at,
        due=event.due,
        ladder=event.ladder,
        principal=event.principal,
    )


def _released(initiative: Initiative, event: EverythingReleased) -> Initiative:
    made, owed = initiative.facts.commitments, initiative.obligations
    commitments = {name: replace(made[name], state=CommitmentState.RELEASED) for name in event.commitments}
    obligations = {id: replace(owed[id], state=ObligationState.RELEASED, next_at=None) for id in event.obligations}
    facts = replace(initiative.facts, commitments={**made, **commitments})
    return replace(initiative, facts=facts, obligations={**owed, **obligations})


def _coordinated(initiative: Initiative, event: Event) -> Initiative:
    """Who coordinates, by which mandate, and who is asked to. Whoever stood behind the former coordinator stands behind
    nobody now.
    """
    match event:
        case MandateRenewed(mandate):
            return replace(initiative, mandates=(*initiative.mandates, mandate))
        case BackboneOffered(number, coordinator, mandate, reason):
            return replace(initiative, offer=Offer(number, coordinator, mandate, reason))
        case BackboneHandedOver(coordinator=coordinator):
            facts = replace(initiative.facts, people=replace(initiative.facts.people, deputies=()))
            return replace(initiative, offer=None, coordinated_by=coordinator, facts=facts)
        case _:
            return replace(initiative, offer=None)


def _linked(initiative: Initiative, event: Event, at: datetime) -> Initiative:
    """What is said and done about merging, and needs that come from elsewhere. Seats that join take part at once, or
    are asked first.
    """
    if isinstance(event, NeedTakenIn):
        facts = replace(initiative.facts, needs={**initiative.facts.needs, event.need: event.held})
        return replace(initiative, facts=facts, state=initiative.now_in.after(event, at))
    merging, facts = following.after(initiative.merging or Merging(), event, at), initiative.facts
    if isinstance(event, SeatsJoined) and facts.accepted is not None:
        facts = replace(facts, accepted=(*facts.accepted, *event.active))
    return replace(initiative, merging=merging, facts=facts)


def _set_otherwise(
    initiative: Initiative, event: PhaseHeld | DeadlineExtended | RuleOverridden | WindowMoved, at: datetime
) -> Initiative:
    match event:
        case PhaseHeld(number=number, until=until):
            since = initiative.paused.since if initiative.paused else at
            stage = replace(initiative.at, holds=number)
            return replace(initiative, stage=stage, paused=Pause(since, until, number))
        case DeadlineExtended(due, obligation=None) | WindowMoved(due):
            return replace(initiative, stage=replace(initiative.at, due=due))
        case DeadlineExtended(due, obligation=str(id)):
            owed = initiative.obligations[id]
            moved = initiative.ladders.armed(replace(owed, due=due), owed.next_step)
            return replace(initiative, obligations={**initiative.obligations, id: moved})
        case RuleOverridden(path, value):
            return replace(initiative, overrides={**(initiative.overrides or {}), path: value})
    return initiative


def _resumed(initiative: Initiative, event: InitiativeResumed) -> Initiative:
    stage = replace(initiative.at, due=event.phase_due)
    if stage.vote is not None and event.vote_due is not None:
        stage = replace(stage, vote=replace(stage.vote, due=event.vote_due))
    obligations, ladders = dict(initiative.obligations), initiative.ladders
    for id, due in event.dues.items():
        obligations[id] = ladders.armed(replace(obligations[id], due=due), obligations[id].next_step)
    return replace(initiative, stage=stage, paused=None, obligations=obligations)
