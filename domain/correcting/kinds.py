"""What can be corrected, and how: answers that people gave. What was decided and what time brought stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain.events import Event

DRAFTED: Final = "endorsement.opened"
"""What ends the correction of pieces of the plan: from then on its hash stands for all of it."""


@dataclass(frozen=True)
class Correctable:
    """How answers of one kind are corrected: by which `commands` they are said anew, and which duty they answer.

    `about` are the fields that tell apart what one of them is about; of two about the same only the later counts.
    Where an answer makes something, `makes` names the field of its id, and `named_in` those of later events that may
    hold it; `alike` are the fields that other answers share with it which fulfil the same duty (None: those of
    `about`). After an event of the kind `until` it stands. What is not `withdrawable` can only be said better, as
    others may have built upon it.
    """

    duty: str
    commands: tuple[str, ...]
    about: tuple[str, ...] = ()
    makes: str = ""
    named_in: tuple[str, ...] = ()
    alike: tuple[str, ...] | None = None
    until: str = ""
    withdrawable: bool = True

    def fulfils_as_well(self, event: Event, other: Event) -> bool:
        """Whether another answer, of a kind with the same duty, fulfils what this one does."""
        shared = self.about if self.alike is None else self.alike
        return all(getattr(event, name, None) == getattr(other, name, None) for name in shared)

    def key(self, event: Event) -> tuple[Any, ...]:
        """What tells apart what this answer is about."""
        return (self.duty, *(getattr(event, name, None) for name in self.about))


_NEED = ("need", "into")
_INVITED = Correctable("answer_invitation", ("convening.answer_invitation",), ("seat",))
_CONFIRMED = Correctable("confirm_statement", ("need_identification.confirm_statement",), ("seat", "statement"))
_ENDORSED = Correctable("endorse_plan", ("joint_planning.endorse_plan",), ("seat", "plan_sha256"))
_SETTLED_NEED = Correctable(
    "answer_need", ("need_identification.answer_need", "need_identification.merge_needs"), ("need",)
)


def _piece(duty: str, command: str, makes: str, named_in: tuple[str, ...] = ()) -> Correctable:
    """A piece of the plan, which stays a piece while it is corrected: others were asked what the plan still lacks."""
    return Correctable(
        duty, (f"joint_planning.{command}",), (makes,), makes, named_in, until=DRAFTED, withdrawable=False
    )


_WORDED = Correctable("confirm_wording", ("need_identification.confirm_wording",), ("need", "seat", "wording"))
_REVIEWED = Correctable("review_minutes", ("meetings.review_minutes",), ("meeting", "seat"))

CORRECTABLE: Final[dict[str, Correctable]] = {
    "readiness.answered": Correctable("answer_readiness", ("readiness.answer_readiness",), ("seat", "check")),
    "need.submitted": Correctable(
        "submit_need", ("need_identification.submit_need",), ("need",), "need", _NEED, alike=("seat",)
    ),
    "need.not_raised": Correctable("submit_need", ("need_identification.nothing_to_raise",), ("seat",)),
    "need.supported": Correctable("", ("need_identification.support_need",), ("need", "seat")),
    "need.answered": _SETTLED_NEED,
    "need.merged": _SETTLED_NEED,
    "statement.confirmed": _CONFIRMED,
    "statement.disputed": _CONFIRMED,
    "wording.confirmed": _WORDED,
    "wording.corrected": _WORDED,
    "baseline.settled": Correctable("settle_baseline", ("need_identification.settle_baseline",)),
    "invitation.accepted": _INVITED,
    "invitation.declined": _INVITED,
    "minutes.written": Correctable("write_minutes", ("convening.write_minutes",)),
    "goal.added": _piece("set_goals", "add_goal", "goal"),
    "activity.added": _piece("map_activities", "add_activity", "activity", ("activity", "depends_on", "measures")),
    "indicator.defined": _piece("define_indicators", "define_indicator", "indicator", ("indicator",)),
    "indicator.baseline_set": Correctable(
        "set_baseline", ("joint_planning.set_baseline",), ("indicator",), until=DRAFTED
    ),
    "commitment.made": Correctable(
        "make_commitment",
        ("joint_planning.make_commitment",),
        ("commitment",),
        "commitment",
        ("commitment",),
        alike=("seat",),
        until=DRAFTED,
    ),
    "commitment.declined": Correctable("make_commitment", ("joint_planning.no_commitment",), ("seat",), until=DRAFTED),
    "plan.endorsed": _ENDORSED,
    "plan.not_endorsed": _ENDORSED,
    "pulse.answered": Correctable("answer_pulse", ("piloting.answer_pulse",), ("seat", "pulse")),
    "observation.reported": Correctable(
        "observe",
        ("piloting.report_observation",),
        ("observation", "indicator"),
        "observation",
        ("observations",),
        alike=("indicator",),
    ),
    "commitment.renewed": Correctable(
        "", ("piloting.commit_anew",), ("commitment",), "commitment", ("commitment", "instead_of"), alike=("seat",)
    ),
    "release.answered": Correctable("answer_release", ("piloting.answer_release",), ("activity", "seat")),
    "lesson.answered": Correctable("answer_lessons", ("joint_planning.answer_lesson",), ("earlier",)),
    "commitment.settled": Correctable("settle_commitment", ("piloting.settle_commitment",), ("commitment",)),
    "rubric.answered": Correctable("answer_rubric", ("evaluation.answer_rubric",), ("seat",)),
    "claim.made": Correctable("make_claims", ("evaluation.make_claim",), ("claim",), "claim", ("claim",), alike=()),
    "claims.none_made": Correctable("make_claims", ("evaluation.no_claims",)),
    "verdict.given": Correctable("verify_claim", ("evaluation.verify_claim",), ("claim", "seat")),
    "lesson.written": Correctable("write_lessons", ("evaluation.write_lesson",), ("lesson",), "lesson", alike=()),
    "ground.evidenced": Correctable("evidence_ground", ("establishment.evidence_ground",), ("ground",)),
    "check_in.answered": Correctable("check_in", ("establishment.answer_check_in",), ("check_in",)),
    "support.requested": Correctable("", ("support.request_support",), ("request",), "request", ("request",)),
    "support.joined": Correctable("", ("support.join_request",), ("request", "seat")),
    "support.rated": Correctable("rate_support", ("support.rate_support",), ("request", "seat")),
    "meeting.poll_answered": Correctable("answer_poll", ("meetings.answer_poll",), ("meeting", "seat")),
    "meeting.attendance_said": Correctable(
        "attend_meeting", ("meetings.attend_meeting",), ("meeting", "version", "seat")
    ),
    "minutes.accepted": _REVIEWED,
    "minutes.objected": _REVIEWED,
}

INSTEAD: Final[dict[str, str]] = {
    "ballot.cast": "while the vote is open, vote again; once it is counted, it stands",
    "ballot.sealed": "a ballot that was cast in secret stands",
    "seat.recused": "withdraw the recusal",
    "recusal.withdrawn": "recuse the seat anew",
    "meeting.fixed": "move the meeting, or cancel it",
    "meeting.moved": "move the meeting once more, or cancel it",
    "cluster.worded": "word the cluster anew",
    "problem.stated": "state the problem anew",
    "invitation.passed_on": "answer the invitation: yes or no",
    "chair.named": "name the chairs anew",
    "activity.reassigned": "reassign the activity anew",
    "indicator.reassigned": "reassign the indicator anew",
    "endorsement.opened": "reopen the drafting",
    "activity.released": "commit anew to another activity, or loop back and plan it anew",
    "verifier.reassigned": "reassign the verifier anew",
    "receiver.named": "name another receiver",
    "hand_over.accepted": "decline the hand-over while the practice is not established",
    "hand_over.declined": "let the coordinator name this receiver anew",
    "model_change.proposed": "propose another change, which takes its place",
    "model.changed": "propose to go on by the former model again",
    "phase.exited": "an exit stands; loop back where the model allows it",
    "answer.came_late": "it came too late to count, so there is nothing to correct",
}
"""What to do where it cannot be corrected, by kind of event."""
