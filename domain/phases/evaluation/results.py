"""The results: talked over in a meeting, written in a report, and told to everybody who gave input.

The three are asked one after the other, where the model asks for them: the report once the meeting has been held or
nobody held it, the telling once the report is written, asked for or not, or nobody wrote it. None of them keeps the
gate shut.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import ask, fulfils, told_at
from domain.commands import Said
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.meetings import Meetings
from domain.obligations import ObligationState
from domain.phases.evaluation.commands import PublishResults, WriteReport
from domain.phases.evaluation.events import ReportWritten, ResultsPublished
from domain.phases.evaluation.leading import lead_or_coordinator
from domain.refusals import AlreadyAnswered, NotAsked

if TYPE_CHECKING:
    from domain.phases.evaluation.state import Evaluation

MEETING = "hold_evaluation_meeting"
REPORT = "write_report"
TELLING = "publish_results"


def write(state: Evaluation, initiative: Initiative, said: Said, command: WriteReport) -> tuple[Event, ...]:
    """Take the report from the coordinator or the evaluation lead; it may be written anew until it is told. Raises
    NotEntitled, AlreadyAnswered.
    """
    writer = lead_or_coordinator(state, initiative, said)
    if state.published:
        raise AlreadyAnswered("the results have been told", remedy="say what has changed as a lesson")
    return (ReportWritten(command.text, writer, state.reported), *fulfils(initiative, REPORT))


def publish(
    state: Evaluation, initiative: Initiative, said: Said, command: PublishResults, now: datetime
) -> tuple[Event, ...]:
    """Tell everybody who gave input what came of it: a letter each, once. Raises NotEntitled, NotAsked,
    AlreadyAnswered.
    """
    teller = lead_or_coordinator(state, initiative, said)
    if state.published:
        raise AlreadyAnswered("the results have been told")
    if REPORT in initiative.rule.obligations and not state.reported:
        raise NotAsked("there is no report yet", remedy="write the report first")
    told: dict[str, str] = {}
    for seat in gave_input(state, initiative):
        told.setdefault(initiative.holder(seat), seat)
    published = ResultsPublished(command.text, teller, told, told_at(initiative, now))
    return (published, *fulfils(initiative, TELLING))


def gave_input(state: Evaluation, initiative: Initiative) -> tuple[str, ...]:
    """The seats that somebody holds and that took part or said something, in the order of the roster: a need, a value,
    a promise, a claim, a verdict.
    """
    facts = initiative.facts
    given = {
        *initiative.active,
        *(need.seat for need in facts.needs.values()),
        *(observation.seat for observation in facts.observations.values()),
        *(commitment.seat for commitment in facts.commitments.values()),
        *state.ratings,
        *(claimed.seat for claimed in state.claims.values()),
        *(claimed.claim.verified_by for claimed in state.claims.values()),
        *(claim.verified_by for claim in facts.claims.values()),
    }
    return tuple(seat for seat in initiative.held if seat in given)


def follow(state: Evaluation, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What follows without anybody saying it: the meeting has been held, the next of the three is asked for."""
    if initiative.owed(MEETING) and _has_met(initiative):
        return fulfils(initiative, MEETING)
    if not state.reported and _comes_next(initiative, REPORT, MEETING):
        return (ask(initiative, REPORT, now),)
    if not state.published and (_comes_next(initiative, TELLING, REPORT) or _unasked_report(state, initiative)):
        return (ask(initiative, TELLING, now),)
    return ()


def _has_met(initiative: Initiative) -> bool:
    """Any meeting since the phase opened is one in which the results could be talked over."""
    return any(at >= initiative.at.opened_at for at in initiative.kept(Meetings).held)


def _unasked_report(state: Evaluation, initiative: Initiative) -> bool:
    """Whether the results are still to be told of a report that was written before anybody asked for it."""
    return state.reported and TELLING in initiative.rule.obligations and not initiative.of_duty(TELLING)


def _comes_next(initiative: Initiative, duty: str, former: str) -> bool:
    """Whether a duty is to be asked for now: it has not been, and the one before it has been given, or has lapsed."""
    asked = initiative.rule.obligations
    if duty not in asked or initiative.of_duty(duty):
        return False
    before = initiative.of_duty(former)
    return former not in asked or (bool(before) and all(owed.state is not ObligationState.OPEN for owed in before))
