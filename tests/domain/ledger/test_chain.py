"""The chain: a whole stream holds, and of every tampering the first broken entry is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.canonical import canonical
from domain.ledger.chain import Broken, Head, walk
from domain.ledger.entries import GENESIS, Entry, encode, leaf_hash
from tests.fixtures.rules import Play

STREAM = "initiative-1"


def stream_of(play: Play, name: str = STREAM) -> list[Entry]:
    """The entries of a play as the ledger would hold them."""
    entries: list[Entry] = []
    for recorded in play.entries:
        prev = entries[-1].leaf_hash if entries else GENESIS
        entries.append(encode(recorded, stream=name, prev=prev, model="m@1", command_key=None))
    return entries


WHOLE = stream_of(Play.of("convening"))
places = st.integers(0, len(WHOLE) - 1)


def rewritten(entry: Entry, **content: Any) -> Entry:
    """The entry with other content and a hash that fits it: what a careful forger would store."""
    text = canonical({**json.loads(entry.text), **content})
    return replace(entry, text=text, leaf_hash=leaf_hash(text))


def broken_at(entries: list[Entry]) -> tuple[int, str]:
    found = walk(STREAM, entries)
    assert isinstance(found, Broken)
    assert found.stream == STREAM
    return found.seq, found.reason


def test_a_whole_stream_holds_and_ends_in_its_head() -> None:
    assert walk(STREAM, WHOLE) == Head(len(WHOLE), WHOLE[-1].leaf_hash)
    assert walk(STREAM, []) == Head(0, GENESIS)


@given(places, st.data())
def test_a_changed_byte_is_named(place: int, data: st.DataObject) -> None:
    entry = WHOLE[place]
    at = data.draw(st.integers(0, len(entry.text) - 1))
    character = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != entry.text[at]))
    changed = replace(entry, text=entry.text[:at] + character + entry.text[at + 1 :])
    assert broken_at([*WHOLE[:place], changed, *WHOLE[place + 1 :]]) == (
        place + 1,
        "its bytes do not give the stored hash",
    )


@given(places)
def test_a_changed_hash_is_named(place: int) -> None:
    changed = replace(WHOLE[place], leaf_hash="f" * 64)
    assert broken_at([*WHOLE[:place], changed, *WHOLE[place + 1 :]])[0] == place + 1


@given(places.filter(lambda place: place < len(WHOLE) - 1))
def test_a_rewritten_entry_is_given_away_by_the_one_after_it(place: int) -> None:
    forged = rewritten(WHOLE[place], actor="someone-else")
    assert broken_at([*WHOLE[:place], forged, *WHOLE[place + 1 :]]) == (
        place + 2,
        "it does not follow the entry before it",
    )


@given(places.filter(lambda place: place < len(WHOLE) - 1))
def test_a_missing_entry_is_named(place: int) -> None:
    seq, reason = broken_at([*WHOLE[:place], *WHOLE[place + 1 :]])
    assert (seq, reason) == (place + 1, f"entry {place + 1} is missing; the next one stored is {place + 2}")


@given(places, places)
def test_two_entries_in_each_others_place_are_named(one: int, other: int) -> None:
    first, second = sorted((one, other))
    if first == second:
        return
    swapped = list(WHOLE)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert broken_at(swapped)[0] == first + 1
    renumbered = [replace(entry, seq=n) for n, entry in enumerate(swapped, start=1)]
    assert broken_at(renumbered) == (first + 1, "it was written for another place")


@given(places)
def test_an_entry_that_stands_twice_is_named(place: int) -> None:
    assert broken_at([*WHOLE[: place + 1], WHOLE[place], *WHOLE[place + 1 :]])[0] == place + 2


@given(places)
def test_an_entry_of_another_stream_is_named(place: int) -> None:
    foreign = stream_of(Play.of("convening"), "initiative-2")
    assert broken_at([*WHOLE[:place], foreign[place]]) == (place + 1, "it was written for another place")


def _spaced(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False)


def _unsorted(text: str) -> str:
    return json.dumps(dict(reversed(json.loads(text).items())), separators=(",", ":"), ensure_ascii=False)


def _doubled(text: str) -> str:
    return text.replace('"v":1', '"v":1,"v":1')


def _fractional(text: str) -> str:
    return text.replace('"v":1', '"v":1.0')


@pytest.mark.parametrize("written", [_spaced, _unsorted, _doubled, _fractional, lambda text: text[:-1], lambda _: ""])
def test_a_text_that_is_not_canonical_is_named_even_with_a_fitting_hash(written: Callable[[str], str]) -> None:
    text = written(WHOLE[1].text)
    seq, reason = broken_at([WHOLE[0], replace(WHOLE[1], text=text, leaf_hash=leaf_hash(text))])
    assert seq == 2
    assert "canonical" in reason


@pytest.mark.parametrize("text", ["[]", "null", "1", '"text"', "{}", '{"seq":2}', "[" * 200_000])
def test_a_text_that_is_no_entry_is_named_even_with_a_fitting_hash(text: str) -> None:
    assert broken_at([WHOLE[0], replace(WHOLE[1], text=text, leaf_hash=leaf_hash(text))])[0] == 2


def test_an_entry_without_a_former_one_is_no_beginning() -> None:
    assert broken_at([rewritten(WHOLE[0], prev="a" * 64)]) == (1, "it does not follow the entry before it")
