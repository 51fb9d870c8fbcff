"""Extending a deadline, or setting a rule otherwise: the coordinator's, with a reason, in the bounds of the model."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import settable
from domain.clockwork import decision_asked
from domain.commands import Extend, Override
from domain.events import DeadlineExtended, Event, RuleOverridden
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState
from domain.operating_model import Bounds, OverrideRule
from domain.overridden import read_value, written
from domain.refusals import Locked, Malformed, NotAsked, OutOfBounds
from domain.schema.overrides import size
from domain.sealed import Sealed
from domain.shares import Share
from domain.spans import Span

_MOMENT = timedelta(microseconds=1)


def extended(initiative: Initiative, command: Extend, now: datetime) -> tuple[Event, ...]:
    """Move an open deadline later. Raises NotAsked, Malformed, Locked, OutOfBounds."""
    rule = _rule(initiative)
    if initiative.paused is not None:
        raise NotAsked("the clocks stand still", remedy="let the initiative go on first")
    span = Span.parse(command.by, path="by")
    if span.amount < 1:
        raise Malformed("a deadline is never shortened", path="by", remedy="write a span that leads forward")
    if command.obligation is not None:
        return (_of_obligation(initiative, rule, command.obligation, span, command.reason),)
    return (_of_phase(initiative, rule, span, command.reason, now),)


def overridden(initiative: Initiative, command: Override, now: datetime) -> tuple[Event, ...]:
    """Set a rule otherwise for this initiative. The window of the present phase follows its rule, but is never
    shortened. Raises NotAsked, Malformed, Locked, OutOfBounds.
    """
    rule, path = _rule(initiative), command.path
    bounds = bounds_of(rule, path)
    if path not in settable.paths(initiative.charter.model):
        raise Malformed("nothing of this model stands there", path="path", remedy="name a path as in the model's file")
    _, phase, *below = path.split(".")
    was, wanted = written(initiative.rule_of(phase), path), read_value(path, command.value)
    require_within(path, bounds, wanted)
    changed = RuleOverridden(path, command.value, was, command.reason)
    if phase != initiative.at.phase or below != ["due"] or not isinstance(wanted, Span):
        return (changed,)
    stage = initiative.at
    due = initiative.calendar.due(stage.opened_at, wanted)
    if due <= stage.due:
        raise Malformed("a window that is open is never shortened", path="value", remedy="write a longer span")
    _require_open_window(initiative, now)
    return (changed, DeadlineExtended(due, stage.due, command.reason))


def _of_phase(
    initiative: Initiative, rule: OverrideRule, span: Span, reason: Sealed, now: datetime
) -> DeadlineExtended:
    stage = initiative.at
    bounds = bounds_of(rule, f"phases.{stage.phase}.due")
    _require_open_window(initiative, now)
    due = _later(initiative, stage.due, span)
    _require_by(initiative, due, stage.opened_at, bounds)
    return DeadlineExtended(due, stage.due, reason)


def _of_obligation(
    initiative: Initiative, rule: OverrideRule, name: str, span: Span, reason: Sealed
) -> DeadlineExtended:
    owed = initiative.obligations.get(name)
    if owed is None or owed.state is not ObligationState.OPEN:
        raise NotAsked("no such obligation is open", path="obligation", remedy="name one that is open, by its id")
    if owed.duty in initiative.outside:
        raise Locked("an outside deadline is never moved", path="obligation", remedy="do it by its day")
    bounds = bounds_of(rule, _path(initiative, owed), "obligation")
    due = _later(initiative, owed.due, span)
    _require_by(initiative, due, owed.opened_at, bounds)
    if not owed.is_beside and due > initiative.at.due:
        raise OutOfBounds("the phase ends before that", path="by", remedy="extend the phase first")
    return DeadlineExtended(due, owed.due, reason, owed.id)


def _path(initiative: Initiative, owed: Obligation) -> str:
    part = "phases" if owed.part in initiative.charter.model.phases else "matters"
    return f"{part}.{owed.part}.obligations.{owed.duty}.due"


def _rule(initiative: Initiative) -> OverrideRule:
    rule = initiative.charter.model.override
    if rule is None:
        raise NotAsked("the operating model of this initiative lets nothing be set otherwise", remedy="keep to it")
    return rule


def bounds_of(rule: OverrideRule, path: str, told_at: str = "path") -> Bounds:
    """Within which bounds a path may be set. Raises Locked where it may not."""
    if any(settable.covers(lock, path) for lock in rule.locked):
        raise Locked(
            f"the model locks '{path}'", path=told_at, remedy="who must be represented or heard stays as it is"
        )
    found = next((bounds for pattern, bounds in rule.bounded.items() if settable.matches(pattern, path)), None)
    if found is None:
        remedy = f"what it lets be set: {', '.join(rule.bounded)}"
        raise Locked(f"the model does not let '{path}' be set otherwise", path=told_at, remedy=remedy)
    return found


def require_within(path: str, bounds: Bounds, wanted: Span | int | Share) -> None:
    least, most = read_value(path, bounds.least), read_value(path, bounds.most)
    if not size(least) <= size(wanted) <= size(most):
        remedy = f"write {bounds.least} at least and {bounds.most} at most"
        raise OutOfBounds("the value lies outside of what the model allows", path="value", remedy=remedy)


def _require_by(initiative: Initiative, due: datetime, opened_at: datetime, bounds: Bounds) -> None:
    """Raise OutOfBounds for a deadline later than the model allows, counted from the opening."""
    latest = initiative.calendar.due(opened_at, Span.parse(bounds.most))
    if due > latest:
        day = initiative.calendar.due_day(latest).isoformat()
        raise OutOfBounds(f"the model allows {bounds.most} from the opening", path="by", remedy=f"until {day} at most")


def _require_open_window(initiative: Initiative, now: datetime) -> None:
    if now >= initiative.at.due or decision_asked(initiative):
        raise NotAsked("the window of the phase is over", remedy="decide how to go on, or hold the phase")


def _later(initiative: Initiative, due: datetime, span: Span) -> datetime:
    if initiative.calendar.day_milliseconds is not None:
        return initiative.calendar.due(due, span)
    return initiative.calendar.due(due - _MOMENT, span)
