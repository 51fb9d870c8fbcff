"""The vault: one commitment per text, nothing readable at rest, nothing left after an erasure."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.engine import Database
from models.seals import SealBroken
from models.tables import PrivateValue, SubjectKey
from models.vault import SubjectErased, TextChanged, Vault

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
CANARY = "Kanarialintu Kyläläinen"


@pytest.fixture
def vault() -> Vault:
    return Vault(secrets.token_bytes(32))


@pytest.fixture
def acts(database: Database, vault: Vault) -> SimpleNamespace:
    """The vault's acts, each in a transaction of its own."""

    async def put(value: str = CANARY, key: str = "k1", subject: str = "person:1") -> str:
        return await database.write(lambda s: vault.put_pending(s, subject, "need.text", value, key, NOW))

    async def reveal(commitment: str) -> str | None:
        return await database.read(lambda s: vault.reveal(s, commitment))

    async def rows() -> list[PrivateValue]:
        return await database.read(lambda s: list(s.exec(select(PrivateValue))))

    return SimpleNamespace(put=put, reveal=reveal, rows=rows)


async def test_a_retry_under_the_same_key_gets_the_same_commitment_before_and_after_it_was_confirmed(
    database: Database, vault: Vault, acts: SimpleNamespace
) -> None:
    first = await acts.put()
    assert await acts.put() == first
    assert await database.write(lambda s: vault.confirm(s, ["k1", "k2"], NOW)) == 1
    assert await acts.put() == first
    assert await acts.reveal(first) == CANARY
    assert len(await acts.rows()) == 1


async def test_the_same_text_under_another_key_has_another_commitment(acts: SimpleNamespace) -> None:
    assert await acts.put(key="k1") != await acts.put(key="k2")


async def test_another_text_under_the_same_key_is_refused_and_changes_nothing(acts: SimpleNamespace) -> None:
    first = await acts.put("eka")
    with pytest.raises(TextChanged):
        await acts.put("toka")
    assert await acts.reveal(first) == "eka"


async def test_a_refused_command_takes_its_texts_along_but_never_confirmed_ones(
    database: Database, vault: Vault, acts: SimpleNamespace
) -> None:
    kept, refused = await acts.put(key="kept"), await acts.put(key="refused")
    await database.write(lambda s: vault.confirm(s, ["kept"], NOW))
    await database.write(lambda s: (vault.drop_pending(s, "kept"), vault.drop_pending(s, "refused")))
    assert await acts.reveal(kept) == CANARY
    assert await acts.reveal(refused) is None
    assert await database.read(lambda s: vault.missing(s, [kept, refused])) == {refused}


async def test_the_sweep_takes_only_old_texts_that_nothing_confirmed(
    database: Database, vault: Vault, acts: SimpleNamespace
) -> None:
    await acts.put(key="old")
    confirmed = await acts.put(key="confirmed")
    await database.write(lambda s: vault.confirm(s, ["confirmed"], NOW))
    assert await database.write(lambda s: vault.sweep(s, NOW)) == 0
    assert await database.write(lambda s: vault.sweep(s, NOW + timedelta(days=7))) == 1
    assert [row.commitment for row in await acts.rows()] == [confirmed]


@pytest.mark.parametrize(
    "change",
    [
        lambda row: {"ciphertext": row.ciphertext[:-1] + bytes([row.ciphertext[-1] ^ 1])},
        lambda row: {"nonce": row.nonce[:-1] + bytes([row.nonce[-1] ^ 1])},
        lambda row: {"field": "need.title"},
        lambda row: {"commitment": "0" * 64},
    ],
    ids=["ciphertext", "nonce", "field", "commitment"],
)
async def test_a_tampered_row_is_refused(database: Database, acts: SimpleNamespace, change) -> None:
    await acts.put()
    changed = change((await acts.rows())[0])
    sets = ", ".join(f"{column} = :{column}" for column in changed)
    await database.write(lambda s: s.execute(text(f"UPDATE private_value SET {sets}"), changed))
    with pytest.raises(SealBroken):
        await acts.reveal((await acts.rows())[0].commitment)


async def test_keys_of_two_subjects_cannot_be_swapped(database: Database, acts: SimpleNamespace) -> None:
    mine = await acts.put(key="k1", subject="person:1")
    await acts.put(key="k2", subject="person:2")
    swap = (
        "UPDATE subject_key SET wrapped_key = (SELECT o.wrapped_key FROM subject_key o WHERE o.subject_id = 'person:2')"
    )
    await database.write(lambda s: s.execute(text(swap)))
    with pytest.raises(SealBroken):
        await acts.reveal(mine)


async def test_another_key_file_opens_nothing(database: Database, acts: SimpleNamespace) -> None:
    commitment = await acts.put()
    other = Vault(secrets.token_bytes(32))
    with pytest.raises(SealBroken):
        await database.read(lambda s: other.reveal(s, commitment))


async def test_an_erased_subject_is_unreadable_and_takes_no_new_text(
    database: Database, vault: Vault, acts: SimpleNamespace
) -> None:
    mine, other = await acts.put(key="k1"), await acts.put(key="k2", subject="person:2")
    assert await database.write(lambda s: vault.erase(s, "person:1", NOW)) == 1
    assert await database.write(lambda s: vault.erase(s, "person:1", NOW + timedelta(days=1))) == 0
    assert await acts.reveal(mine) is None
    assert await acts.reveal(other) == CANARY
    with pytest.raises(SubjectErased):
        await acts.put(key="k3")
    tombstone = await database.read(lambda s: s.get_one(SubjectKey, "person:1"))
    assert (tombstone.wrapped_key, tombstone.erased_at) == (None, NOW)


def test_no_text_lies_in_the_bytes_of_the_database(database_url: str, vault: Vault, tmp_path: Path) -> None:
    database = Database.open(database_url)
    database.write_now(lambda s: vault.put_pending(s, "person:1", "need.text", CANARY, "k1", NOW))
    if database.dialect == "sqlite":
        at_rest = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    else:
        dump = "SELECT string_agg(v::text || encode(v.ciphertext, 'escape'), '') FROM private_value v"
        at_rest = database.read_now(lambda s: s.execute(text(dump)).scalar_one()).encode()
    database.close_now()
    assert b"need.text" in at_rest
    assert b"Kanarialintu" not in at_rest


async def test_texts_opened_before_are_not_opened_again_and_not_told_once_erased(
    database: Database, vault: Vault, acts: SimpleNamespace
) -> None:
    gone, stays, opened = await acts.put(), await acts.put(key="k2", subject="person:2"), dict[str, str]()
    await database.read(lambda s: vault.reveal_many(s, [gone], opened))
    assert opened == {gone: CANARY}
    opened[stays] = "as it was opened"
    await database.write(lambda s: vault.erase(s, "person:1", NOW))
    told = await database.read(lambda s: vault.reveal_many(s, [gone, stays, "none"], opened))
    assert told == {stays: "as it was opened"}
