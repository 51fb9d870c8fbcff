"""Weakening: where another model would ask less of a gate than what the present one has locked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from domain import settable
from domain.operating_model import GateRule, OperatingModel
from domain.remodelling.comparing import ahead
from domain.schema.overrides import CLAUSES
from domain.shares import Share

_SETTLED = ("commitments", "claims", "requirements", "grounds", "application")


def weakened(former: OperatingModel, new: OperatingModel, phase: str) -> tuple[str, ...]:
    """The paths that the former model locks, in this phase or one that may follow, and at which the new one asks less,
    or asks in another way of which less or more cannot be told.
    """
    locked = former.override.locked if former.override else ()
    return tuple(dict.fromkeys(path for lock in locked for path in _of_lock(lock, former, new, phase)))


def _of_lock(lock: str, former: OperatingModel, new: OperatingModel, phase: str) -> Iterator[str]:
    following = ahead(new, phase)
    for name, rule in ahead(former, phase).items():
        if not settable.matches(lock.split(".")[1], name):
            continue
        if name not in following:
            yield f"phases.{name}"
        elif lock.split(".")[2:3] == ["gate"]:
            clause = lock.split(".")[3]
            if clause in CLAUSES and _asks_less(clause, rule.gate, following[name].gate):
                yield f"phases.{name}.gate.{clause}"
        else:
            yield from (path for path in _spans(lock, former, name) if _span(former, path) != _span(new, path))


def _spans(lock: str, model: OperatingModel, phase: str) -> Iterator[str]:
    return (path for path in settable.paths(model) if path.split(".")[1] == phase and settable.covers(lock, path))


def _span(model: OperatingModel, path: str) -> Any:
    """What stands at the path of a span outside of a gate: that of a phase or of a duty."""
    _, phase, *below = path.split(".")
    rule = model.phases[phase]
    return rule.due if below == ["due"] else getattr(rule.obligations.get(below[1]), "due", None)


def _asks_less(clause: str, former: GateRule, new: GateRule) -> bool:
    if clause in _SETTLED:
        return clause in _settled(former) and clause not in _settled(new)
    before, after = getattr(former, clause), getattr(new, clause)
    if not before or before == after:
        return False
    if not after:
        return True
    match clause:
        case "sectors":
            return any(after.get(sector, 0) < least for sector, least in before.items())
        case "hear" | "done":
            return not set(before) <= set(after)
        case "quorum":
            return after.least < before.least or _size(after.share) < _size(before.share)
        case "max_share":
            return _size(after) > _size(before)
        case "municipalities":
            return _size(after) < _size(before)
        case "median":
            return bool(after < before)
        case _:
            return True


def _settled(gate: GateRule) -> tuple[str, ...]:
    """The clauses of which nothing may be left over."""
    return tuple(word.partition(".")[0] for word in gate.settled or ())


def _size(share: Share) -> Fraction:
    return Fraction(share.part, share.whole)
