"""Commands interrupted anywhere between text, append and refusal: one commitment each, never without its text."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.engine import Database
from models.tables import PrivateValue
from models.vault import SubjectErased, Vault
from tests.fixtures.profiles import examples

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
KEYS = ["k1", "k2"]
STEPS = st.tuples(
    st.sampled_from(["put", "append", "refuse", "sweep"]),
    st.sampled_from(KEYS),
    st.booleans(),  # interrupted: the transaction dies before its commit
)


class Interrupted(Exception):
    """The process died inside the transaction."""


class Story:
    """What an outsider would note down: the commitment that each command's ledger entry carries."""

    def __init__(self, database: Database, run: str) -> None:
        self.database, self.run = database, run
        self.vault = Vault(secrets.token_bytes(32))
        self.promised: dict[str, str] = {}
        self.ledger: dict[str, str] = {}

    def step(self, act: str, key: str, interrupted: bool) -> None:
        def work(session: Session) -> str | None:
            result = self._act(session, act, key)
            if interrupted:
                raise Interrupted
            return result

        with contextlib.suppress(Interrupted):
            told = self.database.write_now(work)
            self._note(act, key, told)

    def _act(self, session: Session, act: str, key: str) -> str | None:
        command = f"{self.run}-{key}"
        if act == "put":
            return self.vault.put_pending(session, f"person:{self.run}", "need.text", f"teksti {key}", command, NOW)
        if act == "append" and key in self.promised:
            self.vault.confirm(session, [command], NOW)
        if act == "refuse":
            self.vault.drop_pending(session, command)
        if act == "sweep":
            self.vault.sweep(session, NOW + timedelta(days=8))
        return None

    def _note(self, act: str, key: str, told: str | None) -> None:
        if act == "put":
            assert told is not None
            assert self.promised.get(key, told) == told
            self.promised[key] = told
        if act == "append" and key in self.promised:
            self.ledger[key] = self.promised[key]
        if act in {"refuse", "sweep"}:
            gone = [key] if act == "refuse" else KEYS
            self.promised = {k: v for k, v in self.promised.items() if k not in gone or k in self.ledger}

    def check(self) -> None:
        texts = self.database.read_now(lambda s: self.vault.reveal_many(s, self.ledger.values()))
        assert texts == {commitment: f"teksti {key}" for key, commitment in self.ledger.items()}
        mine = select(PrivateValue).where(PrivateValue.subject_id == f"person:{self.run}")
        kept = self.database.read_now(lambda s: {(row.command_key, row.commitment) for row in s.exec(mine)})
        assert kept == {(f"{self.run}-{key}", commitment) for key, commitment in self.promised.items()}


def test_interrupted_commands_have_one_commitment_and_the_ledger_never_lacks_a_text(database_url: str) -> None:
    database = Database.open(database_url)

    @settings(examples(40), suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(STEPS, min_size=4, max_size=30))
    def tell(steps: list[tuple[str, str, bool]]) -> None:
        story = Story(database, secrets.token_hex(6))
        for step in steps:
            story.step(*step)
        story.check()

    tell()
    database.close_now()


async def test_the_same_command_arriving_many_times_at_once_has_one_commitment(database: Database) -> None:
    vault = Vault(secrets.token_bytes(32))

    def put(session: Session) -> str:
        return vault.put_pending(session, "person:1", "need.text", "sama", "k1", NOW)

    assert len(set(await asyncio.gather(*(database.write(put) for _ in range(12))))) == 1


@pytest.mark.parametrize("size", [1, 400])
async def test_many_texts_are_confirmed_and_revealed_in_one_go(database: Database, size: int) -> None:
    vault = Vault(secrets.token_bytes(32))

    def put_all(session: Session) -> list[str]:
        return [vault.put_pending(session, "person:1", "f", f"teksti {n}", f"k{n}", NOW) for n in range(size)]

    commitments = await database.write(put_all)
    keys = [f"k{n}" for n in range(size)]
    assert await database.write(lambda s: vault.confirm(s, keys, NOW)) == size
    assert len(await database.read(lambda s: vault.reveal_many(s, commitments))) == size


async def test_texts_that_race_an_erasure_are_either_erased_or_refused(database: Database) -> None:
    vault = Vault(secrets.token_bytes(32))

    def put(number: int):
        return lambda session: vault.put_pending(session, "person:1", "f", "teksti", f"k{number}", NOW)

    await database.write(put(0))
    puts = [database.write(put(number)) for number in range(1, 20)]
    erasure = database.write(lambda s: vault.erase(s, "person:1", NOW))
    results = await asyncio.gather(*puts[:8], erasure, *puts[8:], return_exceptions=True)
    assert all(isinstance(each, str | int | SubjectErased) for each in results)
    assert await database.read(lambda s: s.exec(select(PrivateValue)).all()) == []
