"""The collector: off while a process starts, and what lives by then is set aside."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from stack.collecting import hold_off, settle


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    gc.enable()


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("after_work", [True, False])
def test_garbage_of_work_at_the_start_is_not_set_aside_with_the_rest(after_work: bool) -> None:
    hold_off()
    left = weakref.ref(Ring())
    assert not gc.isenabled()
    settle(after_work=after_work)
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1_000
    assert (left() is None) == after_work
