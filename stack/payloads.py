"""What payloads look like to Temporal: JSON, and packed where it is large, as a baton is."""

from __future__ import annotations

import zlib
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    EncodingPayloadConverter,
    JSONPlainPayloadConverter,
)

from workflows.calls import Proposal

PACKED = b"binary/zlib"
_JSON = PydanticJSONPlainPayloadConverter()
LARGE = 4 * 1024  # bytes; what people say to an initiative is smaller, and stays readable on Temporal's pages
LARGE_AT_HAND = 256 * 1024
"""Bytes of what is to be appended: it goes to an activity of the same process, and into a history only while the
database is away. Packing two hundred reminders takes 2.5 ms of CPU.
"""


class Packing(EncodingPayloadConverter):
    """JSON, packed where it is large. A converter and no codec: a codec runs in the event loop, for every payload there
    is; this runs in the thread of the workflow that hands a baton on.
    """

    @property
    def encoding(self) -> str:
        """How a packed payload is marked."""
        return PACKED.decode()

    def to_payload(self, value: Any) -> Payload | None:
        """The value as JSON, packed or not."""
        payload = _JSON.to_payload(value)
        large = LARGE_AT_HAND if isinstance(value, Proposal) else LARGE
        return payload if payload is None or len(payload.data) < large else _packed(payload)

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """The value of a packed one. Raises zlib.error when it is broken."""
        return _JSON.from_payload(_unpacked(payload), type_hint)


def _packed(payload: Payload) -> Payload:
    return Payload(metadata={"encoding": PACKED}, data=zlib.compress(payload.SerializeToString()))


def _unpacked(payload: Payload) -> Payload:
    return Payload.FromString(zlib.decompress(payload.data))


class Payloads(CompositePayloadConverter):
    """Pydantic's conversions, as in `temporalio.contrib.pydantic`, with one memory for the whole process of how each
    type is read: the SDK makes converters again and again, for each task of a workflow and for each run.
    """

    def __init__(self) -> None:
        usual = DefaultPayloadConverter.default_encoding_payload_converters
        before = (one for one in usual if not isinstance(one, JSONPlainPayloadConverter))
        super().__init__(*before, Packing(), _JSON)


CONVERTER = DataConverter(payload_converter_class=Payloads)
"""The one way in which clients, workers and replays of Talkoot read and write payloads."""
