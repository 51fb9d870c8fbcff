"""Channels: an entry says how what it records was heard; entries of the clock, and older ones, say nothing."""

from __future__ import annotations

import json

import pytest

from domain.actors import Channel
from domain.events import ObligationFulfilled
from domain.ledger.entries import GENESIS, Recorded, decode, encode
from domain.refusals import Malformed
from tests.fixtures.rules import START


def written(channel: Channel | None) -> str:
    recorded = Recorded(1, START, "a1", "seat-01", ObligationFulfilled("convening.1/vote"), "k1", channel)
    return encode(recorded, stream="initiative:i1", prev=GENESIS, model="m@1", command_key=None).text


@pytest.mark.parametrize("channel", [*Channel, None])
def test_the_channel_is_read_back(channel: Channel | None) -> None:
    assert decode(written(channel)).channel is channel


def test_an_entry_that_nobody_said_has_no_channel() -> None:
    assert "channel" not in json.loads(written(None))


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(Malformed):
        decode(written(Channel.PHONE).replace('"phone"', '"pigeon"'))
