"""What payloads look like to Temporal: JSON, and packed where it is large, as a baton is."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
    PayloadCodec,
)

PACKED = b"binary/zlib"
_JSON = PydanticJSONPlainPayloadConverter()
LARGE = 4 * 1024  # bytes; what people say to an initiative is smaller, and stays readable on Temporal's pages


class Packing(PayloadCodec):
    """Packs large payloads. Those that were written before it, or are small, pass unchanged."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Each large payload as one that holds it packed."""
        return [_packed(payload) if len(payload.data) >= LARGE else payload for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Each payload as it was. Raises zlib.error for one that is broken."""
        return [_unpacked(payload) for payload in payloads]


def _packed(payload: Payload) -> Payload:
    return Payload(metadata={"encoding": PACKED}, data=zlib.compress(payload.SerializeToString()))


def _unpacked(payload: Payload) -> Payload:
    if payload.metadata.get("encoding") != PACKED:
        return payload
    return Payload.FromString(zlib.decompress(payload.data))


class Payloads(CompositePayloadConverter):
    """Pydantic's conversions, as in `temporalio.contrib.pydantic`, with one memory for the whole process of how each
    type is read: the SDK makes converters again and again, for each task of a workflow and for each run.
    """

    def __init__(self) -> None:
        usual = DefaultPayloadConverter.default_encoding_payload_converters
        super().__init__(*(_JSON if isinstance(one, JSONPlainPayloadConverter) else one for one in usual))


CONVERTER = DataConverter(payload_converter_class=Payloads, payload_codec=Packing())
"""The one way in which clients, workers and replays of Talkoot read and write payloads."""
