"""The words that the rules of each phase are written for: a model may set their numbers, never invent another."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

KINDS_BY_PHASE: Final = MappingProxyType(
    {
        "need_identification": (
            "submit_need",
            "state_problem",
            "confirm_statement",
            "answer_need",
            "settle_baseline",
        ),
        "convening": ("answer_invitation", "name_chair", "write_minutes"),
        "joint_planning": ("set_goals", "map_activities", "define_indicators", "make_commitment", "endorse_plan"),
        "piloting": ("answer_pulse", "observe", "settle_commitment", "review_harm"),
        "evaluation": ("answer_rubric", "make_claims", "verify_claim", "write_lessons"),
        "establishment": ("evidence_ground", "accept_hand_over", "check_in"),
    }
)
"""Obligation kinds by phase. A phase or kind that is not here would wait for an answer that no rule knows."""
