"""Changing: what a change of the model leads to. What is open keeps what it was promised, or gets more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain import settable
from domain.clockwork import decision_asked
from domain.events import TakenBy
from domain.exiting import tell_at, told
from domain.extending import bounds_of, require_within
from domain.folding import after
from domain.initiative import Initiative
from domain.ledger.canonical import sha256_of
from domain.obligations import Obligation, ObligationState
from domain.operating_model import ObligationRule, OperatingModel
from domain.overridden import read_value
from domain.refusals import Locked, ModelInvalid, OutOfBounds
from domain.remodelling.events import ModelChanged
from domain.remodelling.fitting import require_fitting
from domain.remodelling.noticing import asked_from
from domain.sealed import Sealed
from domain.spans import Span
from domain.wire import plain


def change(initiative: Initiative, model: OperatingModel, dry_run: str, reason: Sealed, now: datetime) -> ModelChanged:
    """The event of going on by `model` from `now` on. Raises the Refusal that says why that cannot be."""
    require_fitting(initiative, model)
    phase = initiative.at.phase
    known, matters = initiative.rule.obligations, initiative.matter_rules
    duties = tuple(kind for kind in model.phases[phase].obligations if kind not in known)
    new = tuple(name for name in model.matters or {} if name not in matters)
    beside = tuple(
        kind
        for name, rule in (model.matters or {}).items()
        for kind in rule.obligations
        if name in matters and kind not in matters[name].obligations
    )
    changed = ModelChanged(
        model=model,
        model_sha256=sha256_of(plain(model)),
        dry_run=dry_run,
        reason=reason,
        phase=phase,
        phase_due=initiative.at.due,
        dropped=tuple(_dropped(initiative, model)),
        duties=duties,
        beside=beside,
        matters=new,
    )
    following = after(initiative, changed, now)
    waits = asked_from(following.calendar, model, now) if duties or beside or new else None
    phase_due = _window(initiative, following, now)
    return replace(
        changed,
        phase_due=phase_due,
        dues=dict(_lengthened(initiative, following, phase_due)),
        asked_from=waits,
        told=told(following, following, TakenBy.VOTE),
        tell_at=tell_at(following, now),
    )


def _window(initiative: Initiative, following: Initiative, now: datetime) -> datetime:
    """The end of the present window by the new rules, never before the present one; one that is over stays so."""
    stage = initiative.at
    if now >= stage.due or decision_asked(initiative):
        return stage.due
    return max(stage.due, following.calendar.due(stage.opened_at, following.rule.due))


def _lengthened(initiative: Initiative, following: Initiative, phase_due: datetime) -> Iterator[tuple[str, datetime]]:
    """The open obligations that the new rules give longer. Only those that go by the rule's own time: a day that was
    set otherwise, agreed on or moved stays, and so do clocks of the outside. A duty ends no later than its phase.
    """
    for owed in initiative.obligations.values():
        rules = _rules(initiative, following, owed)
        if rules is None or owed.due != initiative.calendar.due(owed.opened_at, _span(initiative, rules[0], owed)):
            continue
        due = following.calendar.due(owed.opened_at, _span(initiative, rules[1], owed))
        due = due if owed.is_beside else min(due, phase_due)
        if due > owed.due:
            yield owed.id, due


def _rules(
    initiative: Initiative, following: Initiative, owed: Obligation
) -> tuple[ObligationRule, ObligationRule] | None:
    """By which rules this is asked before and after; None where a deadline cannot follow them."""
    if owed.state is not ObligationState.OPEN or owed.duty in initiative.outside:
        return None
    try:
        return initiative.asks_for(owed.duty)[1], following.asks_for(owed.duty)[1]
    except KeyError:
        return None


def _span(initiative: Initiative, rule: ObligationRule, owed: Obligation) -> Span:
    return rule.due_by_sector.get(initiative.seats[owed.seat].sector, rule.due) if owed.seat else rule.due


def _dropped(initiative: Initiative, model: OperatingModel) -> Iterator[str]:
    """What was set otherwise, where the new model does not let it be set so."""
    known = frozenset(settable.paths(model))
    for path, value in (initiative.overrides or {}).items():
        try:
            allowed = model.override is not None and path in known
            if allowed and model.override is not None:
                require_within(path, bounds_of(model.override, path), read_value(path, value))
        except (Locked, OutOfBounds, ModelInvalid):
            allowed = False
        if not allowed:
            yield path
