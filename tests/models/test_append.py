"""Compare and append, on both databases: stored whole, or nothing and the truth instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, func
from sqlmodel import Session, col, select

from domain.initiative import Initiative as Folded
from domain.ledger.chain import Head
from domain.ledger.entries import Entry, decode
from domain.obligations import ObligationState
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.append import STREAM, LedgerCutShort, Proposal, RulesChanged, append, entries_after, entry_of_command
from models.engine import Database
from models.tables import Initiative, LedgerEntry, Letter, Obligation
from models.vault import Vault
from tests.fixtures.pens import STARTED, YES, opened, say, unwritten
from workflows.pen import Pen

VAULT = Vault(b"v" * 32)
ID = STARTED.charter.initiative


def opening_entries() -> tuple[Entry, ...]:
    """What an opened pen has written."""
    return unwritten().proposed()[1]


@pytest.fixture
async def stored(database: Database) -> Database:
    opening = Proposal(ID, 0, opening_entries())
    assert await database.write(lambda session: append(session, VAULT, opening)) == ()
    return database


async def proposed(database: Database, pen: Pen) -> tuple[Entry, ...]:
    """Append what the pen proposes."""
    proposal = Proposal(ID, pen.head.seq, pen.proposed()[1])
    return await database.write(lambda session: append(session, VAULT, proposal))


async def test_an_opening_writes_ledger_read_model_and_one_letter_for_each_duty(stored: Database) -> None:
    def counts(session: Session) -> tuple[int, int, int]:
        tables = (LedgerEntry, Obligation, Letter)
        return tuple(session.exec(select(func.count()).select_from(table)).one() for table in tables)  # type: ignore[return-value]

    assert await stored.read(counts) == (15, 13, 13)
    row = await stored.read(lambda session: session.get(Initiative, ID))
    assert row is not None
    assert (row.phase, row.head_seq) == ("convening", 15)


async def test_the_same_proposal_again_is_recognised_as_stored(stored: Database) -> None:
    opening = Proposal(ID, 0, opening_entries())
    assert await stored.write(lambda session: append(session, VAULT, opening)) == ()
    assert len(await stored.read(lambda session: entries_after(session, STREAM + ID, 0))) == 15


async def test_another_proposal_for_the_same_place_stores_nothing_and_is_told_the_truth(stored: Database) -> None:
    first, second = opened(), opened()
    say(first, "seat-01", YES, "k1")
    say(second, "seat-02", YES, "k2")
    assert await proposed(stored, first) == ()
    told = await proposed(stored, second)
    assert told == first.proposed()[1]
    assert await stored.read(lambda session: entry_of_command(session, STREAM + ID, "k2")) is None


async def test_an_empty_proposal_only_asks_what_stands_after_it(stored: Database) -> None:
    look = [Proposal(ID, seq, ()) for seq in (12, 15)]
    told = [await stored.write(lambda session, one=one: append(session, VAULT, one)) for one in look]  # type: ignore[misc]
    assert told == [opening_entries()[12:], ()]


async def test_a_proposal_beyond_the_end_of_the_ledger_is_no_success(database: Database) -> None:
    pen = opened()  # knows an opening that this database does not hold, as after a restore
    say(pen, "seat-01", YES, "k1")
    with pytest.raises(LedgerCutShort):
        await proposed(database, pen)


@pytest.mark.parametrize("seq", [15, 12])
async def test_a_run_that_remembers_another_past_breaks_no_chain(stored: Database, seq: int) -> None:
    pen = opened()
    pen.head = Head(seq, "ab" * 32)  # as when changed rules decide anew what was decided before
    say(pen, "seat-01", YES, "k1")
    with pytest.raises(RulesChanged, match="talkoot restart"):
        await proposed(stored, pen)
    assert await stored.read(lambda session: entries_after(session, STREAM + ID, 0)) == opening_entries()


async def test_a_command_is_found_by_its_key(stored: Database) -> None:
    pen = opened()
    say(pen, "seat-01", YES, "k1")
    await proposed(stored, pen)
    found = await stored.read(lambda session: entry_of_command(session, STREAM + ID, "k1"))
    assert found is not None
    assert decode(found.text).event.KIND == "invitation.accepted"


async def test_a_lone_answer_takes_at_most_four_statements(stored: Database) -> None:
    pen = opened()
    say(pen, "seat-01", YES, "k1")
    with statements(stored) as seen:
        await proposed(stored, pen)
    assert len(seen) <= 4, seen


async def test_answers_that_change_duties_differently_take_no_more_statements_than_one_does(stored: Database) -> None:
    pen = opened()
    say(pen, "seat-01", YES, "k1")
    say(pen, "seat-02", AnswerInvitation(Reply.DEPUTY), "k2")
    say(pen, "seat-03", AnswerInvitation(Reply.NO), "k3")
    with statements(stored) as seen:
        await proposed(stored, pen)
    tables = [
        name for name in ("initiative", "ledger_entry", "obligation", "letter") for said in seen if _on(name, said)
    ]
    assert tables == ["initiative", "initiative", "ledger_entry", "obligation", "letter"]  # its head; its next deadline
    assert len(seen) == len(tables)


def _on(table: str, statement: str) -> bool:
    """Whether a statement writes the table."""
    return statement.startswith((f"UPDATE {table} ", f"INSERT INTO {table} "))


async def test_the_read_model_says_what_the_fold_says(stored: Database) -> None:
    pen = opened()
    say(pen, "seat-01", YES, "k1")
    say(pen, "seat-02", AnswerInvitation(Reply.DEPUTY), "k2")
    say(pen, "seat-03", AnswerInvitation(Reply.NO), "k3")
    await proposed(stored, pen)
    pen.written(*pen.proposed())
    folded = pen.committed
    assert isinstance(folded, Folded)

    def rows(session: Session) -> dict[str, tuple[ObligationState, str | None]]:
        found = session.exec(select(Obligation).order_by(col(Obligation.id)))
        return {row.id: (row.state, row.owed_by) for row in found}

    assert await stored.read(rows) == {o.id: (o.state, o.owed_by) for o in folded.obligations.values()}


async def test_a_proposal_that_fails_leaves_nothing(database: Database) -> None:
    broken = replace(opening_entries()[-1], text="{}")
    with pytest.raises(KeyError):
        await database.write(lambda session: append(session, VAULT, Proposal(ID, 0, (*opening_entries(), broken))))
    assert await database.read(lambda session: entries_after(session, STREAM + ID, 0)) == ()


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that the database's writer executes meanwhile."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            seen.append(statement)

    event.listen(database._writer, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database._writer, "before_cursor_execute", note)
