"""Entries: an event written down gives the same event back, and what was said stays out of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Channel
from domain.events import AnswerCameLate, Event, PhaseExited
from domain.ledger.canonical import canonical
from domain.ledger.entries import GENESIS, Recorded, decode, encode, leaf_hash
from domain.operating_model import ExitKind
from domain.refusals import Malformed
from domain.sealed import Sealed
from tests.fixtures.profiles import examples
from tests.fixtures.rules import text
from tests.fixtures.values import ANY, built, keys, words

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = sorted(Event.kinds)


def written(recorded: Recorded, prev: str = GENESIS) -> dict[str, Any]:
    """The content of the entry, as anyone may read it."""
    entry = encode(recorded, stream="initiative-1", prev=prev, model="m@1", command_key=None)
    content: dict[str, Any] = json.loads(entry.text)
    return content


@pytest.mark.parametrize("kind", KINDS)
@examples(6)
@given(st.data())
def test_every_event_is_read_back_from_its_entry(kind: str, data: st.DataObject) -> None:
    event = data.draw(built(Event.kinds[kind]))
    recorded = Recorded(
        data.draw(st.integers(1, 10_000)),
        data.draw(ANY.instants),
        data.draw(words),
        data.draw(st.none() | words),
        event,
        data.draw(st.none() | keys),
        data.draw(st.none() | st.sampled_from(Channel)),
    )
    entry = encode(recorded, stream="initiative-1", prev=GENESIS, model="m@1", command_key=None)
    assert decode(entry.text) == recorded
    assert canonical(json.loads(entry.text)) == entry.text
    assert entry.leaf_hash == leaf_hash(entry.text)
    assert entry.seq == recorded.seq


@pytest.mark.parametrize("kind", KINDS)
@examples(6)
@given(st.data())
def test_commitments_stand_apart_from_the_public_part(kind: str, data: st.DataObject) -> None:
    event = data.draw(built(Event.kinds[kind]))
    content = written(Recorded(1, NOON, "rule", None, event, None))
    sealed = {name: value for name, value in vars(event).items() if isinstance(value, Sealed)}
    assert content["private"] == {name: value.commitment for name, value in sealed.items()}
    public = json.dumps(content["data"])
    assert not [value for value in sealed.values() if value.commitment in public]


def test_an_entry_says_who_when_why_and_by_which_model() -> None:
    event = PhaseExited("convening", ExitKind.STOP, "end", "role", "mandate-1", True, text(5))  # type: ignore[arg-type]
    assert written(Recorded(7, NOON, "actor-1", "seat-1", event, "00ff"), "ab" * 32) == {
        "v": 1,
        "stream": "initiative-1",
        "seq": 7,
        "prev": "ab" * 32,
        "type": "phase.exited",
        "time": "2026-03-02T12:00:00.000000Z",
        "actor": "actor-1",
        "seat": "seat-1",
        "data": {
            "phase": "convening",
            "exit": "stop",
            "to": "end",
            "taken_by": "role",
            "mandate": "mandate-1",
            "mandate_valid": True,
            "reason": {"length": 5, "language": "fi"},
        },
        "private": {"reason": "ab" * 32},
        "cause": "00ff",
        "model": "m@1",
    }


def test_the_hash_of_an_entry_is_that_of_a_leaf_and_not_of_the_bare_bytes() -> None:
    assert leaf_hash("") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_an_entry_that_these_rules_do_not_know_is_refused() -> None:
    content = written(Recorded(1, NOON, "rule", None, AnswerCameLate("convening.answer_invitation"), None))
    for broken in ({"type": "no.such"}, {"data": {"command": 1}}, {"data": {**content["data"], "more": 1}}):
        with pytest.raises(Malformed):
            decode(canonical({**content, **broken}))


def test_the_key_of_a_command_stands_beside_the_bytes_not_in_them() -> None:
    recorded = Recorded(1, NOON, "rule", None, AnswerCameLate("x.y"), None)
    with_key, without = (
        encode(recorded, stream="s", prev=GENESIS, model="m@1", command_key=key) for key in ("0011", None)
    )
    assert with_key.command_key == "0011"
    assert with_key.text == without.text
