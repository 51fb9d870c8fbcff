"""Fourteen kinds of broken operating model are refused, each with its place, a reason and a remedy."""

from __future__ import annotations

import pytest

from domain.refusals import ModelInvalid
from domain.schema import parse
from operating_models.load import load_text
from tests.fixtures.broken_models import FOURTEEN, SHIPPED, Broken


@pytest.mark.parametrize("broken", FOURTEEN, ids=lambda broken: broken.kind)
def test_a_broken_model_is_refused_with_its_place_and_a_reason(broken: Broken) -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(load_text(broken.text))
    assert refused.value.path == broken.path
    assert broken.reason in refused.value.reason
    assert refused.value.remedy


def test_there_are_fourteen_kinds_and_without_its_slip_the_model_is_right() -> None:
    assert len({broken.path for broken in FOURTEEN}) == len({broken.kind for broken in FOURTEEN}) == 14
    parse(load_text(SHIPPED))
