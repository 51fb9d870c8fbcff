"""What a model bounds, locks and says of holds: refused at its exact place where it says nothing that holds."""

from __future__ import annotations

import pytest

from domain.refusals import ModelInvalid
from domain.schema import parse
from tests.domain.schema.shipped import GONE, changed


@pytest.mark.parametrize(
    ("pattern", "bounds", "path"),
    [
        ("phases.*.due", ["10wd"], ""),
        ("phases.*.due", ["P12M", "10wd"], ".1"),
        ("phases.*.due", ["4 kk", "P12M"], ".0"),
        ("phases.*.gate.quorum.min", ["3", "9"], ".0"),
        ("phases.*.gate.quorum.share", [0.4, 1.2], ".1"),
        ("phases.*.loops", [1, 5], ""),
        ("phases.picnic.due", ["10wd", "P12M"], ""),
        ("phases.establishment.gate.max_share", [0.4, 0.5], ""),
    ],
)
def test_a_bound_that_bounds_nothing_is_refused_where_it_stands(pattern: str, bounds: list[object], path: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed("override.bounded", {pattern: bounds}))
    assert refused.value.path == f"override.bounded.{pattern}{path}"


def test_what_is_locked_cannot_be_bounded_too() -> None:
    mapping = changed("override.locked", ["phases.*.gate.quorum"])
    with pytest.raises(ModelInvalid, match="is locked"):
        parse(mapping)


def test_a_hold_whose_length_is_said_nowhere_is_refused() -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed("exits.hold", GONE))
    assert refused.value.path == "phases.readiness.next.hold"


MILESTONES = "matters.application.milestones"


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (f"{MILESTONES}.comments.takes", "P10D", "counted in working days"),
        (f"{MILESTONES}.comments.shortest", "11wd", "more than the 10 working days"),
        (f"{MILESTONES}.comments.after", ["lunch"], "no other milestone"),
        (f"{MILESTONES}.comments.after", ["full_draft", "full_draft"], "no other milestone"),
        (f"{MILESTONES}.full_draft.after", ["submit"], "wait for each other"),
        (f"{MILESTONES}.lunch", {"takes": "1wd"}, "not a word of operating models"),
    ],
)
def test_milestones_that_lead_nowhere_are_refused_where_they_stand(path: str, value: object, reason: str) -> None:
    with pytest.raises(ModelInvalid, match=reason) as refused:
        parse(changed(path, value))
    assert refused.value.path.startswith(path if "wait" not in reason else MILESTONES)
    assert refused.value.remedy
