"""The version that the demo publishes differs from the shipped one in a rule that can be seen at work."""

from __future__ import annotations

import pytest

from demo.api import Unexpected
from demo.showroom.model_change import CHANGED_IN, SHIPPED, following
from domain.remodelling.comparing import rules_changed
from domain.schema import parse
from operating_models.load import load_text
from tests.demo.showroom.test_villages import SHOWROOM

TEXT = SHIPPED.read_text(encoding="utf-8")


def test_the_next_version_gives_the_pulse_more_time_and_changes_nothing_else() -> None:
    wanted = following(TEXT)
    model = parse(load_text(wanted.text))
    assert (model.id, model.version) == (SHOWROOM.id, wanted.version)
    (rule,) = rules_changed(SHOWROOM, model, CHANGED_IN)
    assert (rule.path, rule.before, rule.after) == ("phases.piloting.obligations.answer_pulse.due", "P6D", "P10D")


def test_a_model_that_is_written_otherwise_is_not_half_changed() -> None:
    with pytest.raises(Unexpected):
        following(TEXT.replace("every: P60D", "every: P61D"))
