"""Laws of corrections: superseding any entry of any history folds as if it had been said otherwise then.

The campaign's proof `corrections` runs them over a thousand histories and more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.correcting.events import EntrySuperseded
from domain.correcting.kinds import CORRECTABLE
from domain.events import Event
from domain.folding import fold
from domain.ledger.entries import Recorded
from domain.operating_model import ExitKind
from domain.refusals import Refusal
from domain.wire import plain
from tests.domain.correcting.histories import (
    applied,
    better,
    by_phone,
    corrector,
    further,
    histories,
    promising,
    rested,
    text_of,
)
from tests.domain.correcting.oracle import Book, Gates, counted, differences
from tests.domain.journeys import perform, relay, snapshot
from tests.fixtures.profiles import CAMPAIGN, examples
from tests.fixtures.rules import Play

TRIES = 3
"""How often a history is corrected, one correction upon the other; as often it may be refused before each of them."""


def _drawn(data: st.DataObject, play: Play) -> Recorded:
    """Any entry of the history, more often one that can be corrected."""
    known = promising(play)
    assume(known)
    return data.draw(st.one_of(*[st.sampled_from(known)] * 4, st.sampled_from(play.entries)))


def _corrected(data: st.DataObject, play: Play) -> EntrySuperseded | None:
    """Correct some entry of the play, or withdraw it; None where that is refused, and then nothing has changed."""
    entry = _drawn(data, play)
    is_answer = entry.event.KIND in CORRECTABLE
    answer = data.draw(better(play, entry)) if is_answer else None
    before = snapshot(play)
    refused: Refusal | None = None
    events: tuple[Event, ...] = ()
    try:
        events = play.correct(entry.seq, answer, corrector(play, entry.seq), reason=text_of(1))
    except Refusal as refusal:
        refused = refusal
    if refused is not None:
        assert snapshot(play) == before
        assert refused.remedy or is_answer, entry.event.KIND
        return None
    assert is_answer, entry.event.KIND
    superseding = events[0]
    assert isinstance(superseding, EntrySuperseded)
    return superseding


def _takes_it(book: Book, play: Play, written: int, superseding: EntrySuperseded, gates: Gates) -> None:
    """The correction has led to what the book says, which was `written` so far, and to the gates that it tells."""
    said = written + 1 + (superseding.by is not None)
    book.take(play.entries[written:said])
    gates_now = book.gates(play.now)
    book.take(play.entries[said:])
    assert counted(fold(play.entries)) == counted(play.initiative) == book.folded()
    assert set(superseding.impact.clauses) == differences(gates, gates_now)
    advances = [exit for exit, kind in book.exits().items() if kind is ExitKind.ADVANCE and exit in gates]
    assert list(superseding.impact.exits) == [
        exit
        for exit in advances
        if all(c.met for c in gates[exit].values()) and not all(c.met for c in gates_now[exit].values())
    ]
    asked = [o for o in play.initiative.of_duty("redecide_exit") if o.subject == str(written + 1)]
    assert len(asked) == bool(superseding.impact.exits)


def test_a_corrected_history_folds_as_if_it_had_been_said_otherwise(
    record_property: Callable[[str, object], None],
) -> None:
    seen: Counter[str] = Counter()
    kinds: Counter[str] = Counter()

    @settings(max_examples=1_000 if CAMPAIGN else 6)
    @given(histories() | applied() | rested(), st.sampled_from((True, True, False)), st.data())
    def law(play: Play, is_entered: bool, data: st.DataObject) -> None:
        play = by_phone(play) if is_entered else play
        book, accepted = Book(play.entries), 0
        for _ in range(TRIES * TRIES):
            written, gates = len(play.entries), book.gates(play.now)
            superseding = _corrected(data, play)
            seen["tried"] += 1
            if superseding is None:
                continue
            accepted += 1
            kinds[play.entries[superseding.entry - 1].event.KIND] += 1
            _takes_it(book, play, written, superseding, gates)
            if accepted == TRIES:
                break
        seen.update(histories=1, accepted=accepted, corrected=bool(accepted))

    law()
    record_property("corrections", f"{seen['accepted']} accepted of {seen['tried']} in {seen['histories']} histories")
    record_property("kinds of entries that were corrected", len(kinds))
    assert seen["accepted"] >= seen["histories"], seen
    assert seen["corrected"] >= seen["histories"] / 2, seen
    assert len(kinds) >= (len(CORRECTABLE) / 3 if CAMPAIGN else 3), kinds


@examples(2)
@given(histories(most=8) | applied(most=6) | rested(), st.data())
def test_a_corrected_initiative_goes_on_as_any_other(play: Play, data: st.DataObject) -> None:
    for _ in range(2):
        _corrected(data, play)
    for _ in range(6):
        perform(play, data.draw(further(play)))
        if play.initiative.settled and not relay(play):
            break
    assert fold(play.entries) == play.initiative
    assert len({o.id for o in play.initiative.obligations.values()}) == len(play.initiative.obligations)


@examples(2)
@given(histories(most=8) | applied(most=6) | rested(), st.data())
def test_no_obligation_is_opened_under_an_id_that_has_been_used(play: Play, data: st.DataObject) -> None:
    for _ in range(2):
        _corrected(data, play)
        perform(play, data.draw(further(play)))
        if play.initiative.settled and not relay(play):
            break
    opened = [plain(e.event)["obligation"] for e in play.entries if e.event.KIND == "obligation.opened"]
    assert len(opened) == len(set(opened))
