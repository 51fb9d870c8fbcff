"""A personal link is taken back on the machine; it is said when there was nothing to take back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.obligations import ObligationState
from models.engine import Database
from models.migrate import upgrade
from models.states import LetterState
from models.tables import Letter, Obligation
from tests.cli.commands import run

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Two letters to one seat, one to another."""
    (tmp_path / "data").mkdir()
    upgrade(f"sqlite:///{tmp_path}/data/talkoot.db")
    database = Database.open(f"sqlite:///{tmp_path}/data/talkoot.db")

    def write(session) -> None:
        for number, seat in enumerate(("seat_1", "seat_1", "seat_2")):
            owed = {"initiative_id": "i1", "id": f"convening.1/vote/{number}", "kind": "vote", "phase": "convening"}
            about = {"initiative_id": "i1", "obligation_id": owed["id"], "actor": "a1", "kind": "vote", "step": "0"}
            session.add(Obligation(**owed, seat=seat, opened_at=NOW, due=NOW, state=ObligationState.OPEN))
            session.add(Letter(id=f"letter-{number}", **about, due_at=NOW, state=LetterState.SENT))

    database.write_now(write)
    return database


def revoked(database: Database) -> list[bool]:
    letters = [f"letter-{number}" for number in range(3)]
    return database.read_now(lambda s: [s.get_one(Letter, letter).revoked_at is not None for letter in letters])


def test_links_are_revoked_by_letter_and_by_seat(database: Database, tmp_path: Path) -> None:
    folder = ("--data", tmp_path / "data")
    assert run("link", "revoke", "--letter", "letter-2", *folder).code == 0
    assert revoked(database) == [False, False, True]
    assert "2 letters" in run("link", "revoke", "--initiative", "i1", "--seat", "seat_1", *folder).out
    assert revoked(database) == [True, True, True]
    again = run("link", "revoke", "--letter", "letter-2", *folder)
    assert (again.code, "could still be revoked" in again.err) == (1, True)
    database.close_now()


@pytest.mark.parametrize(
    "half", [(), ("--seat", "s"), ("--initiative", "i"), ("--letter", "l", "--seat", "s", "--initiative", "i")]
)
def test_whose_link_must_be_said(half: tuple[str, ...], tmp_path: Path) -> None:
    told = run("link", "revoke", *half, "--data", tmp_path / "data")
    assert (told.code, "say whose link" in told.err) == (1, True)
