"""Folding: the state is what the entries add up to, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from domain.clockwork import next_wake, tick
from domain.events import CalendarExtended, InitiativeStarted
from domain.facts import Facts
from domain.folding import after, after_all, begin, fold
from domain.ledger.chain import Head, walk
from domain.ledger.entries import GENESIS, Entry, decode, encode
from operating_models.pin import pin
from tests.domain.journeys import FACTS, FROM_THE_START, journeys
from tests.fixtures.profiles import examples
from tests.fixtures.rules import START, Play, roster


def written(play: Play) -> list[Entry]:
    """The whole stream as the ledger holds it."""
    entries: list[Entry] = []
    for recorded in play.entries:
        prev = entries[-1].leaf_hash if entries else GENESIS
        entries.append(encode(recorded, stream="initiative-1", prev=prev, model="m@1", command_key=None))
    return entries


@examples(40)
@given(journeys(FROM_THE_START))
def test_an_initiative_equals_the_fold_of_its_ledger(play: Play) -> None:
    stream = written(play)
    assert walk("initiative-1", stream) == Head(len(stream), stream[-1].leaf_hash)
    assert fold(decode(entry.text) for entry in stream) == play.initiative


@examples(40)
@given(journeys())
def test_what_comes_later_is_added_to_the_fold_of_what_came_before(play: Play) -> None:
    first, *later = [decode(entry.text) for entry in written(play)]
    assert isinstance(first.event, InitiativeStarted)
    phase = later[0].event.phase  # type: ignore[attr-defined]
    folded = replace(begin(first.event), facts=Facts() if phase in FROM_THE_START else FACTS)
    for recorded in later:
        folded = after(folded, recorded.event, recorded.at)
    assert folded == play.initiative


def test_folding_goes_by_the_time_of_the_entries_alone() -> None:
    play = Play.of("convening", roster(6))
    halves = play.entries[:5], play.entries[5:]
    folded = fold(halves[0])
    for recorded in halves[1]:
        folded = after(folded, recorded.event, recorded.at)
    assert folded == fold(play.entries) == play.initiative


def test_what_falls_due_for_all_at_once_is_folded_as_one_after_the_other() -> None:
    play = Play.of("convening", roster(20))
    now = next_wake(play.initiative)
    assert now is not None
    events = tick(play.initiative, now)
    assert len(events) > 10
    one_by_one = play.initiative
    for event in events:
        one_by_one = after(one_by_one, event, now)
    together = after_all(play.initiative, events, now)
    assert together == one_by_one
    assert list(together.obligations) == list(one_by_one.obligations)


def test_an_empty_stream_is_no_initiative() -> None:
    with pytest.raises(LookupError):
        fold([])


def test_a_longer_calendar_changes_no_date_that_was_promised() -> None:
    play = Play.of("convening", roster(6))
    longer = pin("Europe/Helsinki", "FI", START.date().replace(year=2030))
    extended = after(play.initiative, CalendarExtended(longer), play.now)
    assert extended.calendar.pin.last == longer.last
    assert extended.obligations == play.initiative.obligations
