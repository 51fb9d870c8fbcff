"""Receipts: what a seat has answered, told back in the words of the form."""

from __future__ import annotations

from dataclasses import dataclass

from api.web.applying import COMMENT, DOES_NOT, ENDORSES, NO_COMMENT, OBJECTION
from api.web.fields import ANSWER, UNKNOWN
from api.web.forms import DEPUTY, FIGURE, NEED, NO, NO_FIGURE, NOTHING, OTHER, PROMISE, REASON, RECUSE, RETURN, YES
from api.web.meeting_forms import DATES, IF_NEED_BE, RIGHT, SUITS, WRONG
from domain.events import AnswerCameLate, BallotCast, Event
from domain.ledger.entries import Recorded
from domain.matters.application import events as application
from domain.matters.meetings import events as meetings
from domain.matters.support import events as support
from domain.phases.convening import events as convening
from domain.phases.establishment import events as establishment
from domain.phases.evaluation import events as evaluation
from domain.phases.evaluation.commands import CONDITIONS, Ratings
from domain.phases.joint_planning import events as planning
from domain.phases.need_identification import events as needs
from domain.phases.piloting import events as piloting
from domain.phases.readiness import events as readiness
from domain.phases.readiness.rating import PRECONDITIONS
from domain.sealed import Sealed
from domain.voting.duties import CONSENT, SECRET_VOTE, VOTE
from domain.voting.events import BallotSealed, RecusalWithdrawn, SeatRecused

_KINDS: tuple[type[Event], ...] = (
    *(readiness.ReadinessAnswered, readiness.ActionReported),
    *(needs.NeedSubmitted, needs.NothingRaised, needs.StatementConfirmed, needs.StatementDisputed),
    *(needs.WordingConfirmed, needs.WordingCorrected),
    *(convening.InvitationAccepted, convening.InvitationDeclined, convening.InvitationPassedOn),
    *(convening.MinutesWritten, planning.CommitmentMade, planning.CommitmentDeclined),
    *(planning.PlanEndorsed, planning.PlanNotEndorsed, piloting.PulseAnswered, piloting.ObservationReported),
    *(piloting.CommitmentSettled, piloting.ReleaseAnswered, evaluation.RubricAnswered, evaluation.VerdictGiven),
    *(establishment.HandOverAccepted, establishment.HandOverDeclined, establishment.CheckInAnswered),
    *(support.SupportGiven, support.SupportRated, meetings.PollAnswered, meetings.AttendanceSaid),
    *(meetings.MeetingMinuted, meetings.MinutesAccepted, meetings.MinutesObjected, meetings.ObjectionAnswered),
    *(support.SupportGiven, support.SupportRated, application.SectionWritten, application.SectionCommented),
    *(application.NothingCommented, application.CommentAnswered),
    *(application.ApplicationEndorsed, application.ApplicationNotEndorsed),
    *(BallotCast, BallotSealed, SeatRecused, RecusalWithdrawn, AnswerCameLate),
)
ANSWERED = frozenset(kind.KIND for kind in _KINDS)
"""The kinds of events that are a seat's answers."""


@dataclass(frozen=True)
class Answer:
    """An answer by the fields of its form. `subject` is what it was about where a seat owes several of its duty, and
    `text` the words that came with it.
    """

    duty: str
    given: dict[str, str]
    subject: str | None = None
    text: Sealed | None = None


def answer_of(entry: Recorded) -> Answer | None:
    """The answer that an entry holds; None for one that came too late to count."""
    event = entry.event
    return _convening(event) or _before_the_pilot(event) or _since_the_pilot(event) or _beside_the_phases(event)


def _convening(event: Event) -> Answer | None:
    match event:
        case convening.InvitationAccepted():
            return Answer("answer_invitation", {ANSWER: YES})
        case convening.InvitationDeclined():
            how = OTHER if event.instead else NO
            return Answer("answer_invitation", {ANSWER: how}, text=event.instead or event.reason)
        case convening.InvitationPassedOn():
            return Answer("answer_invitation", {ANSWER: DEPUTY}, text=event.reason)
        case convening.MinutesWritten():
            return Answer("write_minutes", {}, text=event.text)
        case convening.GroundRulesWritten():
            return Answer("write_ground_rules", {}, text=event.text)
        case convening.GroundRulesAgreed():
            return Answer("review_ground_rules", {ANSWER: YES}, str(event.version))
        case convening.GroundRulesObjected():
            return Answer("review_ground_rules", {ANSWER: NO}, str(event.version), event.reason)
        case _:
            return None


def _before_the_pilot(event: Event) -> Answer | None:
    match event:
        case readiness.ReadinessAnswered():
            rated = {name: str(getattr(event.rated, name)) for name in PRECONDITIONS}
            given = {ANSWER: event.rated.approach.value, **rated}
            return Answer("answer_readiness", given, str(event.check), event.nuts_and_bolts)
        case readiness.ActionReported():
            return Answer("carry_out_action", {ANSWER: YES if event.done else NO}, event.action, event.note)
        case needs.NeedSubmitted():
            return Answer("submit_need", {ANSWER: NEED}, text=event.text)
        case needs.NothingRaised():
            return Answer("submit_need", {ANSWER: NOTHING})
        case needs.StatementConfirmed() | needs.StatementDisputed():
            agrees = YES if isinstance(event, needs.StatementConfirmed) else NO
            return Answer("confirm_statement", {ANSWER: agrees}, str(event.statement), event.remark)
        case needs.WordingConfirmed():
            return Answer("confirm_wording", {ANSWER: YES}, f"{event.need}.{event.wording}")
        case needs.WordingCorrected():
            return Answer("confirm_wording", {ANSWER: NO}, f"{event.need}.{event.wording}", event.correction)
        case planning.CommitmentMade():
            return Answer("make_commitment", {ANSWER: PROMISE, "activity": event.activity}, text=event.text)
        case planning.CommitmentDeclined():
            return Answer("make_commitment", {ANSWER: NOTHING})
        case planning.PlanCommented() | planning.PlanNotCommented():
            return _plan_comment(event)
        case planning.PlanEndorsed() | planning.PlanNotEndorsed():
            endorses = YES if isinstance(event, planning.PlanEndorsed) else NO
            return Answer("endorse_plan", {ANSWER: endorses}, text=event.reason)
        case _:
            return None


def _plan_comment(event: planning.PlanCommented | planning.PlanNotCommented) -> Answer:
    if isinstance(event, planning.PlanCommented):
        return Answer("comment_plan", {ANSWER: COMMENT}, text=event.text)
    return Answer("comment_plan", {ANSWER: NO_COMMENT})


def _since_the_pilot(event: Event) -> Answer | None:
    match event:
        case piloting.PulseAnswered():
            given = {"progress": str(event.progress), "energy": str(event.energy)}
            return Answer("answer_pulse", given, str(event.pulse), event.worry)
        case piloting.ObservationReported():
            number = event.value.number
            given = {ANSWER: NO_FIGURE} if number is None else {ANSWER: FIGURE, "number": number}
            return Answer("observe", given, event.indicator)
        case piloting.CommitmentSettled():
            why = {"because": event.because.value} if event.because in REASON.options else {}
            return Answer("settle_commitment", {ANSWER: event.state.value, **why}, event.commitment, event.note)
        case piloting.ReleaseAnswered():
            return Answer("answer_release", {ANSWER: event.answer.value}, event.activity, event.note)
        case evaluation.RubricAnswered():
            return Answer("answer_rubric", _ratings(event.ratings), text=event.remark)
        case evaluation.VerdictGiven():
            return Answer("verify_claim", {ANSWER: event.verdict.value}, event.claim, event.grounds)
        case establishment.HandOverAccepted() | establishment.HandOverDeclined():
            accepts = YES if isinstance(event, establishment.HandOverAccepted) else NO
            return Answer("accept_hand_over", {ANSWER: accepts}, text=event.remark)
        case establishment.CheckInAnswered():
            return Answer("check_in", {ANSWER: event.condition.value}, str(event.check_in), event.note)
        case BallotCast():
            return Answer(CONSENT if event.reason else VOTE, {ANSWER: event.choice.value}, text=event.reason)
        case BallotSealed():
            return Answer(SECRET_VOTE, {})
        case SeatRecused():
            return Answer(VOTE, {ANSWER: RECUSE}, text=event.reason)
        case RecusalWithdrawn():
            return Answer(VOTE, {ANSWER: RETURN})
        case _:
            return None


def _beside_the_phases(event: Event) -> Answer | None:
    match event:
        case support.SupportGiven():
            return Answer("give_support", {}, event.request, event.note)
        case support.SupportRated():
            return Answer("rate_support", {ANSWER: event.helped.value}, event.request, event.note)
        case _:
            return _of_meetings(event)


def _of_meetings(event: Event) -> Answer | None:
    match event:
        case meetings.PollAnswered():
            gladly = {DATES[number - 1]: SUITS for number in event.suits}
            return Answer("answer_poll", gladly | {DATES[n - 1]: IF_NEED_BE for n in event.if_need_be}, event.meeting)
        case meetings.AttendanceSaid():
            subject = event.meeting if event.version == 1 else f"{event.meeting}.{event.version}"
            return Answer("attend_meeting", {ANSWER: event.coming.value}, subject)
        case meetings.MeetingMinuted(version=1):
            return Answer("minute_meeting", {}, event.meeting, event.text)
        case meetings.MinutesAccepted():
            return Answer("review_minutes", {ANSWER: RIGHT}, event.meeting)
        case meetings.MinutesObjected():
            return Answer("review_minutes", {ANSWER: WRONG}, event.meeting, event.reason)
        case meetings.ObjectionAnswered():
            subject = f"{event.meeting}.{event.seat}"
            return Answer("answer_objection", {ANSWER: event.answer.value}, subject, event.text)
        case _:
            return _of_an_application(event)


def _of_an_application(event: Event) -> Answer | None:
    match event:
        case application.SectionWritten():
            return Answer("write_section", {}, event.section, event.text)
        case application.SectionCommented():
            how, where = (OBJECTION, "against") if event.objects else (COMMENT, "section")
            return Answer("comment_draft", {ANSWER: how, where: event.section}, text=event.text)
        case application.NothingCommented():
            return Answer("comment_draft", {ANSWER: NO_COMMENT})
        case application.CommentAnswered():
            return Answer("answer_comment", {}, event.objection, event.text)
        case application.ApplicationEndorsed() | application.ApplicationNotEndorsed():
            endorses = ENDORSES if isinstance(event, application.ApplicationEndorsed) else DOES_NOT
            return Answer("endorse_application", {ANSWER: endorses}, text=event.reason)
        case _:
            return None


def _ratings(ratings: Ratings) -> dict[str, str]:
    return {name: UNKNOWN if (rated := getattr(ratings, name)) is None else str(rated) for name in CONDITIONS}
