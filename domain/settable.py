"""What of a model can be set otherwise for one initiative: the paths to its spans, numbers and shares, and patterns."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from domain.operating_model import OperatingModel

ANY = "*"


class Measure(StrEnum):
    """What stands at a path."""

    SPAN = "span"
    NUMBER = "number"
    SHARE = "share"


_SHAPES: dict[str, Measure] = {
    "phases.*.due": Measure.SPAN,
    "phases.*.obligations.*.due": Measure.SPAN,
    "phases.*.gate.decide.window": Measure.SPAN,
    "phases.*.gate.quorum.min": Measure.NUMBER,
    "phases.*.gate.quorum.share": Measure.SHARE,
    "phases.*.gate.max_share": Measure.SHARE,
}
"""Every path of which the rules know how to set what stands there."""


def measure_of(path: str) -> Measure | None:
    """What stands at a path or pattern; None where nothing can be set."""
    return next((measure for shape, measure in _SHAPES.items() if matches(shape, path)), None)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern names this path: segment by segment, `*` for any one."""
    wanted, found = pattern.split("."), path.split(".")
    return len(wanted) == len(found) and all(w in (ANY, f) for w, f in zip(wanted, found, strict=True))


def covers(pattern: str, path: str) -> bool:
    """Whether a pattern names this path or something above it: a lock on a gate's clause locks all of it."""
    depth = len(pattern.split("."))
    return matches(pattern, ".".join(path.split(".")[:depth]))


def paths(model: OperatingModel) -> Iterator[str]:
    """Every path of this model at which something can be set."""
    for name, phase in model.phases.items():
        yield f"phases.{name}.due"
        yield from (f"phases.{name}.obligations.{kind}.due" for kind in phase.obligations)
        if phase.gate.decide.window is not None:
            yield f"phases.{name}.gate.decide.window"
        if phase.gate.quorum is not None:
            yield f"phases.{name}.gate.quorum.min"
            yield f"phases.{name}.gate.quorum.share"
        if phase.gate.max_share is not None:
            yield f"phases.{name}.gate.max_share"
