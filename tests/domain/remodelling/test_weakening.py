"""What the present model locks binds the next one: at what it asks, at what it excepts, and at what it locks itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.operating_model import ExceptionRule, GateRule, OperatingModel, OverrideRule, Who
from domain.refusals import Locked, NotEntitled
from domain.remodelling.weakening import weakened
from domain.schema.overrides import CLAUSES
from tests.domain.remodelling.edits import gated, of_phase
from tests.domain.remodelling.playing import ADMIN, DEPUTY, approve, begun, propose, tried
from tests.fixtures.rules import MODEL

NEWER = replace(MODEL, version="1.2.0")
CONVENING = MODEL.phases["convening"].gate
SECTORS, HEAR = "phases.convening.gate.sectors", "phases.joint_planning.gate.hear"


def locking(*locked: str, of: OperatingModel = NEWER) -> OperatingModel:
    """The model, which locks these alone."""
    return replace(of, override=OverrideRule(locked, {}))


def excepting(*of: str, by: Who = Who.COORDINATOR) -> OperatingModel:
    """The next version, in which these clauses of convening may be excepted."""
    return of_phase("convening", gated(exceptions=ExceptionRule(by, of)))(NEWER)


STRICT = of_phase("convening", gated(exceptions=None))(MODEL)


@pytest.mark.parametrize("unlocked", [locking(), locking(HEAR), replace(NEWER, override=None)])
def test_a_model_that_unlocks_what_this_phase_asks_is_refused(unlocked: OperatingModel) -> None:
    with pytest.raises(Locked, match=SECTORS):
        tried(begun("convening"), unlocked)


def test_a_model_that_unlocks_what_lies_ahead_needs_an_administrator() -> None:
    play = begun("need_identification")
    unlocked = locking("phases.*.gate.hear", "phases.need_identification.gate.sectors")
    assert SECTORS in tried(play, unlocked).weakens
    sha256 = propose(play, unlocked)
    with pytest.raises(NotEntitled):
        approve(play, unlocked, sha256, DEPUTY)
    approve(play, unlocked, sha256, ADMIN)


def test_a_lock_that_is_narrower_or_wider_is_no_weakening_where_it_still_covers() -> None:
    former = locking(SECTORS, "phases.convening.gate.quorum.min", "phases.convening.due")
    wider = locking("phases.*.gate.sectors", "phases.*.gate.quorum", "phases.*.due")
    assert weakened(former, wider, "need_identification") == ()
    assert weakened(former, locking(SECTORS), "need_identification") == (
        "phases.convening.gate.quorum",
        "phases.convening.due",
    )


@pytest.mark.parametrize("clause", CLAUSES)
def test_what_is_locked_but_not_asked_may_be_unlocked(clause: str) -> None:
    former = of_phase("piloting", lambda rule: replace(rule, gate=GateRule(rule.gate.decide)))(NEWER)
    asked = ("phases.piloting.gate.decide",) if clause == "decide" else ()
    lock = f"phases.piloting.gate.{clause}"
    assert weakened(locking(lock, of=former), locking(of=former), "piloting") == asked


def test_an_exception_newly_allowed_of_a_locked_clause_asks_less_of_it() -> None:
    loosened = excepting("sectors.leader")
    assert weakened(STRICT, loosened, "need_identification") == (SECTORS,)
    with pytest.raises(Locked, match=SECTORS):
        tried(begun("convening", STRICT), loosened)


def test_an_exception_that_was_allowed_may_stay_or_go_and_one_of_what_is_not_locked_may_come() -> None:
    assert CONVENING.exceptions is not None
    kept = excepting(*CONVENING.exceptions.of, "municipalities", "max_share")
    assert weakened(MODEL, kept, "convening") == ()
    assert weakened(MODEL, replace(STRICT, version="1.2.0"), "convening") == ()


def test_another_person_who_excepts_from_a_locked_clause_is_another_exception() -> None:
    assert CONVENING.exceptions is not None
    assert weakened(MODEL, excepting(*CONVENING.exceptions.of, by=Who.CHAIR), "convening") == (SECTORS,)
