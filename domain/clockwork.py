"""What time brings: ladder steps, lapses, the end of windows and votes, resumption.

Pure: the same for workflow and forecast.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.acting import chain_from, coordinator, line
from domain.asking import opened
from domain.events import (
    Event,
    ObligationLapsed,
    ObligationReleased,
    ReminderDue,
    TakenBy,
    VoteCounted,
)
from domain.exiting import exit_taken
from domain.explaining import gate_open, open_tally
from domain.folding import after_all
from domain.holding import rest_ended, rest_ends
from domain.initiative import Initiative
from domain.ladders import Ladders
from domain.leaving import forbidden, spent, unmandated
from domain.matter import Matter
from domain.obligations import Obligation, ObligationState
from domain.operating_model import Addressee, DecideHow, ExitKind, StepAction
from domain.remodelling.noticing import notice_ended, notice_ends
from domain.votes import Tally
from domain.voting import casting, consenting
from domain.voting.counting import awaits_count
from domain.voting.duties import BALLOTS, INTEGRATE, ballot_duty, subject
from domain.voting.duties import VOTE as VOTE

DECIDE_EXIT = "decide_exit"
REDECIDE_EXIT = "redecide_exit"


def tick(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Everything that follows by `now` without anybody saying anything, in order; empty when nothing does."""
    return ticked(initiative, now)[0]


def ticked(initiative: Initiative, now: datetime) -> tuple[tuple[Event, ...], Initiative]:
    """The same, and the initiative once it has happened, so that whoever goes on from there need not fold it again."""
    happened: list[Event] = []
    while events := _follow(initiative, now):
        happened.extend(events)
        initiative = after_all(initiative, events, now)
    return tuple(happened), initiative


def next_wake(initiative: Initiative) -> datetime | None:
    """The earliest instant at which `tick` may have something new; None once nothing is left to wait for. A merge that
    has been agreed on is to be carried out at once: that is no event of the clock's.
    """
    if initiative.outcome is not None or initiative.settled:
        return None
    if initiative.bound is not None:
        return initiative.bound.agreed_at
    moments = [o.next_at for o in _running(initiative) if o.next_at is not None]
    beside = (matter.next_wake(initiative) for matter in _matters(initiative))
    moments += [wake for wake in beside if wake is not None]
    if initiative.paused is not None:
        ends = rest_ends(initiative)
        return min([*moments, *((ends,) if ends else ())], default=None)
    stage = initiative.at
    own = (initiative.now_in.next_wake(initiative), notice_ends(initiative))
    moments += [wake for wake in own if wake is not None]
    if stage.vote is not None:
        moments.append(stage.opened_at if awaits_count(initiative, stage.opened_at) else stage.vote.due)
    elif not decision_asked(initiative):
        moments.append(stage.due)
    return min(moments, default=None)


def _follow(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    if initiative.outcome is not None or initiative.settled or initiative.bound is not None:
        return ()
    if initiative.paused is not None:
        return _steps_due(initiative, now) or _beside(initiative, now) or rest_ended(initiative, now)
    return (
        _steps_due(initiative, now)
        or notice_ended(initiative, now)
        or initiative.now_in.consequences(initiative, now)
        or _beside(initiative, now)
        or _ballots_owed(initiative, now)
        or _vote_closed(initiative, now)
        or _decision_lapsed(initiative, now)
        or _completed(initiative, now)
        or _window_closed(initiative, now)
    )


def _running(initiative: Initiative) -> list[Obligation]:
    """The obligations whose clocks run: all that somebody owes, or in a pause those on clocks of the outside."""
    vacant = initiative.facts.people.vacant
    obligations = [o for o in initiative.obligations.values() if o.seat not in vacant]
    return obligations if initiative.paused is None else [o for o in obligations if o.duty in initiative.outside]


def _matters(initiative: Initiative) -> Iterator[Matter]:
    """What is kept of every matter that the model names, in the model's order; in a pause of those on clocks of the
    outside.
    """
    kept = (initiative.beside(name) for name in initiative.matter_rules)
    return (matter for matter in kept if matter.OUTSIDE_CLOCK or initiative.paused is None)


def _beside(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What follows by now in one of the matters."""
    return next(filter(None, (matter.consequences(initiative, now) for matter in _matters(initiative))), ())


def _steps_due(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    due = [o for o in _running(initiative) if o.next_at is not None and o.next_at <= now]
    due.sort(key=lambda o: (o.next_at, o.id))
    ladders = initiative.ladders
    return tuple(_step(initiative, ladders, obligation, now) for obligation in due)


def _step(initiative: Initiative, ladders: Ladders, obligation: Obligation, now: datetime) -> Event:
    """The newest step that has fallen due: after an outage nobody gets all the reminders of the time between."""
    steps = initiative.steps[obligation.ladder]
    moments = ladders.moments(obligation.ladder, obligation.opened_at, obligation.due)
    number = max((n for n, at in moments if n >= obligation.next_step and at <= now), default=obligation.next_step)
    step = steps[number]
    if step.action is StepAction.LAPSE:
        return ObligationLapsed(obligation.id, number)
    to = step.to or Addressee.COORDINATOR
    whom = addressee(initiative, obligation, to)
    instead = True if whom is None else None
    return ReminderDue(obligation.id, number, step.action, to, whom or coordinator(initiative), instead)


def addressee(initiative: Initiative, obligation: Obligation, to: Addressee) -> str | None:
    """The actor a step goes to; None for a deputy whom there is none of."""
    match to:
        case Addressee.HOLDER:
            return obligation.owed_by
        case Addressee.DEPUTY:
            return deputy_of(initiative, obligation)
        case Addressee.COORDINATOR:
            return coordinator(initiative)


def deputy_of(initiative: Initiative, obligation: Obligation) -> str | None:
    """Whom to ask beside the one it lies with: the deputy, or while a deputy is away or stands in, the one behind; None
    where there is nobody, and of what a role owes.
    """
    if obligation.seat is None:
        return None
    people, first = initiative.facts.people, initiative.seats[obligation.seat].deputy
    if not (people.absences or people.seats):
        return first
    behind = chain_from(obligation.owed_by, line(initiative, obligation.seat))[1:]
    there = (one for one in behind if not people.away(one))
    return next((d for d in there if initiative.now_in.may_stand_in(initiative, obligation.duty, d)), None)


def _ballots_owed(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    vote, number = initiative.at.vote, subject(initiative)
    if vote is None or vote.integration is not None:
        return ()
    duty = ballot_duty(vote)
    asked = [o for o in initiative.of_duty(duty) if o.subject == number]
    voters, known = initiative.voters, {o.seat for o in asked}
    may_vote = {*voters, *initiative.facts.people.vacant}  # once somebody holds it again
    ladder = initiative.rule.gate.decide.ladder or initiative.charter.model.decision.ladder
    return (
        *(ObligationReleased(o.id) for o in asked if o.state.answerable and o.seat not in may_vote),
        *(
            opened(initiative, duty, vote.due, ladder, now, seat=seat, subject=number)
            for seat in voters
            if seat not in known
        ),
    )


def _vote_closed(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    vote, count = initiative.at.vote, open_tally(initiative)
    if vote is None or count is None or vote.secret or not consenting.is_over(vote, count, now):
        return ()
    return consenting.round_opened(initiative, vote, count, now) or counted(initiative, count, now)


def counted(initiative: Initiative, count: Tally, now: datetime) -> tuple[Event, ...]:
    """The open vote closes with this count: its exit is taken if it has passed and still may be; where consent was not
    reached the vote follows that the model knows.
    """
    vote = initiative.at.vote
    if vote is None:
        return ()
    passed = count.passed and allowed(initiative, vote.exit, now)
    result = VoteCounted(
        *(count.votes_for, count.votes_against, count.abstained, count.needed),
        passed=passed,
        tie=count.tie,
        quorum=count.quorum or None,
        short=count.short or None,
    )
    released = consenting.released(initiative, (*BALLOTS, INTEGRATE))
    if passed:
        return (result, *released, *exit_taken(initiative, vote.exit, TakenBy.VOTE, now, verdict=vote.verdict))
    return (result, *released, *(() if count.passed else casting.otherwise(initiative, vote, now)))


def allowed(initiative: Initiative, exit: ExitKind, now: datetime) -> bool:
    """Whether an exit may be taken now: an advance needs its gate, going on a mandate, and loops are capped."""
    if spent(initiative, exit) or unmandated(initiative, exit, now) or forbidden(initiative, exit, now):
        return False
    return exit is not ExitKind.ADVANCE or gate_open(initiative, now)


def _decision_lapsed(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    if initiative.at.vote is None and any(o.state is ObligationState.LAPSED for o in initiative.of_duty(DECIDE_EXIT)):
        return exit_taken(initiative, ExitKind.STOP, TakenBy.LAPSE, now)
    return ()


def decision_asked(initiative: Initiative) -> bool:
    """Whether the end of the window has been put to the coordinator, and no decision has led on within the phase."""
    return any(o.state is not ObligationState.FULFILLED for o in initiative.of_duty(DECIDE_EXIT))


def _completed(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    if initiative.now_in.complete(initiative) and allowed(initiative, ExitKind.ADVANCE, now):
        return exit_taken(initiative, ExitKind.ADVANCE, TakenBy.WINDOW, now)
    return ()


def _window_closed(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    stage, decide = initiative.at, initiative.rule.gate.decide
    if now < stage.due or stage.vote is not None or decision_asked(initiative):
        return ()
    available = allowed(initiative, ExitKind.ADVANCE, now) and not stage.failed
    if available and decide.how is DecideHow.ROLE:
        return exit_taken(initiative, ExitKind.ADVANCE, TakenBy.WINDOW, now)
    if available and decide.window is not None:
        return casting.called(initiative, ExitKind.ADVANCE, now)
    decision, before = initiative.charter.model.decision, len(initiative.of_duty(DECIDE_EXIT))
    due, subject = initiative.calendar.due(now, decision.due), str(before + 1) if before else None
    return (opened(initiative, DECIDE_EXIT, due, decision.ladder, now, subject=subject),)
