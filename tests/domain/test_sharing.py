"""Equal models and pins are one object, and nothing ever stands for what it does not equal."""

from __future__ import annotations

import gc
from dataclasses import replace

from domain.charter import Charter
from domain.sharing import _KEPT, shared
from domain.wire import plain, typed
from tests.fixtures.pens import STARTED

CHARTER = STARTED.charter


def read_again(charter: Charter) -> Charter:
    return typed(Charter, plain(charter))


def test_charters_with_the_same_rules_hold_them_once() -> None:
    first, second = read_again(CHARTER), read_again(CHARTER)
    assert first == second == CHARTER
    assert first.model is second.model
    assert first.pin is second.pin


def test_a_model_under_a_hash_that_is_not_its_own_stays_what_it_is() -> None:
    kept = read_again(CHARTER)
    altered = replace(kept.model, day_milliseconds=12_345)
    forged = read_again(replace(kept, model=altered))
    assert forged.model_sha256 == kept.model_sha256
    assert forged.model == altered != kept.model


def test_what_nobody_holds_is_not_kept() -> None:
    lonely = read_again(replace(CHARTER, model=replace(CHARTER.model, version="99.0.0")))
    name = (lonely.model.id, "99.0.0", lonely.model_sha256)
    assert shared(name, lonely.model) is lonely.model
    del lonely
    gc.collect()
    assert name not in _KEPT
