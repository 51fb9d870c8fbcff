"""Answering: which commands answer what a seat may owe, and where each is sent."""

from __future__ import annotations

from domain.commands import CastBallot, Command
from domain.matters.application.commands import AnswerComment, CommentSection, Endorse, NoComment, WriteSection
from domain.matters.meetings.commands import (
    AnswerObjection,
    AnswerPoll,
    AttendMeeting,
    MinuteMeeting,
    ReviewMinutes,
)
from domain.matters.support.commands import GiveSupport, RateSupport
from domain.phases.convening.commands import AnswerInvitation, ReviewGroundRules, WriteGroundRules, WriteMinutes
from domain.phases.establishment.commands import AcceptHandOver, AnswerCheckIn
from domain.phases.evaluation.commands import AnswerRubric, VerifyClaim
from domain.phases.joint_planning.commands import CommentPlan, EndorsePlan, MakeCommitment, NoCommitment, NoPlanComment
from domain.phases.need_identification.commands import ConfirmStatement, ConfirmWording, NothingToRaise, SubmitNeed
from domain.phases.piloting.commands import AnswerPulse, AnswerRelease, ReportObservation, SettleCommitment
from domain.phases.readiness.commands import AnswerReadiness, ReportAction
from domain.voting.commands import CastSecretBallot, Recuse, WithdrawRecusal
from domain.voting.duties import CONSENT, SECRET_VOTE, VOTE

ANSWERS: dict[str, tuple[type[Command], ...]] = {
    "answer_readiness": (AnswerReadiness,),
    "carry_out_action": (ReportAction,),
    "submit_need": (SubmitNeed, NothingToRaise),
    "confirm_statement": (ConfirmStatement,),
    "confirm_wording": (ConfirmWording,),
    "answer_invitation": (AnswerInvitation,),
    "write_minutes": (WriteMinutes,),
    "write_ground_rules": (WriteGroundRules,),
    "review_ground_rules": (ReviewGroundRules,),
    "make_commitment": (MakeCommitment, NoCommitment),
    "endorse_plan": (EndorsePlan,),
    "answer_pulse": (AnswerPulse,),
    "observe": (ReportObservation,),
    "settle_commitment": (SettleCommitment,),
    "answer_release": (AnswerRelease,),
    "answer_rubric": (AnswerRubric,),
    "verify_claim": (VerifyClaim,),
    "accept_hand_over": (AcceptHandOver,),
    "check_in": (AnswerCheckIn,),
    "give_support": (GiveSupport,),
    "rate_support": (RateSupport,),
    "answer_poll": (AnswerPoll,),
    "attend_meeting": (AttendMeeting,),
    "minute_meeting": (MinuteMeeting,),
    "review_minutes": (ReviewMinutes,),
    "answer_objection": (AnswerObjection,),
    "comment_plan": (CommentPlan, NoPlanComment),
    "write_section": (WriteSection,),
    "comment_draft": (CommentSection, NoComment),
    "answer_comment": (AnswerComment,),
    "endorse_application": (Endorse,),
    VOTE: (CastBallot, Recuse, WithdrawRecusal),
    CONSENT: (CastBallot, Recuse, WithdrawRecusal),
    SECRET_VOTE: (CastSecretBallot, Recuse),
}
"""By kind of obligation. What only the coordinator owes is not here."""


def path_of(command: type[Command]) -> str:
    """Where a command is sent, below the address of its initiative: `/convening/answer-invitation`."""
    phase, _, verb = command.KIND.replace("_", "-").partition(".")
    return f"/{verb}" if phase == "initiative" else f"/{phase}/{verb}"
