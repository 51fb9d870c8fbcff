"""Corrections on their way through a run, without a server: decided on the ledger, written, believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from activities.correcting import Correcting
from domain.commands import Command, Corrects, Interaction, WithdrawAnswer
from domain.folding import fold
from domain.initiative import Initiative
from domain.ledger.entries import Entry, Recorded, decode
from domain.phases.convening.commands import Reply
from domain.wire import plain
from tests.fixtures.cycle import holder
from tests.fixtures.pens import NO, START, YES, known, opened, say, unwritten
from workflows import calls, correcting
from workflows.correcting import Corrections, believe
from workflows.pen import Pen

LATER = START + timedelta(hours=1)


@dataclass
class Ledger(Correcting):
    """The stream in memory, with the activities that ask it."""

    stored: list[Entry] = field(default_factory=list)

    async def append(self, proposal: calls.Proposal) -> tuple[Entry, ...]:
        standing = tuple(self.stored[proposal.after_seq :])
        if not standing:
            self.stored.extend(proposal.entries)
        return standing

    async def _entries(self, initiative: str) -> list[Recorded]:
        return [decode(entry.text) for entry in self.stored]

    def folded(self) -> Initiative:
        return fold(decode(entry.text) for entry in self.stored)


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger that holds the opening of convening, and the first seat's yes."""
    ledger = Ledger()
    for name in ("append", "weigh", "refold"):
        monkeypatch.setattr(calls, name, getattr(ledger, name))
    monkeypatch.setattr(correcting.workflow, "now", lambda: LATER)
    ledger.stored.extend(unwritten().proposed()[1])
    return ledger


async def answered(ledger: Ledger) -> Pen:
    """A run that has written the first seat's yes."""
    pen = opened()
    say(pen, "seat-01", YES, "k1")
    batch, entries = pen.proposed()
    ledger.stored.extend(entries)
    pen.written(batch, entries)
    return pen


def said(command: Command, key: str, *, corrects: int | None = None, at: datetime = LATER) -> Interaction:
    named = Corrects(corrects) if corrects is not None else None
    return Interaction(key, holder("seat-01"), at, plain(command), named)


def replies(initiative: Initiative | None) -> dict[str, Reply]:
    found: dict[str, Reply] = known(initiative).now_in.replies
    return found


async def test_a_correction_is_written_and_what_waited_is_decided_again_on_it(ledger: Ledger) -> None:
    pen = await answered(ledger)
    corrections, entry = Corrections(), pen.keys["k1"]
    asked = corrections.asked(said(NO, "c1", corrects=entry))
    other = say(pen, "seat-02", YES, "k2", LATER)
    assert corrections.of_key("c1") is asked
    assert not await corrections.next_written(pen)
    assert not corrections
    assert asked.seq is not None
    assert decode(ledger.stored[asked.seq - 1].text).event.KIND == "entry.superseded"
    assert pen.keys["c1"] == asked.seq
    assert pen.committed == ledger.folded()
    assert replies(pen.committed) == {"seat-01": Reply.NO}
    assert replies(pen.tentative) == {"seat-01": Reply.NO, "seat-02": Reply.YES}
    assert pen.proposed()[0] == (other,)


async def test_what_the_rules_refuse_is_told_and_nothing_is_written(ledger: Ledger) -> None:
    pen = await answered(ledger)
    corrections, written = Corrections(), len(ledger.stored)
    asked = corrections.asked(said(WithdrawAnswer(2), "c1"))
    assert not await corrections.next_written(pen)
    assert asked.refused is not None
    assert (asked.refused.code, asked.refused.status) == ("NotCorrectable", 409)
    assert len(ledger.stored) == written
    assert pen.committed == ledger.folded()


async def test_a_run_that_has_forgotten_its_correction_learns_it_from_the_ledger(ledger: Ledger) -> None:
    pen, forgetful = await answered(ledger), opened()
    corrections = Corrections()
    corrections.asked(said(WithdrawAnswer(pen.keys["k1"]), "c1"))
    assert not await corrections.next_written(pen)
    again = Corrections()
    asked = again.asked(said(WithdrawAnswer(pen.keys["k1"]), "c1"))
    assert await again.next_written(forgetful)  # the ledger is ahead
    await believe(forgetful, await calls.append(calls.Proposal("initiative-1", forgetful.head.seq, [])))
    assert forgetful.committed == pen.committed == ledger.folded()
    assert not await again.next_written(forgetful)
    assert asked.seq == pen.keys["c1"]
    assert [e.command_key for e in ledger.stored].count("c1") == 1


async def test_a_correction_that_meets_something_else_in_the_ledger_waits_for_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen, elsewhere = await answered(ledger), opened()
    await believe(elsewhere, tuple(ledger.stored[elsewhere.head.seq :]))
    say(elsewhere, "seat-03", YES, "k3", LATER)
    stray = elsewhere.proposed()[1]
    weigh = calls.weigh

    async def overtaken(weighing: calls.Weighing) -> calls.Weighed:
        weighed = await weigh(weighing)
        ledger.stored.extend(stray)
        monkeypatch.setattr(calls, "weigh", weigh)
        return weighed

    monkeypatch.setattr(calls, "weigh", overtaken)
    corrections = Corrections()
    asked = corrections.asked(said(NO, "c1", corrects=pen.keys["k1"]))
    assert not await corrections.next_written(pen)
    assert not asked.done
    assert replies(pen.committed) == {"seat-01": Reply.YES, "seat-03": Reply.YES}
    assert not await corrections.next_written(pen)
    assert asked.done
    assert replies(pen.committed) == {"seat-01": Reply.NO, "seat-03": Reply.YES}
