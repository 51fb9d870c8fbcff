"""What payloads look like to Temporal."""

from __future__ import annotations

import json

from temporalio.contrib.pydantic import pydantic_data_converter

from stack.payloads import CONVERTER, LARGE, PACKED

BATON = {"seats": [f"seat-{number:04}" for number in range(2_000)]}


async def test_a_large_payload_is_packed_and_comes_back_as_it_was() -> None:
    [packed] = await CONVERTER.encode([BATON])
    assert packed.metadata["encoding"] == PACKED
    assert len(packed.data) < len(json.dumps(BATON)) / 3
    assert await CONVERTER.decode([packed]) == [BATON]


async def test_a_small_payload_stays_readable() -> None:
    [plain] = await CONVERTER.encode([{"key": "0" * 16}])
    assert plain.metadata["encoding"] == b"json/plain"
    assert len(plain.data) < LARGE


async def test_a_payload_from_before_packing_is_read() -> None:
    before = await pydantic_data_converter.encode([BATON])
    assert await CONVERTER.decode(before) == [BATON]
