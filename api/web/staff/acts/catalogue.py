"""The acts that pages offer: which commands those who coordinate say, in which phase, and which answers what they owe.

An act that needs a text which no form can hold, or something of the register, is not here: it has a page of its own or
the API.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from domain.commands import Command
from domain.initiative import Initiative
from models.states import InitiativeStatus

STEERING: Final = (
    *("take_exit", "call_vote", "hold", "pause", "resume", "extend", "remind_all", "override"),
    *("confirm_exit", "except_clause", "integrate_objections", "withdraw_answer"),
)
PHASES: Final[Mapping[str, tuple[str, ...]]] = {
    "readiness": ("note_landscape", "name_champions", "name_action", "cultivate", "check_again"),
    "need_identification": (
        *("submit_need", "merge_needs", "split_need", "word_cluster", "answer_need", "report_calls"),
        *("open_call", "close_call", "take_in_held", "discard_held", "ask_review", "state_problem", "settle_baseline"),
    ),
    "convening": ("follow_referral", "name_chair", "write_ground_rules"),
    "joint_planning": (
        *("add_goal", "add_activity", "reassign_activity", "define_indicator", "reassign_indicator", "set_baseline"),
        *("set_target", "add_risk", "add_stop_criterion", "fix_evaluation", "answer_lesson"),
        *("open_comments", "answer_plan_comment", "open_endorsement", "reopen_drafting"),
    ),
    "piloting": (
        *("begin_settling", "release_activity", "commit_anew", "redefine_indicator", "review_drift"),
        *(
            "check_start",
            "tell_early_win",
            "report_incident",
            "adapt_pilot",
            "halt_on_harm",
            "review_harm",
            "name_lead",
        ),
    ),
    "evaluation": (
        *("make_claim", "no_claims", "reassign_verifier", "write_lesson"),
        *("name_lead", "write_report", "publish_results"),
    ),
    "establishment": ("evidence_ground", "name_receiver"),
}
BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "meetings": (
        *("poll_dates", "fix_meeting", "move_meeting", "cancel_meeting", "write_agenda", "record_attendance"),
        *("minute_meeting", "answer_objection"),
    ),
    "support": ("request_support", "promise_support", "decline_request", "give_support"),
    "parking": ("recheck_need",),
    "hours": ("give_hours",),
    "seats": ("report_absence", "end_absence"),
    "application": (
        *("allot_section", "change_section", "open_comments", "open_endorsing", "resume_drafting", "freeze"),
        *("record_submission", "record_decision"),
    ),
}
FOR_A_SEAT: Final = ("seats.report_absence", "seats.end_absence")
"""What a seat says; here it is entered for one, with how it was heard."""

ALSO_FOR_A_SEAT: Final = ("initiative.withdraw_answer",)
"""What those who coordinate say for themselves, or enter for a seat whose word it is about."""

_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "decide_exit": ("initiative.take_exit", "initiative.call_vote", "initiative.hold"),
    "redecide_exit": ("initiative.confirm_exit", "initiative.take_exit"),
    "recheck_hold": ("initiative.resume", "initiative.hold", "initiative.take_exit"),
    "integrate_objections": ("initiative.integrate_objections",),
    "reword_cluster": ("need_identification.word_cluster",),
    "call_silent": ("need_identification.report_calls",),
    "review_call": ("need_identification.take_in_held", "need_identification.discard_held"),
    "set_goals": ("joint_planning.add_goal",),
    "map_activities": ("joint_planning.add_activity",),
    "define_indicators": ("joint_planning.define_indicator",),
    "name_risks": ("joint_planning.add_risk",),
    "set_stop_criteria": ("joint_planning.add_stop_criterion",),
    "answer_lessons": ("joint_planning.answer_lesson",),
    "make_claims": ("evaluation.make_claim", "evaluation.no_claims"),
    "write_lessons": ("evaluation.write_lesson",),
    "hold_evaluation_meeting": ("meetings.poll_dates", "meetings.fix_meeting"),
    "firm_ground": ("establishment.evidence_ground",),
    "answer_support": ("support.promise_support", "support.decline_request"),
    "cultivate": ("readiness.check_again",),
}
"""What answers a duty of those who coordinate, where it is not called by the name of its command."""


@dataclass(frozen=True)
class Acts:
    """Acts that belong together, by the kinds of their commands."""

    group: str
    kinds: tuple[str, ...]


def offered(initiative: Initiative, status: InitiativeStatus) -> list[Acts]:
    """What can be done in an initiative as it stands; in one that has ended nothing but to take an answer back."""
    if status is InitiativeStatus.ENDED:
        return []
    phase, matters = initiative.at.phase, initiative.charter.model.matters
    groups = [
        Acts("phase", _kinds(phase, PHASES.get(phase, ()))),
        Acts("steering", tuple(_steering(status))),
        *(
            Acts(matter, _kinds(matter, verbs))
            for matter, verbs in BESIDE.items()
            if matter != "application" or matter in (matters or ())
        ),
    ]
    return [one for one in groups if one.kinds]


def _steering(status: InitiativeStatus) -> Iterator[str]:
    for kind in _kinds("initiative", STEERING):
        if kind != "initiative.resume" or status.rests:
            yield kind


def _kinds(part: str, verbs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for verb in verbs if (kind := f"{part}.{verb}") in Command.kinds)


def known(kind: str) -> type[Command] | None:
    """The command of an act that pages offer; None for anything else."""
    part, _, verb = kind.partition(".")
    verbs = STEERING if part == "initiative" else PHASES.get(part, BESIDE.get(part, ()))
    return Command.kinds.get(kind) if verb in verbs else None


def answering(duty: str) -> tuple[str, ...]:
    """The acts that answer a duty of those who coordinate: as it is told here, else the one of the same name."""
    if duty in _ANSWERS:
        return _ANSWERS[duty]
    parts = (*PHASES.items(), *BESIDE.items())
    return tuple(f"{part}.{duty}" for part, verbs in parts if duty in verbs and f"{part}.{duty}" in Command.kinds)
