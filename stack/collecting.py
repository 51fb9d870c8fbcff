"""Python's collector of cyclic garbage, set for a process that serves for months."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 5_000, 20, 50


def hold_off() -> None:
    """Collect nothing while a process loads and starts: next to nothing of that is garbage. `settle` follows."""
    gc.disable()


def settle(*, after_work: bool = False) -> None:
    """All has been loaded, and nothing is served yet; `after_work` that left garbage, which is collected first.

    What lives by now (a quarter of a million objects, mostly of libraries) lives to the end. It is set aside, or every
    full round would stop all answers for a sixth of a second to look through it again.
    """
    if after_work:
        gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    gc.enable()
