"""What an initiative weighs with every matter in use: the baton that is handed on, counted in bytes. With 200 seats in
the campaign, in `make test` with twelve.
"""

from __future__ import annotations

from collections.abc import Callable

from bench.measures.baton import handed_over, packed_kib, plain_kib
from domain.cycle import MATTERS
from tests.fixtures.profiles import CAMPAIGN

SIZE = (200, 100, 50) if CAMPAIGN else (12, 6, 4)
MUST, AIM = 256, 64
LEAVES_NOTHING = {"entries", "mandate"}
"""Matters that keep their facts elsewhere: with the obligations, and with the mandates."""


async def test_the_baton_of_an_initiative_that_uses_every_matter_is_small_enough(
    record_property: Callable[[str, object], None],
) -> None:
    run = handed_over(*SIZE, every_matter=True)
    initiative = run.initiative
    assert {*initiative.matters} == {*MATTERS} - LEAVES_NOTHING
    assert any(owed.entered for owed in initiative.obligations.values())
    assert initiative.mandates
    kib = await packed_kib(run)
    seats, needs, activities = SIZE
    told = f"{kib:.1f} KiB packed, {plain_kib(run):.0f} KiB plain"
    record_property(f"baton with every matter, {seats} seats, {needs} needs, {activities} activities", told)
    assert kib <= (MUST if CAMPAIGN else AIM)
