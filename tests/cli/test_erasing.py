"""A person is erased on the machine: asked first, said what went and what stays, and said so again the second time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from cli.main import app
from domain.seats import Sector
from models import api_keys, enrolment, register
from models.engine import Database
from models.keys import KeyRing
from models.migrate import upgrade
from models.states import KeyRole
from models.vault import Vault
from tests.cli.commands import Seen, run

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
NAME, ADDRESS = "Kyläyhdistyksen edustaja", "edustaja@example.org"


class Installation:
    """A data folder with one person, who holds a seat and has a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        upgrade(f"sqlite:///{folder}/talkoot.db")
        self.vault = Vault(KeyRing.load(folder / "keys.json", create=True).master)
        self.database = Database.open(f"sqlite:///{folder}/talkoot.db")
        self.person, self.seat, self.key = self.database.write_now(self._enter)

    def _enter(self, session: Session) -> tuple[str, str, str]:
        village = enrolment.create_organisation(session, name="Kylä ry", sector=Sector.ASSOCIATION, now=NOW)
        who = {"name": NAME, "address": ADDRESS, "language": "fi"}
        person = enrolment.create_person(session, self.vault, now=NOW, **who)
        session.flush()
        seat = enrolment.create_seat(
            session, organisation_id=village.id, role_title=NAME, holder_id=person.id, term_from=date(2026, 1, 1)
        )
        key = api_keys.create(session, KeyRole.COORDINATOR, "desk", NOW, person_id=person.id)
        return person.id, seat.id, key

    def record(self) -> register.PersonRecord:
        """What the register shows of the person."""

        def read(session: Session) -> register.PersonRecord:
            return register.reveal_persons(session, self.vault, [register.person(session, self.person)])[0]

        return self.database.read_now(read)

    def erase(self, *more: str) -> Seen:
        """Run the command on this folder."""
        return run("erase", self.person, "--data", self.folder, *more)


@pytest.fixture
def here(tmp_path: Path):
    installation = Installation(tmp_path)
    yield installation
    installation.database.close_now()


def test_what_goes_and_what_stays_is_said(here: Installation) -> None:
    seen = here.erase("--yes")
    assert seen.code == 0
    assert f"{here.person} is erased" in seen.out
    assert "written for them): 2" in seen.out
    assert "API keys ended: 1" in seen.out
    assert here.seat in seen.out
    assert "backups" in seen.out
    assert NAME not in seen.out + seen.err
    assert (here.record().name, here.record().address) == (None, None)
    assert here.database.read_now(lambda session: api_keys.verify(session, here.key, NOW)) is None


def test_it_is_asked_first_by_name_and_a_no_changes_nothing(here: Installation) -> None:
    asked = CliRunner().invoke(app, ["erase", here.person, "--data", str(here.folder)], input="n\n")
    assert asked.exit_code == 1
    assert f"{NAME} <{ADDRESS}>" in asked.stderr
    assert here.record().name == NAME
    agreed = CliRunner().invoke(app, ["erase", here.person, "--data", str(here.folder)], input="y\n")
    assert agreed.exit_code == 0
    assert here.record().name is None


def test_where_nobody_can_be_asked_nothing_is_erased(here: Installation) -> None:
    assert here.erase("--json").code == 1
    assert here.record().name == NAME


def test_a_second_time_says_that_it_is_done_and_asks_nothing(here: Installation) -> None:
    first = json.loads(here.erase("--yes", "--json").out)
    assert (first["already"], first["texts"], first["seats"]) == (False, 2, [here.seat])
    assert datetime.fromisoformat(first["erased_at"]).tzinfo is not None
    again = json.loads(here.erase("--json").out)
    assert (again["already"], again["erased_at"], again["texts"], again["keys"]) == (True, first["erased_at"], 0, [])
    told = here.erase()
    assert (told.code, "was erased already" in told.out) == (0, True)


def test_an_unknown_person_is_told(here: Installation) -> None:
    seen = run("erase", "per_none", "--yes", "--data", here.folder)
    assert (seen.code, "no person per_none" in seen.err, seen.out) == (1, True, "")


def test_an_erased_person_gets_no_new_key(here: Installation) -> None:
    here.erase("--yes")
    wanted = ("--role", "coordinator", "--label", "x", "--person", here.person)
    seen = run("key", "create", *wanted, "--data", here.folder)
    assert (seen.code, "register the person anew" in seen.err, seen.out) == (1, True, "")


def test_a_folder_without_a_database_is_told_and_left_empty(tmp_path: Path) -> None:
    seen = run("erase", "per_1", "--yes", "--data", tmp_path / "none")
    assert (seen.code, "database" in seen.err) == (1, True)
    assert not (tmp_path / "none").exists()


def test_another_key_file_is_told(here: Installation) -> None:
    (here.folder / "keys.json").unlink()
    assert "key file" in here.erase("--yes").err
    KeyRing.load(here.folder / "keys.json", create=True)
    assert "does not open with this key file" in here.erase("--yes").err
