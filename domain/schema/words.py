"""The words that the rules of each phase are written for: a model may set their numbers, never invent another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.operating_model import Who


@dataclass(frozen=True)
class Kind:
    """Whom the rules ask for this kind of thing, and which of the fields that a model may leave out they read of it."""

    by: Who
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatterWords:
    """What a model may say of a matter: the kinds of duty it asks for, the spans and numbers its rules read, and the
    milestones that lead to its deadline.
    """

    kinds: Mapping[str, Kind]
    spans: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()


_COORDINATOR: Final = Kind(Who.COORDINATOR)
_PIECES: Final = Kind(Who.COORDINATOR, ("least", "most"))


def _of_seats(by: Who, *reads: str) -> Kind:
    """A kind that seats are asked for: each by its sector's due time, if the model gives one."""
    return Kind(by, ("due_by_sector", *reads))


KINDS_BY_PHASE: Final[Mapping[str, Mapping[str, Kind]]] = MappingProxyType(
    {
        "readiness": {
            "answer_readiness": _of_seats(Who.INVITED),
            "note_landscape": _COORDINATOR,
            "cultivate": Kind(Who.COORDINATOR, ("most",)),
            "carry_out_action": Kind(Who.OWNER),
        },
        "need_identification": {
            "submit_need": _of_seats(Who.INVITED),
            "state_problem": _COORDINATOR,
            "confirm_statement": _of_seats(Who.OWNER),
            "answer_need": _COORDINATOR,
            "settle_baseline": _COORDINATOR,
            "confirm_wording": _of_seats(Who.OWNER),
            "reword_cluster": _COORDINATOR,
            "call_silent": Kind(Who.COORDINATOR, ("at",)),
            "review_call": _COORDINATOR,
        },
        "convening": {
            "answer_invitation": _of_seats(Who.INVITED),
            "follow_referral": _COORDINATOR,
            "name_chair": _COORDINATOR,
            "write_minutes": _of_seats(Who.CHAIR),
            "write_ground_rules": _of_seats(Who.CHAIR),
            "review_ground_rules": _of_seats(Who.ACTIVE),
        },
        "joint_planning": {
            "set_goals": _PIECES,
            "map_activities": _PIECES,
            "define_indicators": _PIECES,
            "name_risks": _PIECES,
            "set_stop_criteria": _PIECES,
            "fix_evaluation": _COORDINATOR,
            "make_commitment": _of_seats(Who.ACTIVE),
            "comment_plan": _of_seats(Who.ACTIVE),
            "answer_plan_comment": _COORDINATOR,
            "endorse_plan": _of_seats(Who.ACTIVE),
            "answer_lessons": Kind(Who.COORDINATOR, ("most",)),
        },
        "piloting": {
            "answer_pulse": _of_seats(Who.ACTIVE, "every"),
            "observe": _of_seats(Who.OWNER),
            "settle_commitment": _of_seats(Who.OWNER),
            "review_harm": _COORDINATOR,
            "review_drift": _COORDINATOR,
            "answer_release": _of_seats(Who.OWNER),
            "check_start": _COORDINATOR,
            "adapt_pilot": _COORDINATOR,
        },
        "evaluation": {
            "answer_rubric": _of_seats(Who.ACTIVE),
            "make_claims": _COORDINATOR,
            "verify_claim": _of_seats(Who.OUTSIDER),
            "write_lessons": _COORDINATOR,
            "hold_evaluation_meeting": _COORDINATOR,
            "write_report": _COORDINATOR,
            "publish_results": _COORDINATOR,
        },
        "establishment": {
            "evidence_ground": _COORDINATOR,
            "firm_ground": _COORDINATOR,
            "accept_hand_over": _of_seats(Who.RECEIVER),
            "check_in": _of_seats(Who.RECEIVER, "at"),
            "answer_linked_need": _COORDINATOR,
        },
    }
)
"""Obligation kinds by phase. A phase, kind or field that is not here would wait for an answer that no rule knows."""

KINDS_BY_MATTER: Final[Mapping[str, MatterWords]] = MappingProxyType(
    {
        "mandate": MatterWords({"renew_mandate": Kind(Who.COORDINATOR, ("at",))}),
        "support": MatterWords(
            {
                "answer_support": _COORDINATOR,
                "give_support": _of_seats(Who.OWNER),
                "rate_support": _of_seats(Who.OWNER),
            }
        ),
        "meetings": MatterWords(
            {
                "answer_poll": _of_seats(Who.ACTIVE),
                "fix_meeting": _COORDINATOR,
                "attend_meeting": _of_seats(Who.ACTIVE),
                "minute_meeting": _of_seats(Who.CHAIR),
                "review_minutes": _of_seats(Who.ACTIVE),
                "answer_objection": _of_seats(Who.CHAIR),
            }
        ),
        "parking": MatterWords({"recheck_need": _COORDINATOR}),
        "seats": MatterWords({"renew_seat": _COORDINATOR}, spans=("term_warning",)),
        "entries": MatterWords({}, spans=("correction",)),
        "application": MatterWords(
            {
                "name_call": _COORDINATOR,
                "reach_milestone": _COORDINATOR,
                "write_section": _of_seats(Who.OWNER),
                "comment_draft": _of_seats(Who.ACTIVE),
                "answer_comment": _of_seats(Who.OWNER),
                "endorse_application": _of_seats(Who.ACTIVE),
                "record_decision": _COORDINATOR,
                "start_cycle": _COORDINATOR,
            },
            numbers=("margin_days",),
            milestones=("full_draft", "comments", "endorsements", "freeze", "submit"),
        ),
        "hours": MatterWords({}, numbers=("cents_an_hour",)),
    }
)
"""The same for what is kept beside the phases. No kind of duty has the name of another, of whatever phase or matter."""

MATTER_OF: Final[Mapping[str, str]] = MappingProxyType({"hold_evaluation_meeting": "meetings"})
"""The duties of phases that are done by what a matter keeps: they need it in the model."""

SPEAKING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "readiness": "answer_readiness",
        "need_identification": "submit_need",
        "convening": "answer_invitation",
        "joint_planning": "endorse_plan",
        "piloting": "answer_pulse",
        "evaluation": "answer_rubric",
    }
)
"""The duty by which a phase asks its seats to speak: whoever was asked it had the chance to be heard."""

CLAUSES_BY_PHASE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hear": tuple(SPEAKING),
        "indicators": ("joint_planning", "piloting"),
        "commitments": ("piloting",),
        "claims": ("evaluation",),
        "requirements": ("joint_planning",),
        "grounds": ("establishment",),
        "application": ("joint_planning",),
        "median": ("readiness",),
        "lessons": ("joint_planning",),
        "conditions": ("evaluation",),
        "early_end": ("piloting",),
    }
)
"""The clauses of gates that only some phases know something of, and which these are."""

INDICATOR_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"joint_planning": ("min", "max", "require"), "piloting": ("measured",)}
)
"""What a phase knows of the shared indicators: while they are planned what they are, while piloting what came in."""
