"""What travels and what is kept, put in words: workflows, activities, and the shapes of everything on the wire."""

from __future__ import annotations

from typing import Any

from temporalio import activity, workflow

from activities.appending import Appending
from activities.calendars import pin_calendar
from activities.counting import Counting
from stack.worker_life import PHASE_WORKFLOWS
from tests.upgrade.shapes import Shape, shapes, spelled

Protocol = dict[str, dict[str, Any]]


def protocol() -> Protocol:
    """The protocol of the code that this runs in."""
    activities = (
        activity._Definition.must_from_callable(one) for one in (Appending.append, pin_calendar, Counting.count)
    )
    definitions = (workflow._Definition.must_from_class(cls) for cls in PHASE_WORKFLOWS)
    return {
        "activities": {str(one.name): _signature(one) for one in sorted(activities, key=lambda one: str(one.name))},
        "workflows": {str(one.name): _workflow(one) for one in sorted(definitions, key=lambda one: str(one.name))},
        "wire": shapes(),
    }


def _workflow(definition: Any) -> dict[str, str]:
    told = {"run": _signature(definition)}
    for what in ("updates", "queries", "signals"):
        for name, one in sorted(getattr(definition, what).items(), key=lambda item: str(item[0])):
            judged = ", judged before it is taken" if getattr(one, "validator", None) else ""
            told[f"{what[:-1] if what != 'queries' else 'query'} {name or '(any other)'}"] = _signature(one) + judged
    return told


def _signature(definition: Any) -> str:
    ignored: dict[str, Shape] = {}
    given = [spelled(hint, ignored) for hint in definition.arg_types or () if definition.arg_types]
    return f"({', '.join(given)}) gives {spelled(definition.ret_type, ignored)}"
