"""The read model folded again equals what the appends left behind, however they were cut; and what differs is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, delete, select, update

from domain.events import PhaseOpened
from domain.ledger.entries import GENESIS, Entry, encode
from domain.letter import UNDELIVERED
from domain.obligations import ObligationState
from models import returned_letters
from models.append import Proposal, append
from models.engine import Database
from models.refolding import DERIVED, Differing, compared, rebuilt, refold
from models.tables import Acting, Initiative, Letter, Obligation
from models.vault import Vault
from tests.domain.correcting.histories import histories, scripted
from tests.fixtures.profiles import examples
from tests.fixtures.rules import Play

VAULT = Vault(b"v" * 32)
TAKEN_BACK = [HealthCheck.function_scoped_fixture]
"""One database serves all examples: each is taken back."""


def _entries(play: Play) -> tuple[Entry, ...]:
    prev, entries = GENESIS, list[Entry]()
    for recorded in play.entries:
        one = encode(recorded, stream=f"initiative:{play.initiative.id}", prev=prev, model="m@1", command_key=None)
        prev = one.leaf_hash
        entries.append(one)
    return tuple(entries)


def _stored(session: Session, play: Play, cuts: list[int]) -> str:
    """A history appended in runs of these lengths, of which the first opens a phase as every start does."""
    entries, at, initiative = _entries(play), 0, play.initiative.id
    opening = next(n for n, one in enumerate(play.entries, start=1) if isinstance(one.event, PhaseOpened))
    for cut in (opening, *cuts, len(entries)):
        run = entries[at : at + cut]
        if run:
            assert append(session, VAULT, Proposal(initiative, at, run)) == ()
        at += cut
    return initiative


@settings(examples(20), suppress_health_check=TAKEN_BACK)
@given(play=histories(), cuts=st.lists(st.integers(1, 12), max_size=60))
async def test_however_a_history_was_appended_its_rows_are_what_it_adds_up_to(
    database: Database, play: Play, cuts: list[int]
) -> None:
    def differing(session: Session) -> list[Differing]:
        return compared(session, _stored(session, play, cuts))

    assert await database.tried(differing) == []


@settings(examples(10), suppress_health_check=TAKEN_BACK)
@given(play=histories())
async def test_dropped_and_folded_again_the_rows_are_equal(database: Database, play: Play) -> None:
    def both(session: Session) -> tuple[Any, Any, Any]:
        initiative = _stored(session, play, [])
        before = _rows(session)
        for table in (Obligation, Acting, Initiative):
            session.execute(delete(table))
        dropped = refold(session, initiative)
        return before, dropped, _rows(session)

    before, dropped, after = await database.tried(both)
    assert before == after
    assert all(one.missing for one in dropped)
    assert len(dropped) == sum(len(rows) for rows in before)


def _rows(session: Session) -> list[list[dict[str, Any]]]:
    session.expire_all()
    return [
        sorted((row.model_dump() for row in session.exec(select(table))), key=str)
        for table in (Initiative, Obligation, Acting)
    ]


@pytest.fixture
def play() -> Play:
    return scripted("piloting")


async def test_each_row_that_was_tampered_with_is_named_and_put_right(database: Database, play: Play) -> None:
    due = datetime(2040, 1, 1, tzinfo=UTC)

    def tamper(session: Session) -> tuple[list[str], list[Differing], int]:
        initiative = _stored(session, play, [])
        one, other = session.exec(select(Obligation.id).order_by(Obligation.id).limit(2)).all()
        session.execute(update(Obligation).where(Obligation.id == one).values(due=due, state=ObligationState.OPEN))
        session.execute(delete(Obligation).where(Obligation.id == other))
        session.execute(update(Initiative).values(place="999"))
        letters = session.exec(select(Letter.id).order_by(Letter.id)).all()
        session.execute(update(Letter).where(Letter.id == letters[0]).values(due_at=due, attempts=3))
        found = [one.said for one in compared(session, initiative)]
        refold(session, initiative)
        return found, compared(session, initiative), len(letters)

    found, left, _ = await database.tried(tamper)
    tables = [line.split()[0] for line in found]
    assert tables == ["initiative", "obligation", "obligation", "letter"]
    assert "place is 999, not" in found[0]
    assert [line.endswith("is missing") for line in found[1:3]].count(True) == 1
    assert [one.table for one in left] == ["letter"]


async def test_a_letter_about_an_address_that_takes_no_mail_is_no_difference(database: Database, play: Play) -> None:
    """No ledger of the initiative tells of it: it follows from what a mail server said."""

    def told(session: Session) -> tuple[int, list[Differing]]:
        initiative = _stored(session, play, [])
        letter = session.exec(select(Letter).order_by(Letter.id)).first()
        assert letter is not None
        returned_letters.tell(session, letter, letter.actor, datetime(2040, 1, 1, tzinfo=UTC))
        session.flush()
        asked = select(Letter.id).where(Letter.kind == UNDELIVERED)
        return len(session.exec(asked).all()), compared(session, initiative)

    assert await database.tried(told) == (1, [])


def test_every_column_of_what_follows_whole_is_folded_and_of_letters_those_that_are_named(play: Play) -> None:
    rows = rebuilt(play.initiative.id, _entries(play))
    for table, those in rows.items():
        names = set(DERIVED) if table is Letter else set(table.__table__.c.keys())  # type: ignore[attr-defined]
        for row in those.values():
            assert set(row) == names
    assert timedelta(0) < rows[Initiative][(play.initiative.id,)]["phase_due"] - play.entries[0].at
