"""The measures: a module each, with `measure(size)` that returns its figures by name."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from importlib import import_module

from bench.sizes import Size

Figures = dict[str, float | int | None]
Measure = Callable[[Size], Coroutine[None, None, Figures]]

NAMES = (
    "throughput",
    "latency",
    "burst",
    "sandbox",
    "events",
    "actions",
    "baton",
    "open_initiatives",
    "reminders",
    "lateness",
    "ledger",
    "statements",
    "verify",
    "examine",
    "proofs",
    "board",
    "cold_start",
    "replay",
)


def measure_of(name: str) -> Measure:
    """The measure of this name."""
    found: Measure = import_module(f"bench.measures.{name}").measure
    return found
