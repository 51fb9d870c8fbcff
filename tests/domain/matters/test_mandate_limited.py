"""What a mandate does not cover is not decided under it, unless a wider one follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.commands import RenewMandate, TakeExit
from domain.events import PhaseExited
from domain.explaining import explain
from domain.operating_model import ExitKind, OperatingModel
from domain.refusals import MandateOutOfScope
from tests.domain.matters.test_mandate import ADVANCE, until
from tests.domain.matters.test_mandate_renewed import renewal
from tests.fixtures.rules import MODEL, Play, text


def limited(*acts: str, model: OperatingModel = MODEL) -> Play:
    """An open gate to convening, under a mandate for these acts only."""
    bare = replace(model.phases["need_identification"].gate, sectors=None, done=())
    phases = model.phases | {"need_identification": replace(model.phases["need_identification"], gate=bare)}
    play = until(date(2030, 12, 31), replace(model, phases=phases))
    charter = play.initiative.charter
    play.initiative = replace(play.initiative, charter=replace(charter, mandate=replace(charter.mandate, acts=acts)))
    return play


def test_what_a_mandate_does_not_cover_is_refused_with_the_reason() -> None:
    play = limited("start", "plan")
    explained = explain(play.initiative, play.now)
    clause = next(c for c in explained.clauses if c.clause == "mandate.act")
    assert (clause.met, explained.open) == (False, False)
    assert "does not cover 'convene', which convening needs; it covers: start, plan" in clause.remedy
    with pytest.raises(MandateOutOfScope, match="does not cover 'convene'"):
        play.say(ADVANCE)
    play.say(TakeExit(ExitKind.STOP, text()))


@pytest.mark.parametrize("acts", [("*",), ("start",), ("start", "convene"), ("start", "anything_else")])
def test_a_mandate_that_names_no_later_act_allows_what_it_always_did(acts: tuple[str, ...]) -> None:
    play = limited(*acts)
    play.say(ADVANCE)
    assert play.initiative.at.to == "convening"


def test_older_models_look_at_the_start_only() -> None:
    play = limited("start", "plan", model=replace(MODEL, matters=None))
    play.say(ADVANCE)
    assert play.initiative.at.to == "convening"


def test_a_wider_renewal_lets_the_initiative_go_on() -> None:
    play = limited("start", "plan")
    play.say(RenewMandate(renewal(play, acts=("*",), valid_from=date(2026, 1, 1))))
    play.say(ADVANCE)
    exited = next(e.event for e in play.entries if isinstance(e.event, PhaseExited))
    assert exited.mandate == "mandate-2"
