"""What an act is about is chosen by its words: nobody has to know an id."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from api.web.staff.acts.shapes import Shape, fields
from api.web.staff.words import words_in
from domain.commands import CallVote
from domain.phases.evaluation.commands import MakeClaim
from tests.api.web.rehearsal import Rehearsal
from tests.domain.journeys import FACTS
from tests.fixtures.at_desk import sits_down
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.rules import Play, roster

INDICATORS = {"indicator": [("i1", "i1 · Käynnit kuukaudessa")]}


def seen(phase: str) -> Any:
    """An initiative in this phase, in whose pilot one value was observed."""
    play = Play.of(phase, roster(6), **vars(FACTS))
    return SimpleNamespace(initiative=play.initiative, view=SimpleNamespace(phase=phase), language="fi", seats={})


def test_a_claim_is_made_on_observations_that_are_ticked() -> None:
    field = next(
        one for one in fields(MakeClaim, seen("evaluation"), INDICATORS, words_in("fi")) if one.name == "observations"
    )
    assert field.shape is Shape.TICKS
    ((observation, label),) = field.options
    assert observation == "o1"
    assert label.startswith("i1 · Käynnit kuukaudessa: 4 · ")


@pytest.mark.parametrize(("phase", "number"), [("evaluation", 5), ("piloting", 0)])
def test_the_conclusion_of_an_evaluation_is_chosen_in_words_and_nowhere_else(phase: str, number: int) -> None:
    field = next(one for one in fields(CallVote, seen(phase), {}, words_in("fi")) if one.name == "verdict")
    assert field.shape is Shape.CHOICE
    assert len(field.options) == number
    assert ("repeat", "Kokeillaan uudelleen muutoksin") in field.options or not number


async def test_a_condition_of_the_gate_is_chosen_by_what_it_asks(convening: Rehearsal) -> None:
    page = await (await sits_down(convening)).read(f"/initiatives/{INITIATIVE}/do/initiative.except_clause")
    assert "quorum" in {given.get("value") for tag, given in page.tags if tag == "option"}
    assert ">quorum<" not in page.html
