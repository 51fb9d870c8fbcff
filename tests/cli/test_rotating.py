"""The keys of an installation are rotated on the machine: once each time, gone on with where it was stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.house import HouseEvent, KeyRotated
from domain.ledger.entries import decode
from models import key_rotation
from models.append import entries_after
from models.engine import Database
from models.keys import KeyRing
from models.letter_outcomes import Reason
from models.migrate import upgrade
from models.states import LetterState
from models.tables import Letter
from models.vault import Vault
from stack import rotating
from tests.cli.commands import run

NOW = datetime.now(UTC)


class Here:
    """A data folder with some texts in its vault."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "keys.json"
        upgrade(f"sqlite:///{folder}/talkoot.db")
        self.ring = KeyRing.load(self.path, create=True)
        self.database = Database.open(f"sqlite:///{folder}/talkoot.db")
        vault = Vault(self.ring.masters)
        self.refs = [
            self.database.write_now(lambda s, n=n: vault.put(s, f"person:{n}", "f", "x", NOW)) for n in range(3)
        ]

    def told(self) -> list[tuple[str, str]]:
        """Which keys the ledger says were rotated to."""
        entries = self.database.read_now(lambda s: entries_after(s, "house", 0))
        events = [decode(entry.text, HouseEvent).event for entry in entries]
        return [(one.which, one.now) for one in events if isinstance(one, KeyRotated)]

    def opened(self) -> int:
        """How many texts open with the key file as it is."""
        vault = Vault(KeyRing.load(self.path).masters)
        return len(self.database.read_now(lambda s: vault.reveal_many(s, self.refs)))


@pytest.fixture
def here(tmp_path: Path):
    installation = Here(tmp_path)
    yield installation
    installation.database.close_now()


def test_the_master_key_is_rotated_and_taken_out_after_its_time(here: Here) -> None:
    seen = run("key-file", "rotate", "master", "--data", here.folder)
    assert (seen.code, "wrapped anew: 3" in seen.out, here.opened()) == (0, True, 3)
    assert here.told() == [("master", here.ring.masters().id)]
    early = run("key-file", "rotate", "master", "--retire", "--data", here.folder)
    assert (early.code, "may still be needed" in early.err) == (1, True)
    later = datetime.now(UTC) + timedelta(hours=2)
    assert len(rotating.retire(here.path, here.database, "master", later)) == 1
    assert (here.opened(), rotating.retire(here.path, here.database, "master", later)) == (3, ())


def test_a_rotation_that_was_stopped_goes_on_and_is_told_once(here: Here) -> None:
    key_rotation.promote(here.path, "master")  # and then it died
    assert here.opened() == 3
    seen = run("key-file", "rotate", "master", "--data", here.folder)
    assert (seen.code, "Went on" in seen.out, "wrapped anew: 3" in seen.out) == (0, True, True)
    assert len(here.told()) == 1
    assert "Went on" not in run("key-file", "rotate", "master", "--data", here.folder).out
    assert (len(here.told()), here.opened()) == (2, 3)


def test_a_key_is_prepared_for_other_machines_and_then_used(here: Here) -> None:
    seen = run("key-file", "rotate", "master", "--prepare", "--data", here.folder)
    following = seen.out.split("next key is ")[1].split(".")[0]
    assert here.told() == []
    run("key-file", "rotate", "master", "--data", here.folder)
    assert here.told() == [("master", following)]
    assert run("key-file", "rotate", "master", "--prepare", "--retire", "--data", here.folder).code == 1


def test_the_key_of_links_waits_until_nothing_is_to_be_printed(here: Here) -> None:
    letter = Letter(id="l", initiative_id="i", obligation_id="o", actor="a", kind="k", step="s", due_at=NOW)
    letter.state, letter.reason = LetterState.HELD, Reason.TO_PRINT
    here.database.write_now(lambda session: session.add(letter))
    refused = run("key-file", "rotate", "link", "--data", here.folder)
    assert (refused.code, "wait to be printed" in refused.err, here.told()) == (1, True, [])
    here.database.write_now(lambda session: session.delete(session.get(Letter, "l")))
    assert run("key-file", "rotate", "link", "--data", here.folder).code == 0
    assert [which for which, _ in here.told()] == ["link"]
    with pytest.raises(rotating.NotYet):
        rotating.retire(here.path, here.database, "link", NOW + timedelta(days=59))
    assert len(rotating.retire(here.path, here.database, "link", NOW + timedelta(days=61))) == 1
