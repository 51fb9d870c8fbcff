"""What can be corrected, and how: answers that people gave. What was decided and what time brought stands."""

from __future__ import annotations

from typing import Final

from domain.correcting.correctable import Correctable
from domain.correcting.kinds_beside import BESIDE

DRAFTED: Final = "endorsement.opened"
"""What ends the correction of pieces of the plan: from then on its hash stands for all of it."""


_NEED = ("need", "into")
_INVITED = Correctable("answer_invitation", ("convening.answer_invitation",), ("seat",), own=True)
_CONFIRMED = Correctable(
    "confirm_statement", ("need_identification.confirm_statement",), ("seat", "statement"), own=True
)
_ENDORSED = Correctable("endorse_plan", ("joint_planning.endorse_plan",), ("seat", "plan_sha256"), own=True)
_SETTLED_NEED = Correctable(
    "answer_need", ("need_identification.answer_need", "need_identification.merge_needs"), ("need",)
)


def _piece(duty: str, command: str, makes: str, named_in: tuple[str, ...] = ()) -> Correctable:
    """A piece of the plan, which stays a piece while it is corrected: others were asked what the plan still lacks."""
    return Correctable(
        duty, (f"joint_planning.{command}",), (makes,), makes, named_in, until=DRAFTED, withdrawable=False
    )


_WORDED = Correctable(
    "confirm_wording", ("need_identification.confirm_wording",), ("need", "seat", "wording"), own=True
)

CORRECTABLE: Final[dict[str, Correctable]] = {
    "readiness.answered": Correctable("answer_readiness", ("readiness.answer_readiness",), ("seat", "check"), own=True),
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
    "risk.added": _piece("name_risks", "add_risk", "risk"),
    "stop_criterion.added": _piece("set_stop_criteria", "add_stop_criterion", "criterion", ("criterion",)),
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
    "pulse.answered": Correctable("answer_pulse", ("piloting.answer_pulse",), ("seat", "pulse"), own=True),
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
    "release.answered": Correctable("answer_release", ("piloting.answer_release",), ("activity", "seat"), own=True),
    "early_win.told": Correctable("", ("piloting.tell_early_win",), ("win",), "win", alike=("seat",)),
    "incident.reported": Correctable("", ("piloting.report_incident",), ("incident",), "incident", alike=("seat",)),
    "lesson.answered": Correctable("answer_lessons", ("joint_planning.answer_lesson",), ("earlier",)),
    "commitment.settled": Correctable("settle_commitment", ("piloting.settle_commitment",), ("commitment",)),
    "rubric.answered": Correctable("answer_rubric", ("evaluation.answer_rubric",), ("seat",), own=True),
    "claim.made": Correctable("make_claims", ("evaluation.make_claim",), ("claim",), "claim", ("claim",), alike=()),
    "claims.none_made": Correctable("make_claims", ("evaluation.no_claims",)),
    "verdict.given": Correctable("verify_claim", ("evaluation.verify_claim",), ("claim", "seat"), own=True),
    "lesson.written": Correctable("write_lessons", ("evaluation.write_lesson",), ("lesson",), "lesson", alike=()),
    "ground.evidenced": Correctable("evidence_ground", ("establishment.evidence_ground",), ("ground",)),
    "check_in.answered": Correctable("check_in", ("establishment.answer_check_in",), ("check_in",), own=True),
    "phase.held": Correctable(
        "",
        ("initiative.hold",),
        ("phase", "number"),
        withdrawable=False,
        otherwise="let the phase go on, or hold it anew",
    ),
    **BESIDE,
}
