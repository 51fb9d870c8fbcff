"""What a coordinator may set otherwise for one initiative, read strictly: always with a reason, locked and bounded."""

from __future__ import annotations

from fractions import Fraction

from domain import settable
from domain.operating_model import Bounds, OperatingModel, OverrideRule
from domain.refusals import ModelInvalid
from domain.schema.reading import Place
from domain.settable import Measure
from domain.shares import Share
from domain.spans import Span, Unit

CLAUSES = (
    *("quorum", "sectors", "max_share", "municipalities", "hear", "indicators", "commitments", "claims"),
    *("requirements", "grounds", "done", "median", "decide", "lessons", "conditions", "early_end"),
)
"""The clauses of gates that a model may lock whole, whether or not its gates ask for them."""

_SEGMENT = r"(?:\*|[a-z][a-z0-9_]{0,59})"
_PATTERN = rf"phases(?:\.{_SEGMENT}){{2,4}}"
_REMEDY = "write a path such as phases.*.due, with * for any phase"
_MOST = 1000
_DAYS = {Unit.WORKING_DAYS: Fraction(7, 5), Unit.DAYS: Fraction(1), Unit.MONTHS: Fraction(30)}


def override_rule(place: Place) -> OverrideRule:
    """Read `override`. Raises ModelInvalid with the path."""
    fields = place.fields("reason", "locked", "bounded")
    fields["reason"].text("required", "write reason: required; nothing is set otherwise without one")
    return OverrideRule(locked=_locked(fields["locked"]), bounded=_bounded(fields["bounded"]))


def check_override(model: OperatingModel) -> None:
    """Raise ModelInvalid for a pattern that names nothing of this model, and for what is both locked and bounded."""
    rule = model.override
    if rule is None:
        return
    known = tuple(settable.paths(model))
    for number, pattern in enumerate(rule.locked):
        phase = pattern.split(".")[1]
        if phase != settable.ANY and phase not in model.phases:
            raise ModelInvalid(f"there is no phase '{phase}'", path=f"override.locked.{number}", remedy=_REMEDY)
    for pattern in rule.bounded:
        place, named = f"override.bounded.{pattern}", [path for path in known if settable.matches(pattern, path)]
        if not named:
            raise ModelInvalid("nothing of this model stands there", path=place, remedy=_REMEDY)
        for path in named:
            if any(settable.covers(lock, path) for lock in rule.locked):
                raise ModelInvalid(f"'{path}' is locked", path=place, remedy="take it out of locked, or of bounded")


def value(measure: Measure, place: Place) -> Span | int | Share:
    """What is to stand at a path of this measure."""
    match measure:
        case Measure.SPAN:
            return place.duration()
        case Measure.NUMBER:
            return place.number(_MOST)
        case Measure.SHARE:
            return place.share()


def size(found: Span | int | Share) -> Fraction:
    """How large a value is, to compare it with its bounds: spans of different units by their usual length in days."""
    match found:
        case Span(amount, unit):
            return amount * _DAYS[unit]
        case Share(part, whole):
            return Fraction(part, whole)
        case _:
            return Fraction(found)


def _locked(place: Place) -> tuple[str, ...]:
    return tuple(_lock(item) for item in place.items())


def _lock(place: Place) -> str:
    pattern = place.text(_PATTERN, _REMEDY)
    below = pattern.split(".")[2:]
    is_clause = len(below) == 2 and below[0] == "gate" and below[1] in CLAUSES
    if not is_clause and settable.measure_of(pattern) is None:
        place.refuse(f"'{pattern}' is nothing that could be set", f"lock a clause such as phases.*.gate.{CLAUSES[1]}")
    return pattern


def _bounded(place: Place) -> dict[str, Bounds]:
    return {pattern: _bounds(pattern, found) for pattern, found in place.named(_PATTERN).items()}


def _bounds(pattern: str, place: Place) -> Bounds:
    measure = settable.measure_of(pattern)
    if measure is None:
        place.refuse(f"'{pattern}' is nothing that can be set", _REMEDY)
    ends = place.items()
    if len(ends) != 2:
        place.refuse("bounds are two", "write the least and the most, such as [10wd, P12M]")
    least, most = (value(measure, end) for end in ends)
    if size(least) > size(most):
        ends[1].refuse("the most is less than the least", "write the least first")
    return Bounds(*(str(end.value) for end in ends))
