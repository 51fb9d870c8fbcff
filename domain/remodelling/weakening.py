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

_SETTLED = ("commitments", "claims", "requirements", "grounds", "application", "lessons")


def weakened(former: OperatingModel, new: OperatingModel, phase: str) -> tuple[str, ...]:
    """The paths that the former model locks, in this phase or one that may follow, and at which the new one asks less,
    asks in another way of which less or more cannot be told, or locks no more: else a second change would ask less.
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
            clause, path = lock.split(".")[3], ".".join(("phases", name, *lock.split(".")[2:]))
            before, after = rule.gate, following[name].gate
            if clause in CLAUSES and _asks(clause, before) and not _stays(clause, before, after, _locks(new, path)):
                yield f"phases.{name}.gate.{clause}"
        else:
            spans = _spans(lock, former, name)
            yield from (path for path in spans if _span(former, path) != _span(new, path) or not _locks(new, path))


def _locks(model: OperatingModel, path: str) -> bool:
    return model.override is not None and any(settable.covers(lock, path) for lock in model.override.locked)


def _stays(clause: str, former: GateRule, new: GateRule, locked: bool) -> bool:
    """Whether a clause asks as much as before, of everybody, and goes on doing so."""
    return locked and _excepted(clause, new) <= _excepted(clause, former) and not _asks_less(clause, former, new)


def _excepted(clause: str, gate: GateRule) -> frozenset[tuple[str, str]]:
    """What of a clause may be met by an exception, each with who makes it."""
    allowed = gate.exceptions
    return (
        frozenset((name, allowed.by) for name in allowed.of if name.partition(".")[0] == clause)
        if allowed
        else frozenset()
    )


def _spans(lock: str, model: OperatingModel, phase: str) -> Iterator[str]:
    return (path for path in settable.paths(model) if path.split(".")[1] == phase and settable.covers(lock, path))


def _span(model: OperatingModel, path: str) -> Any:
    """What stands at the path of a span outside of a gate: that of a phase or of a duty."""
    _, phase, *below = path.split(".")
    rule = model.phases[phase]
    return rule.due if below == ["due"] else getattr(rule.obligations.get(below[1]), "due", None)


def _asks(clause: str, gate: GateRule) -> bool:
    return clause in _settled(gate) if clause in _SETTLED else bool(getattr(gate, clause))


def _asks_less(clause: str, former: GateRule, new: GateRule) -> bool:
    """Of a clause that the former gate asks."""
    if clause in _SETTLED:
        return clause not in _settled(new)
    before, after = getattr(former, clause), getattr(new, clause)
    if before == after:
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
