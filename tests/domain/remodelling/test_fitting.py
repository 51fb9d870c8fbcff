"""A model fits an initiative only if it knows all that is under way there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.merging.commands import WithdrawMerge
from domain.operating_model import ExitKind, OperatingModel
from domain.refusals import NotAsked
from tests.domain.merging.pairs import OFFER
from tests.domain.remodelling.edits import of_phase, without_exit
from tests.domain.remodelling.playing import begun, tried
from tests.fixtures.rules import MODEL

NEWER = replace(MODEL, version="1.2.0")
WITHOUT_MERGE = of_phase("convening", without_exit(ExitKind.MERGE))(NEWER)
WITHOUT_OFFERS = replace(NEWER, exits=replace(NEWER.exits, offer=None) if NEWER.exits else None)


@pytest.mark.parametrize("model", [WITHOUT_MERGE, WITHOUT_OFFERS])
def test_a_model_that_cannot_carry_out_an_open_offer_to_merge_is_refused(model: OperatingModel) -> None:
    play = begun("convening")
    play.say(OFFER)
    with pytest.raises(NotAsked, match="an offer to merge"):
        tried(play, model)
    assert tried(play, NEWER).version == "1.2.0"
    play.say(WithdrawMerge())
    assert tried(play, model).version == "1.2.0"
