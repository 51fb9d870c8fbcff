"""Laws of corrections: superseding any answer of any history folds as if it had been said otherwise then.

The campaign's proof `corrections` runs them over a thousand histories and more.
"""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.correcting.events import EntrySuperseded
from domain.folding import fold
from domain.operating_model import ExitKind
from domain.refusals import Refusal
from domain.wire import plain
from tests.domain.correcting.histories import anew, answers, applied, further, histories, rested, text_of
from tests.domain.correcting.oracle import Book, counted, differences
from tests.domain.journeys import perform, relay, snapshot
from tests.fixtures.profiles import CAMPAIGN, examples
from tests.fixtures.rules import Play


def _corrected(data: st.DataObject, play: Play) -> EntrySuperseded | None:
    """Correct some answer of the play, or withdraw it; None where that is refused, and then nothing has changed."""
    known = answers(play)
    assume(known)
    entry = data.draw(st.sampled_from(known))
    answer = data.draw(st.none() | anew(entry.event))
    before = snapshot(play)
    try:
        events = play.correct(entry.seq, answer, reason=text_of(1))
    except Refusal:
        assert snapshot(play) == before
        return None
    superseding = events[0]
    assert isinstance(superseding, EntrySuperseded)
    return superseding


@settings(max_examples=1_000 if CAMPAIGN else 4)
@given(histories() | applied() | rested(), st.data())
def test_a_corrected_history_folds_as_if_it_had_been_said_otherwise(play: Play, data: st.DataObject) -> None:
    book = Book(play.entries)
    for _ in range(3):
        written, gates = len(play.entries), book.gates(play.now)
        superseding = _corrected(data, play)
        if superseding is None:
            continue
        book.take(play.entries[written : written + 1 + (superseding.by is not None)])
        gates_now = book.gates(play.now)
        book.take(play.entries[written + 1 + (superseding.by is not None) :])
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
