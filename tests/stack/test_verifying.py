"""Verifying names the first entry that does not hold, also one that was cut off at the end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlmodel import Session

from domain.ledger.chain import Broken
from models.append import Proposal, append
from models.engine import Database
from models.letter_accounts import account
from models.states import LetterState
from models.stream_chains import Verified
from models.tables import Letter
from models.vault import Vault
from stack.verifying import verify_ledger
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.pens import STARTED, unwritten
from tests.fixtures.rules import START

ID = STARTED.charter.initiative
STREAM = f"initiative:{ID}"
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def written(database: Database) -> Database:
    opening = Proposal(ID, 0, unwritten().proposed()[1])
    await database.write(lambda session: append(session, Vault(b"v" * 32), opening))
    return database


async def forge(database: Database, statement: str) -> None:
    """Change the ledger without its triggers."""

    def change(session: Session) -> None:
        if database.dialect == "sqlite":
            for (trigger,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                session.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            session.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER USER"))
        session.execute(text(statement))
        if database.dialect != "sqlite":
            session.execute(text("ALTER TABLE ledger_entry ENABLE TRIGGER USER"))

    await database.write(change)


async def test_an_honest_ledger_holds(written: Database) -> None:
    assert await verify_ledger(written) == Verified(1, 15, ())


async def test_an_empty_ledger_holds(database: Database) -> None:
    assert await verify_ledger(database) == Verified(0, 0, ())


@pytest.mark.parametrize(
    ("statement", "seq", "reason"),
    [
        ("UPDATE ledger_entry SET bytes_text = replace(bytes_text, '297', '140') WHERE seq = 1", 1, "stored hash"),
        (
            "UPDATE ledger_entry SET leaf_hash = before.leaf_hash FROM ledger_entry before "
            "WHERE ledger_entry.seq = 5 AND before.seq = 4",
            5,
            "stored hash",
        ),
        ("DELETE FROM ledger_entry WHERE seq = 7", 7, "entry 7 is missing"),
        ("DELETE FROM ledger_entry WHERE seq > 12", 13, "has come to entry 15"),
        ("DELETE FROM ledger_entry", 1, "has come to entry 15"),
        ("UPDATE initiative SET head_hash = 'ff'", 15, "ends with another entry"),
        ("DELETE FROM initiative", 15, "not in the database"),
    ],
)
async def test_a_planted_fault_is_found(written: Database, statement: str, seq: int, reason: str) -> None:
    await forge(written, statement)
    found = await verify_ledger(written)
    assert [(broken.stream, broken.seq) for broken in found.broken] == [(STREAM, seq)]
    assert reason in found.broken[0].reason


@pytest.fixture
async def accounted(database: Database) -> Database:
    """Three letters of an initiative have been sent, and three entries tell it."""
    await Post.open(database)
    sent = update(Letter).values(state=LetterState.SENT)
    await database.write(lambda session: session.execute(sent))
    assert await database.write(lambda session: account(session, START, limit=10))
    return database


async def test_streams_of_letters_are_walked_too(accounted: Database) -> None:
    assert await verify_ledger(accounted) == Verified(2, 8, ())


@pytest.mark.parametrize(
    ("statements", "seq", "reason"),
    [
        (["UPDATE ledger_entry SET bytes_text = replace(bytes_text, 'sent', 'held') WHERE {it}"], 1, "stored hash"),
        (["DELETE FROM ledger_entry WHERE {it} AND seq = 2"], 2, "entry 2 is missing"),
        (["DELETE FROM ledger_entry WHERE {it} AND seq = 3"], 3, "a letter says that entry 3"),
        (["DELETE FROM ledger_entry WHERE {it}", "DELETE FROM stream_head"], 1, "a letter says that entry 3"),
        (
            ["DELETE FROM ledger_entry WHERE {it} AND seq = 3", "UPDATE letter SET accounted_seq = 1"],
            3,
            "the head has come to entry 3",
        ),
        (["UPDATE stream_head SET seq = 2"], 3, "the head ends with another entry 2"),
        (["UPDATE stream_head SET hash = 'ff'"], 3, "the head ends with another entry 3"),
        (["DELETE FROM stream_head"], 3, "its head is not in the database"),
    ],
)
async def test_a_fault_planted_among_letters_is_found(
    accounted: Database, statements: list[str], seq: int, reason: str
) -> None:
    stream = f"letters:{INITIATIVE}"
    for statement in statements:
        await forge(accounted, statement.format(it=f"stream = '{stream}'"))
    found = await verify_ledger(accounted)
    assert [(broken.stream, broken.seq) for broken in found.broken] == [(stream, seq)]
    assert reason in found.broken[0].reason


async def test_a_stream_of_something_else_needs_no_initiative(written: Database) -> None:
    await forge(written, "DELETE FROM initiative")
    await forge(written, "UPDATE ledger_entry SET stream = 'register'")
    found = await verify_ledger(written)
    assert found.broken == (Broken("register", 1, "it was written for another place"),)


def by_all_cores(url: str, few: int) -> str:
    """What it found, in a process without threads."""
    command = "import sys; from stack.verifying import *; print(verify_by_all_cores(sys.argv[1], few=int(sys.argv[2])))"
    done = subprocess.run([sys.executable, "-c", command, url, str(few)], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("few", [0, 1000])
def test_one_process_and_all_cores_find_the_same(database_url: str, few: int) -> None:
    database = Database.open(database_url)
    opening = Proposal(ID, 0, unwritten().proposed()[1])
    database.write_now(lambda session: append(session, Vault(b"v" * 32), opening))
    database.close_now()
    assert by_all_cores(database_url, few) == str(Verified(1, 15, ()))


@pytest.mark.parametrize("changed", ["type = 'initiative.ended'", "time = '2020-01-01 00:00:00.000000'"])
async def test_a_row_that_tells_another_type_or_time_than_its_entry_is_named(written: Database, changed: str) -> None:
    await forge(written, f"UPDATE ledger_entry SET {changed} WHERE seq = 4")
    (broken,) = (await verify_ledger(written)).broken
    assert broken == Broken(STREAM, 4, "its row tells another type or time than the entry itself")
