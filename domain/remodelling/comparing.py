"""Comparing two models: what stands at which path of either, and what of it differs where an initiative still goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.operating_model import LadderStep, OperatingModel, PhaseRule
from domain.schema.checks import reached_from
from domain.shares import Share
from domain.spans import Span

_NO_RULES = ("id", "version", "title", "languages", "first", "phases")


@dataclass(frozen=True)
class RuleChange:
    """What stands at a path of the rules, as in charters, before and after the change. None: nothing does."""

    path: str
    before: str | None
    after: str | None


def rules_changed(former: OperatingModel, new: OperatingModel, phase: str) -> tuple[RuleChange, ...]:
    """Where two models differ for an initiative in this phase: there, in the phases that may follow, and beside them.
    Titles are no rules.
    """
    before, after = _rules(former, phase), _rules(new, phase)
    paths = sorted({*before, *after})
    found = (RuleChange(path, before.get(path), after.get(path)) for path in paths)
    return tuple(change for change in found if change.before != change.after)


def ahead(model: OperatingModel, phase: str) -> dict[str, PhaseRule]:
    """The present phase, and those that exits may lead to from it, in the order of the model."""
    reached = {phase, *reached_from(model, phase)}
    return {name: rule for name, rule in model.phases.items() if name in reached}


def _rules(model: OperatingModel, phase: str) -> dict[str, str]:
    beside = {name: value for name, value in vars(model).items() if name not in _NO_RULES}
    return dict(_leaves("", beside | {"phases": ahead(model, phase)}))


def _leaves(path: str, found: Any) -> Iterator[tuple[str, str]]:
    if found is None:
        return
    if isinstance(found, dict):
        fields = {str(name): item for name, item in found.items()}
    elif dataclasses.is_dataclass(found) and not isinstance(found, (Span, Share)):
        fields = {name: item for name, item in vars(found).items() if name != "title"}
    else:
        yield path, _written(found)
        return
    for name, item in fields.items():
        yield from _leaves(f"{path}.{name}" if path else name, item)


def _written(found: Any) -> str:
    match found:
        case tuple():
            return ", ".join(_written(item) for item in found)
        case LadderStep(offset, action, to):
            return " ".join(str(part) for part in (offset, action, to) if part is not None)
        case Share(part, whole):
            return f"{part}/{whole}"
        case _ if dataclasses.is_dataclass(found) and not isinstance(found, Span):
            return " ".join(f"{name}={_written(item)}" for name, item in vars(found).items() if item is not None)
        case _:
            return str(found)
