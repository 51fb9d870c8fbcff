"""The pen, without a server: what is decided, written, corrected by the ledger, and decided again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import RULE
from domain.deciding import Decided, brought_by_clock
from domain.events import ObligationReleased, ReminderDue
from domain.folding import after_all
from domain.ledger.chain import Head, walk
from domain.ledger.entries import Entry, decode
from domain.refusals import AlreadyAnswered
from tests.fixtures.pens import NO, START, STARTED, YES, known, opened, say, unwritten
from workflows.baton import KEYS_REMEMBERED, Baton
from workflows.pen import Pen


def test_what_waits_becomes_one_batch_and_one_chain() -> None:
    pen = opened()
    first, second = say(pen, "seat-01", YES, "k1"), say(pen, "seat-02", NO, "k2")
    batch, entries = pen.proposed()
    assert batch == (first, second)
    assert [entry.command_key for entry in entries if entry.command_key] == ["k1", "k2"]
    pen.written(batch, entries)
    assert (first.seq, second.seq) == (pen.keys["k1"], pen.keys["k2"])
    assert first.seq is not None
    assert second.seq == first.seq + 2
    assert pen.committed == pen.tentative


def test_the_stream_it_writes_is_a_whole_chain() -> None:
    pen = unwritten()
    batch, entries = pen.proposed()
    pen.written(batch, entries)
    assert walk(f"initiative:{STARTED.charter.initiative}", entries) == pen.head


def test_what_a_decision_says_it_leads_to_is_what_its_events_add_up_to() -> None:
    pen = opened()
    before, later = known(pen.committed), START + timedelta(days=29)
    spoken = say(pen, "seat-01", YES, "k1").decided
    assert spoken.leads_to == after_all(before, spoken.events, START) == pen.tentative
    brought = brought_by_clock(before, later)
    assert any(isinstance(event, ReminderDue) for event in brought.events)
    assert brought.leads_to == after_all(before, brought.events, later)


def test_a_lost_append_is_believed_when_the_ledger_tells_it_and_nothing_happens_twice() -> None:
    pen, elsewhere = opened(), opened()
    say(elsewhere, "seat-01", YES, "k1")
    stored = elsewhere.proposed()[1]
    retried, other = say(pen, "seat-01", YES, "k1", START + timedelta(minutes=1)), say(pen, "seat-02", YES, "k2")
    pen.corrected(stored, START + timedelta(minutes=2))
    assert retried.seq == stored[0].seq
    assert not other.done
    batch, entries = pen.proposed()
    assert batch == (other,)
    assert entries[0].seq == stored[-1].seq + 1
    pen.written(batch, entries)
    assert known(pen.committed).now_in.standing(known(pen.committed)).present == ("seat-01", "seat-02")


def test_a_command_that_the_ledgers_truth_no_longer_allows_is_refused() -> None:
    pen, elsewhere = opened(), opened()
    say(elsewhere, "seat-01", YES, "k-other")
    late = say(pen, "seat-01", YES, "k1", START + timedelta(minutes=1))
    pen.corrected(elsewhere.proposed()[1], START + timedelta(minutes=2))
    assert isinstance(late.refused, AlreadyAnswered)
    assert pen.proposed() == ((), ())


def test_what_follows_from_nothing_new_is_not_written() -> None:
    assert opened().propose(lambda state, now: Decided(), START) is None


def test_the_baton_carries_the_state_the_head_and_the_last_keys() -> None:
    pen = opened()
    pen.keys = {f"{number:016x}": number for number in range(KEYS_REMEMBERED + 20)}
    again = Pen(pen.baton())
    assert (again.committed, again.head) == (pen.committed, pen.head)
    assert list(again.keys) == list(pen.keys)[-KEYS_REMEMBERED:]


def test_nothing_is_handed_over_while_something_waits() -> None:
    pen = opened()
    say(pen, "seat-01", YES, "k1")
    with pytest.raises(LookupError):
        pen.baton()


def test_a_baton_from_the_ledger_is_the_baton_of_the_run() -> None:
    pen = unwritten()
    entries: list[Entry] = []
    for seat, key in (("seat-01", "k1"), ("seat-02", "k2")):
        say(pen, seat, YES, key)
    batch, written = pen.proposed()
    pen.written(batch, written)
    entries.extend(written)
    baton = Baton.of_ledger(entries)
    assert baton == replace(pen.baton(), doubtful=True)
    assert baton.head != Head()


def test_what_follows_by_the_rules_is_written_as_the_rules_own() -> None:
    pen = opened()
    waiting = say(pen, "seat-01", YES, "k1")
    waiting.decided = replace(waiting.decided, followed=(ObligationReleased("convening.1/vote"),))
    said, *_, followed = (decode(entry.text) for entry in pen.proposed()[1])
    assert (said.actor, said.seat, said.received_at) == ("holder-01", "seat-01", START)
    assert (followed.actor, followed.seat, followed.channel, followed.received_at) == (RULE, None, None, None)
    assert {said.cause, followed.cause} == {"k1"}
