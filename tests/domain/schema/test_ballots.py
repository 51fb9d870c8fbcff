"""What a model may ask of ballots: what its gate asks of those present, and what a count can know."""

from __future__ import annotations

import pytest

from domain.refusals import ModelInvalid
from domain.schema import parse
from tests.domain.schema.shipped import CONVENING, GONE, changed

BALLOTS = "phases.evaluation.gate.decide.ballots"


@pytest.mark.parametrize(
    ("path", "value", "refused_at"),
    [
        ("phases.evaluation.gate.quorum", GONE, f"{BALLOTS}.0"),
        ("phases.evaluation.gate.sectors", GONE, f"{BALLOTS}.1"),
        ("phases.evaluation.gate.decide.secret", True, BALLOTS),
        (f"{CONVENING}.gate.decide.else", GONE, f"{CONVENING}.gate.decide.ballots"),
    ],
)
def test_ballots_are_asked_only_for_what_the_gate_asks_and_a_count_can_know(
    path: str, value: object, refused_at: str
) -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed(path, value))
    assert refused.value.path == refused_at
