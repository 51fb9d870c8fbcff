"""Facts of the house: each is read back, by its own family alone, and none can hold a free text."""

from __future__ import annotations

import pkgutil
from datetime import UTC, datetime
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

import domain.house
from domain.events import Event
from domain.house import HouseEvent
from domain.ledger.entries import GENESIS, Recorded, decode, encode
from domain.refusals import Malformed
from tests.fixtures.profiles import examples
from tests.fixtures.values import built

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", sorted(HouseEvent.kinds))
@examples(6)
@given(st.data())
def test_every_event_is_read_back_and_is_no_event_of_an_initiative(kind: str, data: st.DataObject) -> None:
    recorded = Recorded(1, NOON, "operator", None, data.draw(built(HouseEvent.kinds[kind])), None)
    entry = encode(recorded, stream="house", prev=GENESIS, model=None, command_key=None)
    assert decode(entry.text, HouseEvent) == recorded
    assert kind not in Event.kinds
    with pytest.raises(Malformed):
        decode(entry.text)


def test_whoever_reads_the_house_knows_all_that_is_written_there() -> None:
    known = set(HouseEvent.kinds)
    for module in pkgutil.iter_modules(domain.house.__path__):
        import_module(f"domain.house.{module.name}")
    assert set(HouseEvent.kinds) == known, "import the module in domain/house/__init__.py"
