"""What payloads look like to Temporal."""

from __future__ import annotations

import json

from temporalio.contrib.pydantic import pydantic_data_converter

from domain.ledger.chain import Head
from domain.ledger.entries import Entry
from stack.payloads import _JSON, CONVERTER, LARGE, PACKED
from workflows.calls import Proposal

BATON = {"seats": [f"seat-{number:04}" for number in range(2_000)]}


async def test_a_large_payload_is_packed_and_comes_back_as_it_was() -> None:
    [packed] = await CONVERTER.encode([BATON])
    assert packed.metadata["encoding"] == PACKED
    assert len(packed.data) < len(json.dumps(BATON)) / 3
    assert await CONVERTER.decode([packed]) == [BATON]


async def test_what_is_to_be_appended_is_packed_only_where_a_history_could_not_take_it() -> None:
    for entries, encoding in ((200, b"json/plain"), (600, PACKED)):
        proposal = Proposal("i1", 0, [Entry(seq, "x" * 420, "0" * 64) for seq in range(entries)])
        [sent] = await CONVERTER.encode([proposal])
        assert sent.metadata["encoding"] == encoding
        assert await CONVERTER.decode([sent], [Proposal]) == [proposal]


async def test_a_small_payload_stays_readable() -> None:
    [plain] = await CONVERTER.encode([{"key": "0" * 16}])
    assert plain.metadata["encoding"] == b"json/plain"
    assert len(plain.data) < LARGE


async def test_a_payload_from_before_packing_is_read() -> None:
    before = await pydantic_data_converter.encode([BATON])
    assert await CONVERTER.decode(before) == [BATON]


def test_how_a_type_is_read_is_learned_once_for_all_converters() -> None:
    learned: list[object] = []
    for _ in range(2):
        converter = CONVERTER.payload_converter_class()
        (payload,) = converter.to_payloads([Head(3, "0" * 64)])
        assert converter.from_payloads([payload], [Head]) == [Head(3, "0" * 64)]
        learned.append(_JSON._type_adapter(Head))
    assert learned[0] is learned[1]
