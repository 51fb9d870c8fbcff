"""Slips of whoever writes a model: answered with what was meant, and never with a long value."""

from __future__ import annotations

import pytest

from domain.refusals import ModelInvalid
from domain.schema import parse
from tests.domain.schema.shipped import changed


@pytest.mark.parametrize("pace", ["2", "0s", "9ms", "2 s", "1h", "3601s", "٢s", 2])
def test_a_pace_that_is_no_time_is_refused(pace: object) -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed("pace", {"day": pace}))
    assert refused.value.path == "pace.day"


@pytest.mark.parametrize("whole", [None, [], "text", 1, {}, {1: 2}, {"operating_model": {}}])
def test_what_is_no_model_at_all_is_refused(whole: object) -> None:
    with pytest.raises(ModelInvalid):
        parse(whole)


def test_a_key_that_is_no_text_is_refused_where_it_stands() -> None:
    mapping = changed("phases.convening.obligations", {True: {}})
    with pytest.raises(ModelInvalid) as refused:
        parse(mapping)
    assert refused.value.path == "phases.convening.obligations.true"


def test_a_slip_of_the_pen_is_answered_with_the_word_that_was_meant() -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed("phases.convening.obligations.answer_invitation.laddr", "normal"))
    assert refused.value.remedy == "did you mean ladder?"


def test_a_reason_never_repeats_a_long_value_back() -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed("operating_model.id", "x" * 100_000))
    assert len(refused.value.reason) < 120
