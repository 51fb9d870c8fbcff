"""Sign-in links made on the machine: for the first administrator, and for whoever gets no mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from domain.actors import Role
from models import enrolment, sign_in_links, staff
from models.engine import Database
from models.keys import KeyRing
from models.migrate import upgrade
from models.states import LinkFor
from models.vault import Vault
from tests.cli.commands import run

SITE = "https://talkoot.example"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALKOOT_PUBLIC_URL", SITE)
    upgrade(f"sqlite:///{tmp_path}/talkoot.db")
    return tmp_path


def within(folder: Path, work):  # type: ignore[no-untyped-def]
    database = Database.open(f"sqlite:///{folder}/talkoot.db")
    try:
        return database.write_now(work)
    finally:
        database.close_now()


def somebody(folder: Path) -> str:
    vault = Vault(KeyRing.load(folder / "keys.json", create=True).master)

    def enter(session: Session) -> str:
        return enrolment.create_person(session, vault, name="Aino", language="sv", now=datetime.now(UTC)).id

    made: str = within(folder, enter)
    return made


def test_while_nobody_administers_the_address_makes_the_first_administrator(folder: Path) -> None:
    made = run("sign-in-link", "--data", folder)
    assert made.code == 0
    assert re.fullmatch(rf"{SITE}/sign-in/[A-Za-z0-9_-]{{43}}\n", made.out)
    token = made.out.strip().rpartition("/")[2]
    link = within(folder, lambda s: sign_in_links.by_token(s, token, datetime.now(UTC)))
    assert (link.purpose, link.person_id) == (LinkFor.FIRST, None)


def test_with_an_administrator_it_is_to_be_said_whom_to_sign_in(folder: Path) -> None:
    person = somebody(folder)
    assert "no role" in run("sign-in-link", "--person", person, "--data", folder).err
    made = run("sign-in-link", "--person", person, "--role", "admin", "--data", folder)
    assert made.code == 0
    assert within(folder, lambda s: staff.roles_of(s, person)) == (Role.ADMIN,)
    refused = run("sign-in-link", "--data", folder)
    assert refused.code == 1
    assert "--person" in refused.err
    assert run("sign-in-link", "--person", "per_none", "--data", folder).code == 1
