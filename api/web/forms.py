"""Forms: how each duty of a seat is answered on its personal page."""

from __future__ import annotations

from typing import Any

from api.web.applying import APPLYING, COMMENT, NO_COMMENT
from api.web.fields import ANSWER, UNKNOWN, Field, Form, Given, Shape, answers, scale, words
from api.web.meeting_forms import MEETING_FORMS
from domain.commands import CastBallot, Command
from domain.events import Choice
from domain.facts import CommitmentState, ReleaseReason, Verdict
from domain.matters.support.commands import GiveSupport, Helped, RateSupport
from domain.phases.convening.commands import AnswerInvitation, Reply, ReviewGroundRules, WriteGroundRules, WriteMinutes
from domain.phases.establishment.commands import AcceptHandOver, AnswerCheckIn, Condition
from domain.phases.evaluation.commands import CONDITIONS, AnswerRubric, VerifyClaim
from domain.phases.joint_planning.commands import CommentPlan, EndorsePlan, MakeCommitment, NoCommitment, NoPlanComment
from domain.phases.need_identification.commands import ConfirmStatement, ConfirmWording, NothingToRaise, SubmitNeed
from domain.phases.piloting.commands import AnswerPulse, AnswerRelease, ReportObservation, SettleCommitment, WhatNow
from domain.phases.readiness.commands import AnswerReadiness, Approach, ReportAction
from domain.phases.readiness.rating import PRECONDITIONS
from domain.voting.commands import CastSecretBallot, Recuse, WithdrawRecusal
from domain.voting.duties import CONSENT, SECRET_VOTE, VOTE

Saying = tuple[type[Command], dict[str, Any]]

YES, NO, DEPUTY, OTHER = Reply.YES.value, Reply.NO.value, Reply.DEPUTY.value, Reply.OTHER.value
NEED, NOTHING = "need", "nothing"
PROMISE = "promise"
FIGURE, NO_FIGURE = "figure", "no_figure"
RECUSE, RETURN = "recuse", "return"
SETTLED = tuple(state.value for state in CommitmentState if state is not CommitmentState.OPEN)
REASON = Field(
    "because",
    Shape.LIST,
    tuple(reason.value for reason in ReleaseReason if reason is not ReleaseReason.NOT_TOLD),
    needed=False,
    under=CommitmentState.RELEASED.value,
)
"""Why a promise was released; whoever leaves it blank has not told."""


def _readiness(given: Given, _: str) -> Saying:
    ratings = {name: int(given[name]) for name in PRECONDITIONS}
    return AnswerReadiness, {"approach": given[ANSWER], **ratings, "nuts_and_bolts": given.get("nuts_and_bolts")}


def _action(given: Given, subject: str) -> Saying:
    said = {"action": subject.partition(".")[0], "done": given[ANSWER] == YES, "note": given.get("note")}
    return ReportAction, said


def _need(given: Given, _: str) -> Saying:
    return (SubmitNeed, {"text": given["text"]}) if given[ANSWER] == NEED else (NothingToRaise, {})


def _statement(given: Given, subject: str) -> Saying:
    said = {"agrees": given[ANSWER] == YES, "remark": given.get("remark"), "statement": int(subject)}
    return ConfirmStatement, said


def _wording(given: Given, subject: str) -> Saying:
    said = {"agrees": given[ANSWER] == YES, "correction": given.get("correction")}
    return ConfirmWording, {"need": subject.partition(".")[0], **said}


def _invitation(given: Given, _: str) -> Saying:
    return AnswerInvitation, {"reply": given[ANSWER], "reason": given.get("reason"), "instead": given.get("instead")}


def _minutes(given: Given, _: str) -> Saying:
    return WriteMinutes, {"text": given["text"]}


def _ground_rules(given: Given, _: str) -> Saying:
    return WriteGroundRules, {"text": given["text"]}


def _ground_rules_reviewed(given: Given, _: str) -> Saying:
    return ReviewGroundRules, {"agrees": given[ANSWER] == YES, "reason": given.get("reason")}


def _commitment(given: Given, _: str) -> Saying:
    if given[ANSWER] == NOTHING:
        return NoCommitment, {}
    return MakeCommitment, {"activity": given["activity"], "text": given["text"]}


def _endorsement(given: Given, _: str) -> Saying:
    return EndorsePlan, {"endorses": given[ANSWER] == YES, "reason": given.get("reason")}


def _pulse(given: Given, _: str) -> Saying:
    ratings = {name: int(given[name]) for name in ("progress", "energy")}
    return AnswerPulse, {**ratings, "worry": given.get("worry")}


def _observation(given: Given, subject: str) -> Saying:
    number = given["number"].replace("\u2212", "-").replace(",", ".") if given[ANSWER] == FIGURE else None
    return ReportObservation, {"indicator": subject.partition(".")[0], "value": {"number": number}}


def _settling(given: Given, subject: str) -> Saying:
    said = {"commitment": subject, "state": given[ANSWER], "note": given.get("note")}
    return SettleCommitment, said | {"because": given.get("because")}


def _plan_comment(given: Given, _: str) -> Saying:
    return (CommentPlan, {"text": given["text"]}) if given[ANSWER] == COMMENT else (NoPlanComment, {})


def _release(given: Given, subject: str) -> Saying:
    said = {"activity": subject.partition(".")[0], "answer": given[ANSWER], "note": given.get("note")}
    return AnswerRelease, said


def _rubric(given: Given, _: str) -> Saying:
    ratings = {name: None if given[name] == UNKNOWN else int(given[name]) for name in CONDITIONS}
    return AnswerRubric, {**ratings, "remark": given.get("remark")}


def _verdict(given: Given, subject: str) -> Saying:
    said = {"claim": subject.partition(".")[0], "verdict": given[ANSWER], "grounds": given["grounds"]}
    return VerifyClaim, said


def _hand_over(given: Given, _: str) -> Saying:
    return AcceptHandOver, {"accepts": given[ANSWER] == YES, "remark": given.get("remark")}


def _check_in(given: Given, _: str) -> Saying:
    return AnswerCheckIn, {"condition": given[ANSWER], "note": given.get("note")}


def _support_given(given: Given, subject: str) -> Saying:
    return GiveSupport, {"request": subject.partition(".")[0], "note": given["note"]}


def _support_rated(given: Given, subject: str) -> Saying:
    return RateSupport, {"request": subject, "helped": given[ANSWER], "note": given.get("note")}


def _vote(given: Given, subject: str) -> Saying:
    return _not_voting(given) or (CastBallot, {"choice": given[ANSWER], "vote": _number(subject)})


def _consent(given: Given, subject: str) -> Saying:
    said = {"choice": given[ANSWER], "reason": given.get("reason"), "vote": _number(subject)}
    return _not_voting(given) or (CastBallot, said)


def _secret_vote(given: Given, subject: str) -> Saying:
    return _not_voting(given) or (CastSecretBallot, {"ballot": given[ANSWER], "vote": _number(subject)})


def _number(subject: str) -> int:
    """Which vote of the phase a ballot is about; the second question of an integration round is of the same vote."""
    return int(subject.partition(".")[0])


def _not_voting(given: Given) -> Saying | None:
    """Whether the seat leaves the decision, or comes back to it, instead of voting."""
    if given[ANSWER] == RECUSE:
        return Recuse, {}
    return (WithdrawRecusal, {}) if given[ANSWER] == RETURN else None


FORMS: dict[str, Form] = {
    "answer_readiness": Form(
        (answers(*Approach), *(scale(name) for name in PRECONDITIONS), words("nuts_and_bolts")), _readiness
    ),
    "carry_out_action": Form((answers(YES, NO), words("note")), _action),
    "submit_need": Form((answers(NEED, NOTHING), words("text", needed=True, under=NEED)), _need),
    "confirm_statement": Form((answers(YES, NO), words("remark", under=NO)), _statement),
    "confirm_wording": Form((answers(YES, NO), words("correction", needed=True, under=NO)), _wording),
    "answer_invitation": Form(
        (answers(YES, NO, DEPUTY, OTHER), words("reason", under=NO), words("instead", needed=True, under=OTHER)),
        _invitation,
    ),
    "write_minutes": Form((words("text", needed=True),), _minutes),
    "write_ground_rules": Form((words("text", needed=True),), _ground_rules),
    "review_ground_rules": Form((answers(YES, NO), words("reason", needed=True, under=NO)), _ground_rules_reviewed),
    "make_commitment": Form(
        (
            answers(PROMISE, NOTHING),
            Field("activity", Shape.LIST, under=PROMISE),
            words("text", needed=True, under=PROMISE),
        ),
        _commitment,
    ),
    "endorse_plan": Form((answers(YES, NO), words("reason", under=NO)), _endorsement),
    "comment_plan": Form((answers(COMMENT, NO_COMMENT), words("text", needed=True, under=COMMENT)), _plan_comment),
    "answer_pulse": Form((scale("progress"), scale("energy"), words("worry")), _pulse),
    "observe": Form((answers(FIGURE, NO_FIGURE), Field("number", Shape.NUMBER, under=FIGURE)), _observation),
    "settle_commitment": Form((answers(*SETTLED), REASON, words("note")), _settling),
    "answer_release": Form((answers(*WhatNow), words("note")), _release),
    "answer_rubric": Form((*(scale(name, unknown=True) for name in CONDITIONS), words("remark")), _rubric),
    "verify_claim": Form((answers(*Verdict), words("grounds", needed=True)), _verdict),
    "accept_hand_over": Form((answers(YES, NO), words("remark")), _hand_over),
    "check_in": Form((answers(*Condition), words("note")), _check_in),
    "give_support": Form((words("note", needed=True),), _support_given),
    "rate_support": Form((answers(*Helped), words("note")), _support_rated),
    **MEETING_FORMS,
    **APPLYING,
    VOTE: Form((answers(*Choice, RECUSE, RETURN),), _vote),
    CONSENT: Form(
        (answers(*Choice, RECUSE, RETURN), words("reason", needed=True, under=Choice.AGAINST.value)), _consent
    ),
    SECRET_VOTE: Form((answers(*Choice, RECUSE),), _secret_vote),
}
"""By kind of obligation: the same kinds as in `api.answering.ANSWERS`."""
