"""Readings about what the partners agree on: their ground rules, and what the plan says beside goals and activities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.web.desk import Desk
from api.web.meeting_readings import Section
from api.web.words import day
from domain.phases.convening.events import GroundRulesObjected, GroundRulesWritten
from domain.phases.joint_planning.duplicates import duplicates
from domain.phases.joint_planning.events import (
    ActivityAdded,
    PlanCommentAnswered,
    PlanCommented,
    RiskAdded,
    StopCriterionAdded,
)


def ground_rules(desk: Desk, _: str) -> Iterator[Section]:
    """How the partners work together, as it was written last."""
    written = [desk.text(e.text) for e in _events(desk, GroundRulesWritten)]
    yield "ground_rules", tuple(written[-1:])


def objected_rules(desk: Desk, subject: str) -> Iterator[Section]:
    """The same, and what does not suit the seat that the subject names, if it names one."""
    yield from ground_rules(desk, subject)
    version, _, seat = subject.partition(".")
    reasons = (e for e in _events(desk, GroundRulesObjected) if (str(e.version), e.seat) == (version, seat))
    yield "rules_objected", tuple(desk.text(e.reason) for e in reasons)


def agreed_beforehand(desk: Desk, _: str) -> Iterator[Section]:
    """The same work under two names, risks, stop criteria, what was said of the draft, and when it is evaluated."""
    titles = {e.activity: desk.text(e.title) for e in _events(desk, ActivityAdded)}
    yield "duplicates", tuple(", ".join(titles[one] for one in same) for same in duplicates(titles))
    yield "risks", tuple(desk.text(e.text) for e in _events(desk, RiskAdded))
    yield "stop_criteria", tuple(desk.text(e.text) for e in _events(desk, StopCriterionAdded))
    yield "plan_comments", tuple(_comments(desk))
    evaluated = getattr(getattr(desk.initiative.now_in, "plan", desk.initiative.facts), "evaluation_on", None)
    yield "evaluation_on", (day(desk.language, evaluated),) if evaluated else ()


def _comments(desk: Desk) -> Iterator[str]:
    answers = {e.plan_comment: e.text for e in _events(desk, PlanCommentAnswered)}
    for one in _events(desk, PlanCommented):
        answer = answers.get(one.plan_comment)
        yield desk.text(one.text) + (f" → {desk.text(answer)}" if answer else "")


def _events(desk: Desk, kind: type[Any]) -> list[Any]:
    return [entry.event for entry in desk.written if isinstance(entry.event, kind)]
