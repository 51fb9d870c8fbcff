"""Entries about letters: each is read back, by their own family alone; and a balance that does not close is seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.correspondence.accounts import ENTRIES, Balance, End, LetterEvent, LetterSettled, code_of
from domain.events import Event
from domain.ledger.entries import GENESIS, Recorded, decode, encode
from domain.refusals import Malformed
from tests.domain.correspondence.ends import end_of
from tests.fixtures.profiles import examples
from tests.fixtures.values import built

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", sorted(LetterEvent.kinds))
@examples(6)
@given(st.data())
def test_every_event_is_read_back_and_is_no_event_of_an_initiative(kind: str, data: st.DataObject) -> None:
    recorded = Recorded(1, NOON, "rule", None, data.draw(built(LetterEvent.kinds[kind])), None)
    entry = encode(recorded, stream="letters:i1", prev=GENESIS, model="m@1", command_key=None)
    assert decode(entry.text, LetterEvent) == recorded
    assert kind not in Event.kinds
    with pytest.raises(Malformed):
        decode(entry.text)


def test_every_end_has_an_entry_of_its_own_that_tells_it() -> None:
    about = {"letter": "l", "obligation": "o", "to": "a", "duty": "d", "step": "s", "due_at": NOON}
    assert {end_of(kind(**about)) for kind in ENTRIES.values()} == set(End)
    assert LetterEvent.kinds.keys() == {kind.KIND for kind in (*ENTRIES.values(), LetterSettled)}


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("250 2.0.0 Ok: queued as 4A1", "250 2.0.0"),
        ("550-5.1.1 <anna@example.org> unknown", "550 5.1.1"),
        ("421", "421"),
        ("250 anna.5.1.1@example.org", "250"),
        ("addresses with other letters than a-z are not supported", None),
        ("25012345", None),
        ("", None),
        (None, None),
    ],
)
def test_of_an_answer_only_the_codes_are_told(reply: str | None, code: str | None) -> None:
    assert code_of(reply) == code


@pytest.mark.parametrize("missing", ["sent", "suppressed", "failed", "superseded", "held", "waiting", "accounted"])
def test_a_balance_does_not_close_when_one_is_missing(missing: str) -> None:
    whole = {"sent": 5, "suppressed": 4, "failed": 3, "superseded": 2, "held": 1, "waiting": 6, "accounted": 13}
    assert Balance(due=21, unaccounted=2, **whole).closes
    assert not Balance(due=21, unaccounted=2, **{**whole, missing: whole[missing] - 1}).closes
